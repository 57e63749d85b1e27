"""What comes in is added a few articles at a time; none is lost, and none comes twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from unittest.mock import patch

import pytest
from sqlalchemy import select, update

from qa.desk.errors import ForbiddenError, InvalidError
from qa.desk.people.person import Person
from qa.desk.queue.adding import NewArticle, add_article, add_intake
from qa.desk.store.articles import Article
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.store.people import Record, User
from qa.desk.store.work import Intake, Job
from qa.desk.words import JobKind, JobState
from qa.desk.work import intake as module
from qa.desk.work.intake import BATCH, SIZE, Read, articles_in, came_in, keep_articles
from qa.desk.work.jobs import Lost, Taken, take
from qa.desk.work.worker import Worker
from tests.desk.work.conftest import Post
from tests.desk.work.feed_server import feed_server, item, rss

pytestmark = pytest.mark.desk

MANY = 2 * BATCH + 5
SECRET = "r4h4s1a"  # noqa: S105


class KilledError(Exception):
    """Stands for a worker's death."""


def rows(count: int) -> bytes:
    lines = ({"mt": f"Rumah {n} besar.", "doc_id": f"d{n}"} for n in range(count))
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def sent(database: Database, person: Person, data: bytes | str, name: str = "a.jsonl") -> int:
    with database.writing() as session:
        return add_intake(session, person, name, data, {}).id


def intake(database: Database, number: int) -> Intake:
    with database.reading() as session:
        return session.get_one(Intake, number)


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Article.name).order_by(Article.id)))


def taken(database: Database, worker: str = "one") -> Taken:
    found = take(database, worker, 60.0)
    assert found is not None
    return found


def taken_again(database: Database) -> Taken:
    """The import, by another worker; the checks of what was added go first."""
    let_lapse(database)
    while (found := taken(database, "two")).kind is not JobKind.IMPORT:
        pass
    return found


def read(database: Database, job: Taken) -> Read:
    return articles_in(came_in(database, job), private=True)


def keep(database: Database, job: Taken) -> None:
    keep_articles(database, job, came_in(database, job), read(database, job))


def let_lapse(database: Database) -> None:
    with database.writing() as session:
        session.execute(update(Job).values(lease=now() - timedelta(seconds=1)))


def die_in_part(database: Database, job: Taken, number: int) -> None:
    """Deal with a job as a worker that is killed in its part of this number, from 0."""
    own, parts = module._add, iter(range(number + 1))

    def add(*given: object, **more: bool) -> None:
        own(*given, **more)  # type: ignore[arg-type]
        if next(parts) == number:
            raise KilledError

    with patch.object(module, "_add", add), pytest.raises(KilledError):
        keep(database, job)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_an_import_whose_worker_dies_goes_on_where_it_was(
    database: Database, editor: Person, part: int
) -> None:
    number = sent(database, editor, rows(MANY))
    die_in_part(database, taken(database), part)
    assert len(names(database)) == intake(database, number).kept == part * BATCH
    keep(database, taken_again(database))
    assert names(database) == [f"a.jsonl/d{n}" for n in range(MANY)]
    found = intake(database, number)
    assert (found.state, found.note) == (JobState.DONE, f"{MANY} articles added")
    assert (found.kept, found.payload) == (MANY, None)


def test_who_lost_an_import_adds_nothing_more(database: Database, editor: Person) -> None:
    number = sent(database, editor, rows(MANY))
    slow = taken(database)
    die_in_part(database, slow, 1)
    taken_again(database)
    with pytest.raises(Lost):
        keep(database, slow)
    assert len(names(database)) == intake(database, number).kept == BATCH


def test_a_feed_that_is_fetched_again_has_nothing_twice(database: Database, editor: Person) -> None:
    items = [item(str(n), f"Rumah {n} besar.") for n in range(MANY)]
    with feed_server() as server:
        server.pages["/feed"] = rss(*items)
        number = sent(database, editor, f"{server.address}/feed", "feed")
        die_in_part(database, taken(database), 1)
        server.pages["/feed"] = rss(item("new", "Baru."), *items)
        keep(database, taken_again(database))
    assert len(names(database)) == len(set(names(database))) == MANY + 1
    assert intake(database, number).note == f"{MANY + 1} articles added"


