"""What is counted on top of the queue, what its menus offer, and whether it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from qa.desk.queue.claims import is_held
from qa.desk.store.articles import Article
from qa.desk.words import State

_LATE = timedelta(minutes=1)
"""A change may be seen so much later than it says it was made: its transaction took that long."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles are in which state; `held` ones wait, too. Today is the day in UTC."""

    checking: int
    waiting: int
    held: int
    signed_today: int
    failed: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the articles' languages, origins and desks are, in order."""

    languages: tuple[str, ...]
    origins: tuple[str, ...]
    desks: tuple[str, ...]


def counts_of(session: Session, moment: datetime) -> Counts:
    """Count the articles."""
    states = select(Article.state, func.count()).group_by(Article.state)
    found = {row[0]: row[1] for row in session.execute(states)}
    held = session.scalars(select(Article.state).where(is_held(moment))).all()
    today = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    signed = session.scalars(select(Article.state).where(Article.signed >= today)).all()
    return Counts(
        checking=found.get(State.CHECKING, 0),
        waiting=found.get(State.WAITING, 0),
        held=held.count(State.WAITING),
        signed_today=signed.count(State.SIGNED),
        failed=found.get(State.FAILED, 0),
    )


def choices_of(session: Session) -> Choices:
    """What can be filtered by."""
    return Choices(
        _distinct(session, Article.language),
        _distinct(session, Article.origin),
        _distinct(session, Article.desk),
    )


def queue_version(session: Session) -> str:
    """A word that changes whenever an article does; cheap, as it looks at the last minute's only.

    It may change once without a cause, never the other way round.
    """
    newest = session.scalar(select(func.max(Article.changed)))
    if newest is None:
        return "0"
    recent = select(func.sum(Article.version), func.count()).where(
        Article.changed >= newest - _LATE
    )
    versions, number = session.execute(recent).one()
    return f"{newest:%Y%m%d%H%M%S%f}-{versions}-{number}"


def _distinct(
    session: Session, kept: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
) -> tuple[str, ...]:
    """The values of an indexed column, from one to the next, so that rows are not all read."""
    found = select(func.min(kept).label("value")).cte("found", recursive=True)
    after = select(func.min(kept)).where(kept > literal_column("found.value"))
    found = found.union_all(
        select(after.scalar_subquery()).select_from(found).where(found.c.value.is_not(None))
    )
    values = session.scalars(select(found.c.value).where(found.c.value.is_not(None)))
    return tuple(value for value in values if value)
