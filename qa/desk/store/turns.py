"""One transaction after the other, where what two find at once would clash."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def one_by_one(session: Session, lock: int) -> None:
    """Wait for the others who do what this number stands for; SQLite lets but one write anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(lock)))
