"""Real worker processes: killed, stopped, left alone; each article is checked exactly once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import func, select

from qa.desk.store.articles import Article, FlagRow
from qa.desk.store.database import Database
from qa.desk.store.work import Job
from qa.desk.words import JobState, State
from qa.desk.work.checking import Checker
from qa.desk.work.crew import Crew
from qa.desk.work.jobs import MOST_TRIES
from qa.desk.work.sides import Checked, Texts
from qa.desk.work.worker import Worker
from tests.conftest import ROOT
from tests.desk.work.conftest import Post

pytestmark = pytest.mark.desk

PATIENCE = 120.0
ARTICLES = 20


def until(is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it has not come to that"
        time.sleep(0.02)


def is_over(database: Database) -> bool:
    with database.reading() as session:
        states = session.scalars(select(Job.state)).all()
    return all(state in (JobState.DONE, JobState.FAILED) for state in states)


def check_all_done_once(database: Database) -> None:
    with database.reading() as session:
        articles = session.scalars(select(Article)).all()
        counts = session.execute(
            select(FlagRow.article_id, func.count()).group_by(FlagRow.article_id)
        ).all()
        jobs = session.scalars(select(Job)).all()
    assert [(a.checks, a.state) for a in articles] == [(1, State.WAITING)] * len(articles)
    assert sorted((a.id, 1) for a in articles) == sorted((row[0], row[1]) for row in counts)
    assert {job.state for job in jobs} == {JobState.DONE}
    assert len(jobs) == len(articles)


@pytest.fixture
def crew(address: str, without_estimate: None) -> Iterator[Crew]:  # noqa: ARG001 — for its effect
    found = Crew(address, 1)
    yield found
    found.stop()


def kill_at_random(crew: Crew, times: int, seed: int, longest: float) -> None:
    moments = random.Random(seed)
    for _ in range(times):
        until(lambda: bool(crew.pids))
        time.sleep(moments.uniform(0.0, longest))
        for pid in crew.pids:
            with suppress(ProcessLookupError):  # it has just ended
                os.kill(pid, signal.SIGKILL)


def test_a_killed_worker_loses_nothing_and_repeats_nothing(
    database: Database, post: Post, crew: Crew
) -> None:
    for number in range(ARTICLES):
        post(f"a{number}")
    crew.start()
    until(lambda: _some_done(database))
    kill_at_random(crew, 1, 1, 0.05)
    until(lambda: is_over(database))
    check_all_done_once(database)


def _some_done(database: Database) -> bool:
    with database.reading() as session:
        return bool(session.scalar(select(func.max(Article.checks))))


@pytest.mark.slow
def test_thirty_kills_lose_nothing_and_repeat_nothing(
    database: Database, post: Post, crew: Crew
) -> None:
    """Ten hit workers that get ready, twenty such as are at work."""
    for number in range(ARTICLES):
        post(f"a{number}")
    crew.start()
    kill_at_random(crew, 10, 2, 1.5)
    for number in range(20):
        before = _checked(database)
        post(f"b{number}")
        until(lambda before=before: _checked(database) > before)
        kill_at_random(crew, 1, number, 0.1)
    until(lambda: is_over(database))
    check_all_done_once(database)


def _checked(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Article.checks == 1)) or 0


def test_two_workers_share_the_jobs(database: Database, post: Post, checker: Checker) -> None:
    checks = list[str]()

    def check(texts: Texts) -> Checked:
        checks.append(texts.name)
        return checker.check(texts)

    for number in range(ARTICLES):
        post(f"a{number}")
    stop = Event()
    workers = [Worker(database, lambda: check, name=name) for name in ("one", "two")]
    threads = [Thread(target=worker.work, args=(stop,)) for worker in workers]
    for thread in threads:
        thread.start()
    until(lambda: is_over(database))
    stop.set()
    for thread in threads:
        thread.join()
    assert sorted(checks) == sorted(f"a{number}" for number in range(ARTICLES))
    check_all_done_once(database)


def test_a_fault_of_ours_fails_one_article_only(
    database: Database, post: Post, checker: Checker
) -> None:
    def check(texts: Texts) -> Checked:
        if texts.name == "bad":
            raise RuntimeError("secret words of the article")
        return checker.check(texts)

    bad, good = post("bad"), post("good")
    assert Worker(database, lambda: check).work_off() == 2
    with database.reading() as session:
        article = session.get_one(Article, bad)
        assert article.state == State.FAILED
        assert "RuntimeError" in article.note
        assert "secret" not in article.note
        assert session.get_one(Article, good).state == State.WAITING


def test_what_the_database_refuses_is_tried_again_and_given_up(
    database: Database, post: Post, checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415 — this test's alone

    def refused(*_arguments: object) -> None:
        raise OperationalError("", None, Exception("the disk is full"))

    number = post("a")
    monkeypatch.setattr("qa.desk.work.worker.keep", refused)
    worker = Worker(database, lambda: checker.check)
    for _ in range(MOST_TRIES + 1):
        assert worker.work_off() == 0
    with database.reading() as session:
        assert session.get_one(Article, number).state == State.FAILED
        assert session.scalar(select(Job.tries)) == MOST_TRIES


_DESK = """
import os, sys, time
from qa.desk.work.crew import Crew
if __name__ == "__main__":
    crew = Crew(sys.argv[1])
    crew.start()
    print(*crew.pids, flush=True)
    time.sleep(600)
"""


@pytest.mark.slow
def test_workers_end_with_the_desk_and_another_goes_on(
    database: Database, post: Post, crew: Crew, tmp_path: Path
) -> None:
    script = tmp_path / "a_desk.py"
    script.write_text(_DESK)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    desk = subprocess.Popen(
        [sys.executable, script, crew.address], stdout=subprocess.PIPE, env=environment, text=True
    )
    assert desk.stdout is not None
    try:
        (worker,) = map(int, desk.stdout.readline().split())
    finally:
        desk.kill()
        desk.wait()
        desk.stdout.close()
    for number in range(3):
        post(f"a{number}")
    crew.start()
    until(lambda: is_over(database))
    until(lambda: not _runs(worker))
    check_all_done_once(database)


def test_a_crew_that_stops_leaves_nobody(crew: Crew) -> None:
    crew.start()
    (pid,) = crew.pids
    crew.stop()
    assert crew.pids == ()
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
