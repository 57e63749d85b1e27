"""Keeps a job while its worker is busy with it."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError

from qa.desk.store.database import Database
from qa.desk.work.jobs import Lost, Taken, renew

LEASE = 30.0
"""Seconds for which a worker has a job without a sign of life."""
LONGEST = 300.0
"""Seconds after which a worker that is still busy with one job counts as stuck, and ends."""
_BEATS = 4
_STUCK = 70
"""The exit code of a worker that was stuck: the database takes the job from it."""
_log = logging.getLogger(__name__)


@contextmanager
def held(
    database: Database, taken: Taken, seconds: float = LEASE, longest: float = LONGEST
) -> Iterator[None]:
    """Renew a job's lease beside whatever is done inside."""
    ended = Event()
    beat = Thread(target=_beat, args=(database, taken, seconds, longest, ended), daemon=True)
    beat.start()
    try:
        yield
    finally:
        ended.set()
        beat.join()


def _beat(database: Database, taken: Taken, seconds: float, longest: float, ended: Event) -> None:
    start = time.monotonic()
    while not ended.wait(seconds / _BEATS):
        if time.monotonic() - start > longest:
            _log.error("job %d goes on for too long; the worker ends", taken.id)
            os._exit(_STUCK)  # nothing else stops a check that does not end
        try:
            renew(database, taken, seconds)
        except Lost:
            return
        except SQLAlchemyError:  # the next beat may reach the database again
            _log.warning("the lease of job %d could not be renewed", taken.id)
