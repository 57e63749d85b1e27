"""The desk's database, opened: SQLite in one file, or PostgreSQL for a team.

Each reading sees one moment; each writing is one transaction, all of it or nothing. SQLite takes
its lock when a writing begins (`BEGIN IMMEDIATE`), so that none fails half-way because another was
quicker; on PostgreSQL rows are locked as they are asked for (`locked`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from corpora.errors import UsageError
from corpora.sqlite import use_log
from qa.desk.store.lately import Lately
from qa.desk.store.migrate import upgrade

PATIENCE = 20.0
"""How many seconds SQLite waits for others who write."""
_POOL, _MORE = 10, 30
_REACH = 10
"""How many seconds a PostgreSQL server may take to answer."""
_FILE: dict[str, Any] = {"connect_args": {"timeout": PATIENCE}}
_SERVER: dict[str, Any] = {"pool_pre_ping": True, "connect_args": {"connect_timeout": _REACH}}
_WRITES = "desk_writes"
_SQLITE, _POSTGRESQL = "sqlite+pysqlite", "postgresql+psycopg"
_DRIVERS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL, "postgres": _POSTGRESQL}
_NO_FILE = (None, "", ":memory:")
_FIX = "give a file's path, or postgresql://user@host/name"


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. `turn` is whose turn it is to write, among the threads of this process.

    SQLite has those who wait for its lock look now and then, whoever comes at the right moment has
    it; where many write, some would wait for minutes. `lately` keeps what need not be read anew.
    """

    engine: Engine
    turn: AbstractContextManager[object] = field(default_factory=nullcontext)
    lately: Lately = field(default_factory=Lately, compare=False, repr=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is one file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The database as it is at one moment."""
        engine = self.engine
        if not self.is_sqlite:  # there each statement would see a moment of its own
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with Session(engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction, committed at the end unless something is raised."""
        engine = self.engine.execution_options(**{_WRITES: True})
        with self.turn, Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def opened(address: str) -> Database:
    """The database at an address (a URL, or a file's path), made or migrated if need be.

    Raises UsageError where it cannot be opened, or was made by a newer copydesk.
    """
    engine = _engine(address)
    try:
        upgrade(engine, shown(address))
        _remember_how(engine)
    except (SQLAlchemyError, sqlite3.Error) as error:
        engine.dispose()
        cause = getattr(error, "orig", None) or error
        told = " ".join(str(cause).split())
        raise UsageError(f"{shown(address)}: the database cannot be used ({told})") from None
    except BaseException:
        engine.dispose()
        raise
    return Database(engine, RLock()) if engine.dialect.name == "sqlite" else Database(engine)


def shown(address: str) -> str:
    """An address as it may be told: without its password."""
    if "://" not in address:
        return address
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        return "the database's address"
    secret = {name: "***" for name in url.query if "password" in name.lower()}
    return url.update_query_dict(secret).render_as_string(hide_password=True)


def _engine(address: str) -> Engine:
    url = _url(address)
    is_file = url.drivername == _SQLITE
    if is_file:
        _make_folder(url)
    options = _FILE if is_file else _SERVER
    try:
        engine = create_engine(
            url, pool_size=_POOL, max_overflow=_MORE, hide_parameters=True, **options
        )
    except NoSuchModuleError:
        raise UsageError(f"{shown(address)} is no database's address; {_FIX}") from None
    except ModuleNotFoundError:
        raise UsageError(
            "PostgreSQL needs its driver: pip install 'copydesk[postgresql]'"
        ) from None
    if is_file:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _url(address: str) -> URL:
    if "://" not in address:
        return URL.create(_SQLITE, database=str(Path(address).absolute()))
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise UsageError(f"{shown(address)} cannot be read; {_FIX}") from None
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None:
        what = "copydesk keeps its desk in SQLite or PostgreSQL"
        raise UsageError(f"{shown(address)}: {what}; {_FIX}")
    if driver == _SQLITE and (url.database in _NO_FILE or url.query):
        raise UsageError(f"{shown(address)} names no file; {_FIX}")
    return url.set(drivername=driver)


def _make_folder(url: URL) -> None:
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"the database's folder cannot be made ({error.strerror or error})"
        raise UsageError(f"{folder}: {what}") from None


def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 — the driver's
    connection.isolation_level = None  # transactions begin where `_begin` says, not by guesses
    for pragma in ("foreign_keys = ON", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _remember_how(engine: Engine) -> None:
    """Let readers and a writer not wait for each other; the file, which is ours now, keeps it."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            driver: Any = connection.driver_connection
            use_log(driver, PATIENCE)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
