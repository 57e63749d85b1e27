"""The index for full-text search: trigrams, so that words of any script are found, and parts.

SQLite keeps it in a table of its own (FTS5), which triggers keep in step; PostgreSQL in an index
(pg_trgm) where the extension is to be had. Without it, the search reads all that is filtered.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLE = "article_search"
_INDEX = "ix_article_folded_trigrams"
_MAKE = (
    f"CREATE VIRTUAL TABLE {_TABLE} USING fts5(folded, content='article', content_rowid='id', "
    "tokenize='trigram case_sensitive 1')"
)
_FORGET = f"INSERT INTO {_TABLE}({_TABLE}, rowid, folded) VALUES ('delete', old.id, old.folded)"  # noqa: S608
_LEARN = f"INSERT INTO {_TABLE}(rowid, folded) VALUES (new.id, new.folded)"  # noqa: S608
_TRIGGERS = {
    "insert": f"AFTER INSERT ON article BEGIN {_LEARN}; END",
    "delete": f"AFTER DELETE ON article BEGIN {_FORGET}; END",
    "update": f"AFTER UPDATE OF id, folded ON article BEGIN {_FORGET}; {_LEARN}; END",
}


def upgrade() -> None:
    """Make the index, and fill it with what is there."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_MAKE)
        for name, what in _TRIGGERS.items():
            op.execute(f"CREATE TRIGGER {_TABLE}_{name} {what}")
        op.execute(f"INSERT INTO {_TABLE}({_TABLE}) VALUES ('rebuild')")  # noqa: S608
        return
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            op.execute(f"CREATE INDEX {_INDEX} ON article USING gin (folded gin_trgm_ops)")
    except DBAPIError:  # the extension is not installed, or only a superuser may add it
        return


def downgrade() -> None:
    """Take it away."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP INDEX IF EXISTS {_INDEX}")
        return
    for name in _TRIGGERS:
        op.execute(f"DROP TRIGGER {_TABLE}_{name}")
    op.execute(f"DROP TABLE {_TABLE}")
