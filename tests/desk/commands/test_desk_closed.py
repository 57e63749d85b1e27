"""Ctrl+C and SIGTERM close the desk, with all that it started."""

from __future__ import annotations

import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import WITHOUT_ESTIMATE
from tests.desk.crash.served import Served, is_alive, served

pytestmark = pytest.mark.desk

SECONDS, LOOK = 60, 0.05
WORKERS = 2
OPTIONS = ("--workers", str(WORKERS))


def is_ours(pid: int) -> bool:
    """Whether a process does some work; Python's own that counts what is shared ends by itself."""
    with suppress(OSError):  # it has ended
        return b"spawn_main" in Path("/proc", str(pid), "cmdline").read_bytes()
    return False


def those_beside(desk: Served) -> list[int]:
    """The workers, and who looks at what is typed, as soon as all are there."""
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        found = [pid for pid in desk.beside() if is_ours(pid)]
        if len(found) == WORKERS + 1:
            return found
        time.sleep(LOOK)
    pytest.fail("not all have begun")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_nothing_that_it_started_goes_on_afterwards(number: signal.Signals, tmp_path: Path) -> None:
    with served(
        str(tmp_path / "desk.db"), tmp_path / "desk.log", *OPTIONS, **WITHOUT_ESTIMATE
    ) as desk:
        assert desk.process is not None
        started = those_beside(desk)
        desk.process.send_signal(number)
        assert desk.process.wait(SECONDS) == 0
        assert [pid for pid in started if is_alive(pid)] == []
    assert desk.log.read_text().splitlines()[-1] == "the desk is closed"
