"""A database is brought to this copydesk's tables: once, whoever asks, and no other program's."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from corpora.errors import UsageError
from qa.desk.people.person import Person
from qa.desk.store.database import Database, opened
from qa.desk.store.migrate import TABLES, alembic_config, upgrade
from qa.desk.store.people import User
from tests.conftest import ROOT
from tests.desk.postgres import Cluster

pytestmark = pytest.mark.desk

AT_ONCE = 2
MOMENT = 0.2
SEARCH = ("article_search", "ix_article_folded_trigrams")
OPEN = "import sys; from qa.desk.store.database import opened; opened(sys.argv[1]).close()"


@pytest.fixture
def nothing(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if kind == "sqlite":
        yield str(tmp_path / "new" / "desk.db")
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        name = cluster.new()
        yield cluster.address(name)
        cluster.drop(name)


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def declared(name: str | None, *_: object) -> bool:
    """All but what the search needs, which is each database's own and not declared."""
    return name is None or not name.startswith(SEARCH)


def test_a_new_database_has_all_tables(nothing: str) -> None:
    with closing(opened(nothing)) as database:
        assert tables(database) >= {*TABLES.tables, "alembic_version"}


def test_the_migrations_make_what_the_classes_say(nothing: str) -> None:
    options = {"compare_server_default": True, "include_name": declared}
    with closing(opened(nothing)) as database, database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, TABLES) == []


def test_what_was_stored_is_found_again(address: str, editor: Person) -> None:
    with closing(opened(address)) as again, again.reading() as session:
        found = session.get(User, editor.id)
        assert found is not None
        assert found.name == editor.name


def test_two_processes_may_open_it_at_once(nothing: str) -> None:
    several = [
        subprocess.Popen([sys.executable, "-c", OPEN, nothing], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(AT_ONCE)
    ]
    told = [process.communicate()[1] for process in several]
    assert [(process.returncode, error) for process, error in zip(several, told, strict=True)] == [
        (0, b"")
    ] * AT_ONCE
    with closing(opened(nothing)) as database:
        assert tables(database) >= {*TABLES.tables, "alembic_version"}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_who_looks_for_migrations_meanwhile_is_waited_for(
    nothing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[Timer] = []

    def then_another(engine: Engine, name: str) -> None:
        upgrade(engine, name)
        other = sqlite3.connect(nothing, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        ends.append(Timer(MOMENT, other.close))
        ends[0].start()

    monkeypatch.setattr("qa.desk.store.database.upgrade", then_another)
    opened(nothing).close()
    ends[0].join()


def test_who_writes_is_not_waited_for_where_nothing_is_to_migrate(
    database: Database, address: str
) -> None:
    with database.writing() as session:
        session.execute(text('UPDATE "user" SET name = name'))
        opened(address).close()


def test_the_migrations_can_be_taken_back(database: Database) -> None:
    config = alembic_config()
    with database.engine.execution_options(desk_writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert tables(database) == {"alembic_version"}


def test_a_newer_copydesks_database_is_refused(database: Database, address: str) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UsageError, match=r"a newer copydesk made this database; update copydesk$"):
        opened(address)


def test_another_programs_database_is_refused(database: Database, address: str) -> None:
    with database.writing() as session:
        session.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(UsageError, match=r"belongs to another program; name a new one$"):
        opened(address)
