"""What the desk's tests share: a database made anew for each, SQLite's and PostgreSQL's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.desk.people.person import Person
from qa.desk.store.database import Database, opened
from qa.desk.store.people import User
from qa.desk.words import Role
from tests.desk.postgres import Cluster, NoPostgresError, running


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server for all tests. Ask for it only in tests that are marked so."""
    try:
        with running() as found:
            yield found
    except NoPostgresError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with all tables and nothing in them, to be copied."""
    path = tmp_path_factory.mktemp("desk") / "migrated.db"
    opened(str(path)).close()
    return path


@pytest.fixture(scope="session")
def migrated_name(cluster: Cluster) -> str:
    """The same on PostgreSQL."""
    name = cluster.new()
    opened(cluster.address(name)).close()
    return name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def kind(request: pytest.FixtureRequest) -> str:
    """Which database a test is about."""
    return str(request.param)


@pytest.fixture
def address(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a new database with all tables is, for a test that opens it itself, or a process."""
    if kind == "sqlite":
        path = tmp_path / "desk.db"
        shutil.copyfile(request.getfixturevalue("migrated_file"), path)
        yield str(path)
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        name = cluster.new(request.getfixturevalue("migrated_name"))
        yield cluster.address(name)
        cluster.drop(name)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    found = opened(address)
    yield found
    found.close()


def person(database: Database, name: str, role: Role = Role.EDITOR) -> Person:
    """A person who is known to the desk."""
    with database.writing() as session:
        user = User(name=name, role=role)
        session.add(user)
        session.flush()
        return Person(user.id, user.name, role)


@pytest.fixture
def editor(database: Database) -> Person:
    return person(database, "Sari")


@pytest.fixture
def admin(database: Database) -> Person:
    return person(database, "Ibu Ketua", Role.ADMIN)
