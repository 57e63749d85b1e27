"""A temporary folder that does not outlive what it is for."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import current_thread, main_thread
from types import FrameType
from typing import NoReturn

_KILLED = 128
"""A shell adds it to the number of the signal that ended a process."""


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is removed at the end: also after an error, Ctrl-C and SIGTERM."""
    with _terminable(), TemporaryDirectory(prefix="copydesk-") as name:
        yield Path(name).resolve()


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end the program as an exception does, unless somebody else takes care of it."""
    ours = current_thread() is main_thread() and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    if ours:
        signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(_KILLED + number)
