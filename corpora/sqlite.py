"""SQLite: its write-ahead log, switched on in a file that others may be using; its result codes."""

from __future__ import annotations

import sqlite3

_PRIMARY = 0xFF
_SHORTEST, _LONGEST = 0.005, 0.05
"""Between which pauses those who want the same file draw theirs, in seconds."""


def use_log(database: sqlite3.Connection, patience: float) -> None:
    """Let readers and a writer not wait for each other; the file keeps it.

    The switch needs the file for itself. SQLite waits for who reads it as the connection's timeout
    says, and for who is about to write not at all, since two who want the same would wait for each
    other; so it is tried again, for `patience` seconds. Where the file system has no shared memory
    the file stays as it is. Raises sqlite3.Error where SQLite does.
    """
    if database.execute("PRAGMA journal_mode").fetchone() == ("wal",):
        return
    from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random  # noqa: PLC0415

    patiently = Retrying(
        retry=retry_if_exception(_is_busy),
        stop=stop_after_delay(patience),
        wait=wait_random(_SHORTEST, _LONGEST),
        reraise=True,
    )
    patiently(database.execute, "PRAGMA journal_mode = WAL")


def result_code(error: BaseException) -> int:
    """SQLite's primary result code (sqlite.org/rescode.html); 0 for what is none of its errors."""
    return int(vars(error).get("sqlite_errorcode", 0)) & _PRIMARY


def _is_busy(error: BaseException) -> bool:
    return result_code(error) == sqlite3.SQLITE_BUSY
