"""Jobs: one worker at a time has one, and whoever lost it changes nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from qa.desk.editing.locked import locked
from qa.desk.people.person import Person
from qa.desk.queue.adding import add_intake
from qa.desk.store.articles import Article
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.store.work import Intake, Job
from qa.desk.words import JobKind, JobState, State
from qa.desk.work.jobs import (
    MOST_TRIES,
    Lost,
    Taken,
    after_others,
    done,
    failed,
    free_dead,
    give_back,
    renew,
    take,
    waiting,
)
from qa.desk.work.whoami import is_dead, worker_name
from tests.desk.work.conftest import Post

pytestmark = pytest.mark.desk

LONG = 60.0


def taken(database: Database, worker: str = "one", **more: JobKind) -> Taken:
    found = take(database, worker, LONG, **more)
    assert found is not None
    return found


def let_lapse(database: Database) -> None:
    """All leases are over."""
    with database.writing() as session:
        session.execute(update(Job).values(lease=now() - timedelta(seconds=1)))


def job(database: Database, number: int) -> Job:
    with database.reading() as session:
        return session.get_one(Job, number)


def test_the_oldest_is_taken_once(database: Database, post: Post) -> None:
    first, second = post("a"), post("b")
    assert taken(database).article_id == first
    assert taken(database, "two").article_id == second
    assert take(database, "three", LONG) is None


def test_an_ended_lease_goes_to_another_and_the_first_has_lost(
    database: Database, post: Post
) -> None:
    post("a")
    slow = taken(database)
    let_lapse(database)
    quick = taken(database, "two")
    assert (quick.id, quick.tries) == (slow.id, 2)
    with pytest.raises(Lost):
        renew(database, slow, LONG)
    with pytest.raises(Lost), database.writing() as session:
        done(session, slow)
    with pytest.raises(Lost), database.writing() as session:
        failed(session, slow, "too late")
    give_back(database, slow)
    with database.writing() as session:
        done(session, quick)
    assert job(database, quick.id).state == JobState.DONE
    with pytest.raises(Lost), database.writing() as session:
        done(session, quick)


def test_the_same_worker_cannot_end_its_earlier_try(database: Database, post: Post) -> None:
    post("a")
    earlier = taken(database)
    let_lapse(database)
    taken(database)
    with pytest.raises(Lost), database.writing() as session:
        done(session, earlier)


def test_a_renewed_lease_is_not_taken(database: Database, post: Post) -> None:
    post("a")
    held = taken(database)
    let_lapse(database)
    renew(database, held, LONG)
    assert take(database, "two", LONG) is None


def test_what_kills_workers_waits_behind_others_and_is_given_up(
    database: Database, post: Post
) -> None:
    bad = post("bad")
    assert taken(database).article_id == bad
    let_lapse(database)
    good = post("good")
    assert taken(database).article_id == good
    for _ in range(MOST_TRIES - 1):
        assert taken(database).article_id == bad
        with database.writing() as session:
            session.execute(
                update(Job).where(Job.article_id == bad).values(lease=now() - timedelta(seconds=1))
            )
    assert take(database, "one", LONG) is None
    with database.reading() as session:
        article = session.get_one(Article, bad)
        assert article.state == State.FAILED
        assert "crashed" in article.note
        assert session.scalar(select(Job.state).where(Job.article_id == bad)) == JobState.FAILED


def test_imports_do_not_starve_checks(database: Database, editor: Person, post: Post) -> None:
    with database.writing() as session:
        for number in range(3):
            add_intake(session, editor, f"{number}.txt", b"text", {})
    post("a")
    kinds = [taken(database).kind]
    for _ in range(3):
        kinds.append(taken(database, after=kinds[-1]).kind)
    assert kinds == [JobKind.IMPORT, JobKind.CHECK, JobKind.IMPORT, JobKind.IMPORT]


def test_a_failed_import_says_why_and_keeps_no_bytes(database: Database, editor: Person) -> None:
    with database.writing() as session:
        number = add_intake(session, editor, "a.txt", b"text", {}).id
        assert waiting(session) == 1
    mine = taken(database)
    with database.writing() as session:
        failed(session, mine, "no")
    with database.reading() as session:
        intake = session.get_one(Intake, number)
        assert (intake.state, intake.note, intake.payload) == (JobState.FAILED, "no", None)
        assert waiting(session) == 0


def test_two_at_once_never_have_one_job(database: Database, post: Post) -> None:
    for number in range(24):
        post(f"a{number}")

    def greedy(worker: str) -> list[int]:
        found = list[int]()
        while (one := take(database, worker, LONG)) is not None:
            found.append(one.id)
        return found

    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(greedy, ["a", "b", "c", "d"]))
    every = [number for part in parts for number in part]
    assert len(every) == len(set(every)) == 24


def test_only_the_dead_are_freed(database: Database, post: Post) -> None:
    post("a")
    post("b")
    alive, dead = taken(database, worker_name()), taken(database, f"{worker_name()}0")
    assert free_dead(database, is_dead) == 1
    assert job(database, alive.id).state == JobState.RUNNING
    assert job(database, dead.id).state == JobState.QUEUED
    assert free_dead(database, is_dead) == 0


@pytest.mark.parametrize("name", ["", "another", "host:0123:1:2", "host::1:"])
def test_who_is_not_known_is_not_dead(name: str) -> None:
    assert not is_dead(name)


@pytest.mark.parametrize(
    "kind", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_an_import_does_not_wait_for_the_end_of_a_check(database: Database, post: Post) -> None:
    """The check's end waits for the article, which the import has found there and keeps."""
    checked, queued = post("a"), post("b")
    check = taken(database)

    def bring() -> None:
        with database.writing() as session:
            locked(session, checked)
            after_others(session, [checked, queued])

    with ThreadPoolExecutor(1) as pool, database.writing() as session:
        done(session, check)
        pool.submit(bring).result(LONG)
        locked(session, checked)
    with database.reading() as session:
        jobs = session.scalars(select(Job).order_by(Job.id)).all()
    assert [one.batch for one in jobs] == [False, True]
