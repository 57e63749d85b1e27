"""Brings a database to the tables of this copydesk, step by step (Alembic)."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from corpora.errors import UsageError
from qa.desk.store import articles, people, work
from qa.desk.store.columns import Table

_LOCK = 0x63706465
"""The number by which those who migrate a PostgreSQL database wait for each other."""
TABLES = Table.metadata
MODULES = (articles, people, work)
"""Where the tables are declared."""


def alembic_config() -> Config:
    """Alembic's configuration for the migrations that came with this copydesk."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine, name: str) -> None:
    """Run the migrations that a database lacks, in one transaction.

    Where it lacks none, nobody who writes is waited for: reading shows that. Raises UsageError for
    another program's database, or one that a newer copydesk made.
    """
    config = alembic_config()
    found = ScriptDirectory.from_config(config)
    head = found.get_current_head()
    with engine.connect() as connection:
        if _current(connection) == head:
            return
    with engine.execution_options(desk_writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        current = _current(connection)
        if current == head:  # another was quicker
            return
        _refuse(connection, current, found, name)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse(connection: Connection, current: str | None, found: ScriptDirectory, name: str) -> None:
    known = {revision.revision for revision in found.walk_revisions()}
    if current is not None and current not in known:
        raise UsageError(f"{name}: a newer copydesk made this database; update copydesk")
    if current is None and inspect(connection).get_table_names():
        raise UsageError(f"{name}: this database belongs to another program; name a new one")
