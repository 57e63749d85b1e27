"""What the desk's database promises whoever reads and writes, on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from qa.desk.people.person import Person
from qa.desk.store.articles import Action, Article
from qa.desk.store.database import Database
from qa.desk.store.people import Record, Setting, User

pytestmark = pytest.mark.desk

SAME_DATABASE = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
YEARS = {"min_value": datetime(2, 1, 1), "max_value": datetime(9998, 12, 31)}  # noqa: DTZ001
COUNTERS, TURNS = 8, 10


def records(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Record)) or 0


def write(database: Database, lines: int, *, is_broken: bool) -> None:
    with database.writing() as session:
        session.add_all(Record(who="Sari", what="login") for _ in range(lines))
        session.flush()
        if is_broken:
            raise RuntimeError


def test_a_writing_is_kept(database: Database) -> None:
    with database.writing() as session:
        session.add(Record(who="Sari", what="login"))
    assert records(database) == 1


def test_a_writing_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError):
        write(database, 1, is_broken=True)
    assert records(database) == 0


@SAME_DATABASE
@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=8))
def test_only_whole_writings_are_found(
    database: Database, writings: list[tuple[int, bool]]
) -> None:
    before = records(database)
    for lines, is_broken in writings:
        with suppress(RuntimeError):
            write(database, lines, is_broken=is_broken)
    kept = sum(lines for lines, is_broken in writings if not is_broken)
    assert records(database) == before + kept


def test_a_reading_sees_one_moment(database: Database) -> None:
    count = select(func.count()).select_from(Record)
    with database.reading() as session:
        assert session.scalar(count) == 0
        with database.writing() as other:
            other.add(Record(who="Sari", what="login"))
        assert session.scalar(count) == 0
    assert records(database) == 1


def test_who_reads_does_not_wait_for_who_writes(database: Database) -> None:
    with database.writing() as session:
        session.add(Record(who="Sari", what="login"))
        session.flush()
        assert records(database) == 0


def test_who_writes_at_once_loses_nothing(database: Database) -> None:
    with database.writing() as session:
        session.add(Setting(name="counter", value={"n": 0}))

    def count(_: int) -> None:
        for _turn in range(TURNS):
            with database.writing() as session:
                row = session.scalars(select(Setting).with_for_update()).one()
                row.value = {"n": row.value["n"] + 1}

    with ThreadPoolExecutor(COUNTERS) as pool:
        list(pool.map(count, range(COUNTERS)))
    with database.reading() as session:
        assert session.scalars(select(Setting)).one().value == {"n": COUNTERS * TURNS}


def test_rows_refer_to_rows_that_are_there(database: Database, editor: Person) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(Action(article_id=999, user_id=editor.id, kind="edit", key="k"))


def test_what_belongs_to_an_article_goes_with_it(database: Database, editor: Person) -> None:
    with database.writing() as session:
        article = Article(name="a", title="A", mt="Satu.")
        session.add(article)
        session.flush()
        session.add(Action(article_id=article.id, user_id=editor.id, kind="edit", key="k"))
    with database.writing() as session:
        session.execute(delete(Article))
    with database.reading() as session:
        assert session.scalars(select(Action)).all() == []
        assert session.scalars(select(User)).one().name == editor.name


@SAME_DATABASE
@given(st.datetimes(**YEARS, timezones=st.timezones()))
def test_a_moment_comes_back_as_the_same_in_utc(database: Database, moment: datetime) -> None:
    with database.writing() as session:
        record = Record(who="Sari", what="login", at=moment)
        session.add(record)
        session.flush()
        number = record.id
    with database.reading() as session:
        found = session.scalars(select(Record).where(Record.id == number)).one().at
    assert found == moment.astimezone(UTC)
    assert found.tzinfo is UTC


def test_a_moment_needs_its_zone(database: Database) -> None:
    record = Record(who="Sari", what="login", at=datetime(2026, 1, 1))  # noqa: DTZ001
    refused = pytest.raises(StatementError, match="a moment needs its zone")
    with refused, database.writing() as session:
        session.add(record)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 1)]
)
def test_a_file_is_opened_for_many_readers(
    database: Database, pragma: str, value: str | int
) -> None:
    with database.reading() as session:
        assert session.scalar(text(f"PRAGMA {pragma}")) == value


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_file_is_locked_when_a_writing_begins(database: Database) -> None:
    begun: list[str] = []
    connection = database.engine.raw_connection()
    driver = connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.set_trace_callback(begun.append)
    connection.close()
    with database.writing() as session:
        session.scalars(select(User)).all()
    with database.reading() as session:
        session.scalars(select(User)).all()
    assert [said for said in begun if "BEGIN" in said] == ["BEGIN IMMEDIATE", "BEGIN"]
