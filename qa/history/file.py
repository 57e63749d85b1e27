"""The history's file: SQLite with a write-ahead log, opened, made and refused.

A run is one transaction: whoever is killed while writing leaves a whole run or nothing of it. Where
the file system has no shared memory, SQLite keeps a journal instead, which promises the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from corpora.errors import UsageError
from corpora.sqlite import result_code, use_log

PATIENCE = 20.0
"""How many seconds to wait for others who write."""
VERSION = 1
_APPLICATION = 0x63706468
"""The file's mark, in its header: no other program's database is taken for a history."""
_TABLES = (
    """CREATE TABLE run (
        number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, revision TEXT NOT NULL,
        branch TEXT NOT NULL, subject TEXT NOT NULL, version TEXT NOT NULL)""",
    """CREATE TABLE portion (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
        test_set TEXT NOT NULL, system TEXT NOT NULL, domain TEXT NOT NULL,
        source_language TEXT, language TEXT, documents INTEGER NOT NULL,
        segments INTEGER NOT NULL, words INTEGER NOT NULL, outcome TEXT,
        baseline TEXT, new INTEGER, old INTEGER, fixed INTEGER)""",
    """CREATE TABLE score (
        portion INTEGER NOT NULL REFERENCES portion ON DELETE CASCADE,
        metric TEXT NOT NULL, label TEXT NOT NULL, value REAL NOT NULL, low REAL, high REAL,
        higher_is_better INTEGER NOT NULL, segments INTEGER NOT NULL, signature TEXT NOT NULL)""",
    """CREATE TABLE tally (
        portion INTEGER NOT NULL REFERENCES portion ON DELETE CASCADE,
        rule TEXT NOT NULL, severity INTEGER NOT NULL, count INTEGER NOT NULL)""",
    "CREATE INDEX portion_run ON portion (run)",
    "CREATE INDEX score_portion ON score (portion)",
    "CREATE INDEX tally_portion ON tally (portion)",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {VERSION}",
)
_TOLD = {
    sqlite3.SQLITE_BUSY: "others have been writing it all the while; try again",
    sqlite3.SQLITE_LOCKED: "others have been writing it all the while; try again",
    sqlite3.SQLITE_NOTADB: "this is no history; name a file that copydesk made, or a new one",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; delete it, or bring back a copy",
    sqlite3.SQLITE_READONLY: "the file or its folder cannot be written to",
    sqlite3.SQLITE_CANTOPEN: "is there such a folder, and may it be written to?",
    sqlite3.SQLITE_FULL: "the disk is full",
}


@contextmanager
def writing(path: str, patience: float = PATIENCE) -> Iterator[sqlite3.Connection]:
    """The file in a transaction of its own, made if need be; nothing is kept after an error.

    Raises UsageError for a file that is no history, or cannot be written.
    """
    with _told(path), closing(_connected(path, "rwc", patience)) as database:
        database.execute("BEGIN")
        _is_new(database, path)  # what is not ours is refused before anything of it is changed
        database.execute("COMMIT")
        use_log(database, patience)
        database.execute("BEGIN IMMEDIATE")
        with database:
            if _is_new(database, path):
                for statement in _TABLES:
                    database.execute(statement)
            yield database


@contextmanager
def reading(path: str, patience: float = PATIENCE) -> Iterator[sqlite3.Connection]:
    """The file as it is at one moment. Raises UsageError where there is no run in it."""
    with _told(path), closing(_opened(path, patience)) as database:
        database.execute("BEGIN")
        empty = _is_new(database, path)
        if empty or not database.execute("SELECT COUNT(*) FROM run").fetchone()[0]:
            raise UsageError(f"{path}: there are no runs in this history yet")
        yield database


def need_history(path: str) -> None:
    """Raise UsageError where there is no such file."""
    if not Path(path).exists():
        raise UsageError(f"{path}: there is no such history; 'copydesk check --history' begins one")


def _opened(path: str, patience: float) -> sqlite3.Connection:
    """The file, to be read; in a folder that cannot be written to, as long as nobody writes."""
    need_history(path)
    database = _connected(path, "rw", patience)
    try:
        database.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        database.close()
        if result_code(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        log = Path(f"{path}-wal")
        if log.exists() and log.stat().st_size:
            raise
        return _connected(path, "ro&immutable=1", patience)
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _connected(path: str, mode: str, patience: float) -> sqlite3.Connection:
    address = f"{Path(path).absolute().as_uri()}?mode={mode}"
    database = sqlite3.connect(address, uri=True, isolation_level=None, timeout=patience)
    database.execute("PRAGMA foreign_keys = ON")
    return database


def _is_new(database: sqlite3.Connection, path: str) -> bool:
    """Whether nothing is in the file yet. Raises UsageError for what is not ours to use."""
    (version,) = database.execute("PRAGMA user_version").fetchone()
    (mark,) = database.execute("PRAGMA application_id").fetchone()
    (tables,) = database.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
    if not (version or mark or tables):
        return True
    if mark != _APPLICATION:
        raise UsageError(f"{path}: {_TOLD[sqlite3.SQLITE_NOTADB]}")
    if version > VERSION:
        what = f"a newer copydesk wrote it (format {version}, this one knows {VERSION})"
        raise UsageError(f"{path}: {what}; update copydesk")
    return False


@contextmanager
def _told(path: str) -> Iterator[None]:
    """What can happen to a file, as a line for the user."""
    try:
        yield
    except sqlite3.Error as error:
        hint = _TOLD.get(result_code(error), "is the disk in order?")
        raise UsageError(f"{path}: the history cannot be used ({error}); {hint}") from None
