"""Two who do something at the same moment, each in a thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Barrier, BrokenBarrierError

from sqlalchemy import event
from sqlalchemy.orm import Session

MOMENT = 1.0
"""Seconds that one waits for the other, who may be kept away by a lock."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where two wait for each other before they go on."""

    barrier: Barrier = field(default_factory=lambda: Barrier(2))

    def wait(self, *_: object) -> None:
        """Wait for the other one, for a moment."""
        with suppress(BrokenBarrierError):
            self.barrier.wait(MOMENT)


@contextmanager
def meeting_before_they_write() -> Iterator[None]:
    """Have two threads look at the database first, and then write what each found right."""
    meeting = Meeting()
    event.listen(Session, "before_flush", meeting.wait)
    try:
        yield
    finally:
        event.remove(Session, "before_flush", meeting.wait)
