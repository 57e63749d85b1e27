"""Ray clusters on this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from random import SystemRandom
from typing import Any

STORE = 100 << 20
PORTS = range(20_000, 30_000)
"""Above those of Ray's workers, below those that the system gives to whoever asks for any."""
TRIES = 5


@contextmanager
def cluster(*others: int) -> Iterator[Any]:
    """A head with one processor, and other nodes with so many each."""
    head = {"num_cpus": 1, "object_store_memory": STORE, "include_dashboard": False}
    made = import_module("ray.cluster_utils").Cluster(initialize_head=True, head_node_args=head)
    try:
        for processors in others:
            add(made, num_cpus=processors)
        yield made
    finally:
        made.shutdown()


def add(made: Any, **resources: int) -> Any:
    """One node more."""
    return made.add_node(object_store_memory=STORE, **resources)


@contextmanager
def head(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a head with one processor that `ray start` made, logging to a folder."""
    port, process = started(folder, environment)
    with process:
        try:
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()


def started(folder: Path, environment: Mapping[str, str]) -> tuple[int, subprocess.Popen[bytes]]:
    """A head that answers at a port; at another one where somebody was quicker."""
    for _ in range(TRIES):
        port = free_port()
        process = begun(port, folder, environment)
        with suppress(ChildProcessError):
            until_it_answers(port, process)
            return port, process
    raise ChildProcessError((folder / "head.log").read_text("utf-8"))


def free_port() -> int:
    """A port that nobody listens at, one of many: who looks at the same time finds another."""
    while True:
        port = SystemRandom().choice(PORTS)
        with suppress(OSError), socket.create_server(("", port)):
            return port


def begun(port: int, folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    options = ["--head", f"--port={port}", "--num-cpus=1", "--include-dashboard=false", "--block"]
    command = [sys.executable, "-m", "ray.scripts.scripts", "start", *options]
    with (folder / "head.log").open("ab") as log:
        return subprocess.Popen(
            [*command, f"--object-store-memory={STORE}"],
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
        )


def until_it_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise ChildProcessError("ray start has failed")
