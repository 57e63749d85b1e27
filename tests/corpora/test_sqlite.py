"""A file that others are using is switched to a write-ahead log as soon as they let it go."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread, Timer

import pytest

from corpora.sqlite import result_code, use_log

MOMENT, LONG = 0.2, 60.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with a table, as SQLite makes it: without a write-ahead log."""
    with connected(tmp_path / "a.db") as database:
        database.execute("CREATE TABLE word (text TEXT)")
    return tmp_path / "a.db"


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    found = sqlite3.connect(path, isolation_level=None, timeout=LONG, check_same_thread=False)
    with closing(found) as database:
        yield database


@contextmanager
def used_by_another(path: Path, begin: str = "BEGIN IMMEDIATE") -> Iterator[sqlite3.Connection]:
    with connected(path) as other:
        other.execute(begin)
        other.execute("SELECT * FROM word").fetchall()
        yield other


def mode(path: Path) -> str:
    with connected(path) as database:
        return str(database.execute("PRAGMA journal_mode").fetchone()[0])


@pytest.mark.parametrize("begin", ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_who_reads_or_writes_meanwhile_is_waited_for(path: Path, begin: str) -> None:
    with connected(path) as database, used_by_another(path, begin) as other:
        ends = Timer(MOMENT, other.execute, ["COMMIT"])
        ends.start()
        use_log(database, LONG)
        ends.join()
    assert mode(path) == "wal"


def test_but_not_for_ever(path: Path) -> None:
    with (
        connected(path) as database,
        used_by_another(path),
        pytest.raises(sqlite3.OperationalError, match="database is locked") as error,
    ):
        use_log(database, MOMENT)
    assert result_code(error.value) == sqlite3.SQLITE_BUSY
    assert mode(path) == "delete"


def test_what_is_no_database_is_not_tried_again(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Rapat redaksi pukul sembilan.\n" * 200)
    with connected(tmp_path / "notes.txt") as database:
        with pytest.raises(sqlite3.DatabaseError, match="not a database") as error:
            use_log(database, LONG)
        assert result_code(error.value) == sqlite3.SQLITE_NOTADB


def test_where_a_log_is_used_already_nobody_is_waited_for(path: Path) -> None:
    with connected(path) as database:
        use_log(database, LONG)
        with used_by_another(path), connected(path) as late:
            use_log(late, 0.0)


def test_several_who_begin_at_once_all_may(path: Path) -> None:
    failed: list[BaseException] = []

    def begin() -> None:
        try:
            with connected(path) as database:
                use_log(database, LONG)
        except BaseException as error:  # noqa: BLE001 — whatever happens in a thread counts
            failed.append(error)

    threads = [Thread(target=begin) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert mode(path) == "wal"


def test_another_error_has_no_code() -> None:
    assert result_code(ValueError("no")) == 0