def test_others_write_while_an_import_goes_on(database: Database, editor: Person) -> None:
    sent(database, editor, rows(MANY))
    seen = list[int]()

    def look(_seconds: float) -> None:
        with database.writing() as session:
            session.add(Record(who="Sari", what="login"))
        seen.append(len(names(database)))

    with patch.object(module.time, "sleep", look):
        keep(database, taken(database))
    if database.is_sqlite:  # the other's rows are locked alone
        assert seen == [BATCH, 2 * BATCH]


def sizes(texts: Sequence[int]) -> list[int]:
    return [len(part) for part in module._parts([NewArticle("x" * size) for size in texts])]


def test_long_articles_are_fewer_at_a_time() -> None:
    assert sizes([1] * MANY) == [BATCH, BATCH, MANY - 2 * BATCH]
    assert sizes([SIZE, 1, SIZE - 1, SIZE * 2, 1]) == [1, 2, 1, 1]
    assert sizes([]) == []


def test_a_single_article_is_checked_before_those_of_an_import(
    database: Database, editor: Person, post: Post
) -> None:
    sent(database, editor, rows(3))
    keep(database, taken(database))
    urgent = post("urgent")
    order = [taken(database).article_id for _ in range(4)]
    assert order[0] == urgent
    assert order[1:] == sorted(order[1:], key=lambda one: one or 0)


def test_a_file_with_one_article_is_not_held_back(database: Database, editor: Person) -> None:
    sent(database, editor, rows(1))
    keep(database, taken(database))
    with database.reading() as session:
        checks = session.scalars(select(Job).where(Job.kind == JobKind.CHECK)).all()
    assert [job.batch for job in checks] == [False]


def test_nothing_comes_in_from_who_was_shut_out(
    database: Database, editor: Person, worker: Worker
) -> None:
    number = sent(database, editor, rows(2))
    with database.writing() as session:
        session.get_one(User, editor.id).active = False
    job = taken(database)
    with pytest.raises(ForbiddenError, match="Sari is shut out"):
        came_in(database, job)
    let_lapse(database)
    assert worker.work_off() == 1
    found = intake(database, number)
    assert (found.state, found.payload, names(database)) == (JobState.FAILED, None, [])
    assert "Sari is shut out" in found.note


def test_of_a_large_feed_the_first_articles_are_taken(database: Database, editor: Person) -> None:
    with feed_server() as server, patch.object(module, "MOST_ARTICLES", 2):
        server.pages["/feed"] = rss(*(item(str(n), f"Rumah {n}.") for n in range(5)))
        number = sent(database, editor, f"{server.address}/feed", "feed")
        keep(database, taken(database))
    assert names(database) == ["127.0.0.1/0", "127.0.0.1/1"]
    assert intake(database, number).note == "2 articles added, 3 articles left out"


@pytest.mark.parametrize("page", ["/feed", "/nothing"])
def test_a_feeds_secret_is_told_nowhere(
    database: Database, editor: Person, worker: Worker, page: str
) -> None:
    with feed_server() as server:
        server.pages[f"/feed?token={SECRET}"] = rss()
        url = f"{server.address}{page}?token={SECRET}"
        number = sent(database, editor, url, url)
        worker.work_off()
    found = intake(database, number)
    assert found.state == JobState.FAILED
    with database.reading() as session:
        records = session.scalars(select(Record)).all()
        told = [*((one.about, one.detail) for one in records), found.name, found.note]
    assert SECRET not in repr(told)
    assert found.name.startswith(server.address)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=14))])
def test_what_was_published_before_1970_is_refused(
    database: Database, editor: Person, zone: timezone
) -> None:
    new = NewArticle("Rumah.", received=datetime(1, 1, 1, tzinfo=zone))
    refused = pytest.raises(InvalidError, match="1970 or later")
    with refused, database.writing() as session:
        add_article(session, editor, new)
