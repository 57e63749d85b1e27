"""The way to a Ray cluster, without what Ray says on it."""

from __future__ import annotations

import logging
import os
import socket
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from corpora.errors import UsageError
from metrics.cores import cores

_LOCAL, _AUTO = "local", "auto"
_STORE = 128 << 20
"""Bytes that Ray may keep in memory: only shards, and what is told of them, go through it."""
_KNOCKING, _STDERR = 10.0, 2
_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4, 0, 0, 0, 0, 0))
_FRAME, _KIND, _SETTINGS = 9, 3, b"\x04"
"""How HTTP/2 begins on either side (RFC 9113, 3.4 and 6.5): a head speaks gRPC."""
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_DATA_LOG_LEVEL": "ERROR",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
}


@contextmanager
def connected(address: str | None, workers: int | None) -> Iterator[Any]:
    """Ray, connected to the cluster at an address; one for this run alone, if it is None.

    That one is of this machine, with room for so many workers, and is stopped afterwards. Raises
    UsageError where no cluster answers, and where Ray is missing.
    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    ray = _ray()
    if ray.is_initialized():
        yield ray
        return
    try:
        _connect(ray, address or os.environ.get("RAY_ADDRESS") or _LOCAL, workers)
        yield ray
    finally:
        ray.shutdown()


def _connect(ray: Any, address: str, workers: int | None) -> None:  # noqa: ANN401
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    if address == _LOCAL:
        most = max(cores(), workers or 1)
        options |= {"num_cpus": most, "include_dashboard": False, "object_store_memory": _STORE}
    # Else it tells of each worker that dies, on stdout, whatever `log_to_driver` says.
    inside: Any = import_module("ray._private.worker")
    inside._worker_logs_enabled = False  # noqa: SLF001
    try:
        if address != _LOCAL:
            _knock(_named(address))
    except (OSError, ValueError) as error:
        raise UsageError(f"no Ray cluster answers at {address} ({error})") from None
    try:
        with _hushed():
            ray.init(address, **options)
    except (OSError, RuntimeError, ray.exceptions.RayError) as error:
        why = " ".join(str(error).split())
        mend = "one with a token needs RAY_AUTH_MODE=token and RAY_AUTH_TOKEN"
        raise UsageError(f"cannot join the Ray cluster at {address} ({why}); {mend}") from None


def _named(address: str) -> str:
    """An address as HOST:PORT; where `auto` names a cluster that was, Ray would never say so."""
    if address != _AUTO:
        return address
    found: str = import_module("ray._private.services").canonicalize_bootstrap_address(address)
    return found


def _knock(address: str) -> None:
    """Raise OSError or ValueError where no head answers; Ray itself would ask on for minutes."""
    host, _, port = address.rpartition(":")
    if "://" in address or not host:
        raise ValueError("name its head as HOST:PORT, or run the command as a job of the cluster")
    place = (host.strip("[]"), int(port))
    with socket.create_connection(place, _KNOCKING) as line:
        if os.environ.get("RAY_USE_TLS", "0") == "0":
            line.sendall(_PREFACE)
            if line.recv(_FRAME)[_KIND:][:1] != _SETTINGS:
                raise ValueError("something else listens there; a head's port is 6379, mostly")


@contextmanager
def _hushed() -> Iterator[None]:
    """Nothing reaches stderr: Ray's core would say there that it was told to say nothing."""
    sys.stderr.flush()
    kept, nowhere = os.dup(_STDERR), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    try:
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
        os.close(nowhere)


def _ray() -> Any:  # noqa: ANN401
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # its own, among themselves
            import_module("ray.data").DataContext.get_current()
        return import_module("ray")
    except ImportError:
        what = "--engine ray needs Ray, which is not installed"
        raise UsageError(f"{what}; pip install 'copydesk[cluster]'") from None
