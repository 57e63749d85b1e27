"""Server and workers are killed at any moment: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select

from qa.desk.store.articles import Action, Article, FlagRow, SegmentRow
from qa.desk.store.database import Database
from qa.desk.store.work import Job
from qa.desk.words import JobState, State
from tests.conftest import WITHOUT_ESTIMATE
from tests.desk.crash.sending import Client
from tests.desk.crash.served import Served, served
from tests.desk.together.small_article import check, look

pytestmark = pytest.mark.desk

ARTICLES, EDITORS, KILLS = 20, 3, 30
LONGEST = 4.0
"""Seconds until the next crash, at most: time enough for a worker to start and do something."""
PATIENCE = 120.0
TEXT = "Harga beras naik naik di pasar .\nPedagang  membeli 5,000 ton pada 17 Agustus 2023."
SOURCE = "The price of rice rose in the market.\nTraders bought 5,000 tons on 17 August 2024."
SURE = "before-all-crashes"


def form(name: str) -> dict[str, str]:
    return {
        "name": name,
        "title": name,
        "mt": TEXT,
        "source": SOURCE,
        "language": "id",
        "source_language": "en",
    }


def wait_checked(database: Database) -> None:
    ends = time.monotonic() + PATIENCE
    left = select(func.count(Job.id)).where(Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
    while time.monotonic() < ends:
        with database.reading() as session:
            if not session.scalar(left):
                return
        time.sleep(0.1)
    pytest.fail("not all articles were checked")


def crash(desk: Served, chosen: random.Random) -> None:
    """Kill the server, a process beside it, or all of them."""
    time.sleep(chosen.uniform(0.1, LONGEST))
    beside = desk.beside()
    what = chosen.choice(("server", "beside", "all"))
    dying = beside if what == "all" else chosen.sample(beside, min(1, len(beside)))
    if what != "server":
        for pid in dying:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    if what != "beside":
        desk.kill()
        desk.start()


@contextmanager
def busy(desk: Served, database: Database) -> Iterator[list[Client]]:
    """Articles come in and flags are dealt with, meanwhile; all is answered in the end."""
    stop, clients = Event(), [Client(desk.url, seed) for seed in range(EDITORS + 1)]

    def send() -> None:
        for number in range(ARTICLES):
            clients[-1].add(form(f"story-{number}"))
            stop.wait(1.0)

    with ThreadPoolExecutor(EDITORS + 1) as pool:
        doing = [pool.submit(one.edit_at_random, database, stop) for one in clients[:-1]]
        doing.append(pool.submit(send))
        try:
            yield clients
        finally:
            stop.set()
        for one in doing:
            one.result()
    for client in clients:
        client.browser.close()


def wait_acts(clients: Sequence[Client]) -> None:
    """Wait until more acts were acknowledged than there were crashes; how fast depends on us."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        kinds = [kind for one in clients for kind in list(one.told.values())]
        if len(kinds) - kinds.count("undo") > KILLS:
            return
        time.sleep(0.1)
    pytest.fail("the editors did too little")


def machine_flags(flags: Sequence[FlagRow]) -> Counter[tuple[object, ...]]:
    """The flags of the machine's text, as the check found them."""
    return Counter(
        (flag.rule, flag.segment, flag.side, flag.first_start, flag.first_end)
        for flag in flags
        if flag.first_start is not None
    )


def check_articles(database: Database) -> None:
    """Each article was checked once; what was found is what is found without any crash."""
    with database.reading() as session:
        articles = session.scalars(select(Article).order_by(Article.name, Article.round)).all()
        jobs = session.scalars(select(Job.state)).all()
    assert set(jobs) == {JobState.DONE}
    assert {one.name for one in articles} == {SURE, *(f"story-{n}" for n in range(ARTICLES))}
    latest = {one.name: one for one in articles}
    assert {one.state for one in latest.values()} <= {State.WAITING, State.SIGNED}
    assert {one.checks for one in articles} == {1}
    expected = machine_flags(look(database, latest[SURE].id).flags)
    assert expected
    for one in articles:
        seen = look(database, one.id)
        check(seen)
        assert machine_flags(seen.flags) == expected
        assert [row.machine for row in seen.rows] == TEXT.splitlines()


def check_acts(database: Database, clients: Sequence[Client]) -> None:
    """What was acknowledged was done once, and nothing else was."""
    told = {key: kind for one in clients for key, kind in one.told.items()}
    with database.reading() as session:
        kept = {row.key: row.kind for row in session.execute(select(Action.key, Action.kind))}
    surely = {key: kind for key, kind in told.items() if kind != "undo" or key in kept}
    assert kept == surely  # an undo with nothing to take back leaves no trace
    assert len(kept) > KILLS


@pytest.mark.slow
def test_thirty_crashes(database: Database, address: str, tmp_path: Path) -> None:
    chosen = random.Random(30)
    with served(address, tmp_path / "desk.log", **WITHOUT_ESTIMATE) as desk:
        first = Client(desk.url, 0)
        first.add(form(SURE))
        first.browser.close()
        wait_checked(database)
        with busy(desk, database) as clients:
            for _ in range(KILLS):
                crash(desk, chosen)
            wait_acts(clients)
        wait_checked(database)
        desk.beside()
        assert desk.stop() == 0
    assert [odd for one in clients for odd in one.odd] == []
    check_articles(database)
    check_acts(database, clients)
    with database.reading() as session:
        numbered = select(func.count()).select_from(SegmentRow).group_by(SegmentRow.article_id)
        assert set(session.scalars(numbered)) == {len(TEXT.splitlines())}
