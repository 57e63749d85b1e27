"""A worker that is busy for long keeps its job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Thread

import pytest
from sqlalchemy import select

from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.store.work import Job
from qa.desk.work import jobs, lease
from qa.desk.work.checking import Checker
from qa.desk.work.sides import Checked, Texts
from qa.desk.work.worker import Worker
from tests.desk.work.conftest import Post
from tests.desk.work.test_desk_worker import PATIENCE, check_all_done_once, until

pytestmark = pytest.mark.desk

LEASE = timedelta(seconds=40)
BEAT = 0.25
"""Seconds after which a worker really says that it is there; by the jobs' clock it is longer."""


@dataclass
class Clock:
    """The jobs' clock, which can be put forward."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return now() + self.ahead


def test_a_long_check_keeps_its_lease(
    database: Database, post: Post, checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three leases go by, and as many beats as belong to them: none depends on our speed."""
    post("a")
    clock, beats, seconds = Clock(), lease._BEATS, LEASE.total_seconds()
    monkeypatch.setattr(jobs, "now", clock)
    monkeypatch.setattr(lease, "_BEATS", seconds / BEAT)
    started, go_on = Event(), Event()

    def slow(texts: Texts) -> Checked:
        started.set()
        go_on.wait(PATIENCE)
        return checker.check(texts)

    other = Worker(database, lambda: checker.check, lease=seconds, name="other")

    def is_renewed(since: datetime) -> bool:
        assert other.work_off() == 0
        with database.reading() as session:
            ends = session.scalars(select(Job.lease)).one()
        return ends is not None and ends >= since + LEASE

    thread = Thread(target=Worker(database, lambda: slow, lease=seconds, name="slow").work_off)
    thread.start()
    try:
        assert started.wait(PATIENCE)
        for _ in range(3 * beats):
            clock.ahead += LEASE / beats
            until(partial(is_renewed, clock()))
    finally:
        go_on.set()
        thread.join()
    check_all_done_once(database)
