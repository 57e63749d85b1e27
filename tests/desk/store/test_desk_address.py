"""What cannot be opened is refused in one line, which never tells a password."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from psycopg import sql

from corpora.errors import UsageError
from qa.desk.store.database import opened, shown
from tests.desk.postgres import GUARDED, Cluster

pytestmark = pytest.mark.desk

SECRET = "r4h4s1a"  # noqa: S105
NOBODY = "127.0.0.1:1"
"""Where nothing listens."""


def refusal(address: str) -> str:
    with pytest.raises(UsageError) as raised:
        opened(address)
    told = str(raised.value)
    assert "\n" not in told
    assert SECRET not in told
    return told


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Rapat redaksi pukul sembilan.\n" * 200)
    assert refusal(str(path)) == f"{path}: the database cannot be used (file is not a database)"


def test_a_database_whose_middle_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    opened(str(path)).close()
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    assert refusal(str(path)).startswith(f"{path}: the database cannot be used (")


def test_another_programs_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmark (url)")
    other.commit()
    other.close()
    before = path.read_bytes()
    assert refusal(str(path)).endswith("belongs to another program; name a new one")
    assert path.read_bytes() == before


def test_a_folder(tmp_path: Path) -> None:
    told = f"{tmp_path}: the database cannot be used (unable to open database file)"
    assert refusal(str(tmp_path)) == told


def test_a_folder_that_nobody_may_write_to() -> None:
    told = "/proc/desk.db: the database cannot be used (unable to open database file)"
    assert refusal("/proc/desk.db") == told


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = f"{tmp_path / 'file'}: the database's folder cannot be made (File exists)"
    assert refusal(str(tmp_path / "file" / "desk.db")) == told


def test_a_files_name_may_look_like_a_part_of_an_address(tmp_path: Path) -> None:
    path = tmp_path / "a?b#c%20d.db"
    opened(str(path)).close()
    assert path.is_file()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:////tmp/desk.db?mode=ro", "names no file"),
        (f"mysql://sari:{SECRET}@host/desk", "SQLite or PostgreSQL"),
        (f"postgresql://sari:{SECRET}@host:port/desk", "cannot be read"),
        ("://", "cannot be read"),
        (f"postgresql://sari:{SECRET}@{NOBODY}/desk", "Connection refused"),
        (f"postgresql://{NOBODY}/desk?user=sari&password={SECRET}", "Connection refused"),
        (f"postgresql://sari:{SECRET}@{NOBODY}/desk?colour=red", "invalid connection option"),
    ],
)
def test_an_address_that_leads_nowhere(address: str, told: str) -> None:
    assert told in refusal(address)


@pytest.mark.parametrize("option", ["password", "sslpassword"])
def test_an_address_is_shown_without_passwords(option: str) -> None:
    told = shown(f"postgresql://sari:{SECRET}@host/desk?{option}={SECRET}")
    assert SECRET not in told
    assert told.startswith("postgresql://sari:***@host/desk?")


@pytest.fixture
def guarded(cluster: Cluster) -> str:
    """A role that needs a password, on our server."""
    there = sql.SQL("DROP ROLE IF EXISTS {0}; CREATE ROLE {0} LOGIN PASSWORD 'another'")
    cluster.run(there.format(sql.Identifier(GUARDED)))
    return GUARDED


@pytest.mark.postgresql
def test_a_wrong_password(cluster: Cluster, guarded: str) -> None:
    told = refusal(cluster.address("postgres", f"{guarded}:{SECRET}"))
    assert "password authentication failed" in told


@pytest.mark.postgresql
def test_a_database_that_is_not_there(cluster: Cluster) -> None:
    assert 'database "nowhere" does not exist' in refusal(cluster.address("nowhere"))


@pytest.mark.postgresql
def test_a_role_that_may_not_make_tables(cluster: Cluster, guarded: str) -> None:
    told = refusal(cluster.address("template1", f"{guarded}:another"))
    assert "permission denied" in told
