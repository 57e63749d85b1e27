"""`copydesk desk` as users start it, in processes that can be killed and started again."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.conftest import ROOT

_PATIENCE = 60.0
_LOOK = 0.05
_PORTS = 5
"""So many ports are tried at the first start."""
_GIVEN = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LOWEST, _SOME = 20_000, 10_000


class NotServedError(Exception):
    """The desk does not start; the text is what it said."""


def free_port() -> int:
    """A port of this machine that nobody listens on, and that Linux gives to nobody unasked.

    So it is likely to be free still when the desk starts, and when it starts again.
    """
    given = int(_GIVEN.read_text().split()[0])
    ports = range(_LOWEST, max(given, _LOWEST + _SOME))
    while True:
        port = random.SystemRandom().choice(ports)
        with socket.socket() as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port


@dataclass(slots=True)
class Served:
    """A desk that is served on a port of this machine; what it says goes to a file."""

    address: str
    log: Path
    options: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    started: list[int] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers; it stays on its port. Raises NotServedError.

        At the first start a port that others have taken is left to them.
        """
        tries = _PORTS if self.process is None else 1
        while not self._is_started(is_last=tries == 1):
            tries -= 1
            self.port = free_port()

    def _is_started(self, *, is_last: bool) -> bool:
        """Start it; False where its port is taken and this was not the last try."""
        try:
            self._start()
        except NotServedError as error:
            if is_last or f"port {self.port} of 127.0.0.1 is taken" not in str(error):
                raise
            return False
        return True

    def _start(self) -> None:
        command = [sys.executable, "-m", "qa", "desk", "--database", self.address]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port), "--no-browser", *self.options],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        ends = time.monotonic() + _PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > ends:
                self.kill()
                raise NotServedError(self.log.read_text(errors="replace"))
            time.sleep(_LOOK)

    def answers(self) -> bool:
        """Whether it can be used."""
        try:
            httpx.get(f"{self.url}/health", timeout=2.0)
        except httpx.HTTPError:
            return False
        return True

    def beside(self) -> list[int]:
        """The processes that it has started: workers, and who looks at what is typed."""
        if self.process is None:
            return []
        found = children(self.process.pid)
        self.started += [pid for pid in found if pid not in self.started]
        return found

    def kill(self) -> None:
        """Kill the server; what it started is left alone, as in a crash."""
        self.beside()
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> int:
        """Ask it to end, as Ctrl+C does; its exit code."""
        if self.process is None:
            return 0
        self.beside()
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(_PATIENCE)
        self.wait_alone()
        return code

    def wait_alone(self) -> None:
        """Wait until all that it started has ended, too."""
        ends = time.monotonic() + _PATIENCE
        while any(is_alive(pid) for pid in self.started) and time.monotonic() < ends:
            time.sleep(_LOOK)


@contextmanager
def served(address: str, log: Path, *options: str, **environment: str) -> Iterator[Served]:
    """A desk that is stopped at the end, whatever happens."""
    desk = Served(address, log, options, environment)
    desk.start()
    try:
        yield desk
    finally:
        if desk.process is not None and desk.process.poll() is None:
            desk.stop()


def children(pid: int) -> list[int]:
    """The processes that a process has started (Linux)."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, path.read_text().split())
    return found


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}
