"""The queue as its page shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from fastapi import Request
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from qa.desk.errors import InvalidError
from qa.desk.learning.news import News, news
from qa.desk.people.person import Person
from qa.desk.queue.counts import queue_version
from qa.desk.queue.filters import Filters, Shown
from qa.desk.queue.listing import Listing, listing
from qa.desk.queue.ranking import worth_at
from qa.desk.store.articles import Article
from qa.desk.store.work import Intake
from qa.desk.words import JobState, State

NAMES = ("state", "today", "language", "origin", "desk", "hours", "words", "mine")
"""The filters as addresses have them, without the page."""
AGES = (1, 6, 24, 72, 168)
"""The greatest ages that the menu offers, in hours."""
_LONGEST, _DIGITS = 300, 12
_FRESH_NEWS = timedelta(days=7)
_FRESH_INTAKES = timedelta(hours=1)
_NEWS = 3
_STATE = frozenset({"state", "today"})


@dataclass(frozen=True, slots=True)
class Wanted(Filters):
    """The filters of the page. `today`: of what was signed off, this day's (UTC) alone."""

    today: bool = False

    def conditions(
        self, session: Session, person: Person, moment: datetime
    ) -> tuple[ColumnElement[bool], ...]:
        """What articles must fulfil to be among those asked for."""
        usual = Filters.conditions(self, session, person, moment)
        if self.state != Shown.SIGNED or not self.today:
            return usual
        return (*usual, Article.signed >= midnight_before(moment))


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file or a feed that came in lately: its name, how far it is, what became of it."""

    name: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The queue. `seen` stands for all that is shown: as long as it stays, nothing is new.

    `empty`: no article ever came in. `signed_today` were signed off since midnight, UTC. `most` is
    the greatest need of all pages, for the bars; it is never 0.
    """

    listing: Listing
    filters: Wanted
    seen: str
    news: tuple[News, ...]
    incoming: tuple[Incoming, ...]
    empty: bool
    asked: tuple[tuple[str, str], ...]
    signed_today: int
    most: float

    @property
    def free(self) -> int:
        """How many articles wait for somebody to open them."""
        counts = self.listing.counts
        return max(counts.waiting - counts.held, 0)

    @property
    def filtered(self) -> bool:
        """Whether anything but the tab (the state) is asked for."""
        return any(name not in _STATE for name, _ in self.asked)

    def address(self, path: str = "/", **changed: str) -> str:
        """An address with these filters and some others; an empty value leaves one out."""
        wanted = {**dict(self.asked), **changed}
        query = urlencode({name: value for name, value in wanted.items() if value})
        return f"{path}?{query}" if query else path


def filters_of(request: Request) -> Wanted:
    """The filters of an address. Raises InvalidError for nonsense."""
    return Wanted(
        state=_word(request, "state") or Shown.WAITING,
        language=_word(request, "language"),
        origin=_word(request, "origin"),
        desk=_word(request, "desk"),
        hours=_count("age", _word(request, "hours")),
        words=_word(request, "words"),
        mine=bool(_word(request, "mine")),
        page=_count("page", _word(request, "page")) or 1,
        today=bool(_word(request, "today")),
    )


def queue_of(session: Session, request: Request, person: Person, moment: datetime) -> QueuePage:
    """The queue as a person asks for it at a moment."""
    filters = filters_of(request)
    found = listing(session, filters, person, moment)
    return QueuePage(
        listing=found,
        filters=filters,
        seen=seen_of(session, person, moment),
        news=tuple(line for line in news(session, _NEWS) if line.at > moment - _FRESH_NEWS),
        incoming=tuple(_incoming(session, person, moment)),
        empty=session.scalar(select(Article.id).limit(1)) is None,
        asked=tuple(
            (name, word) for name in NAMES if (word := _word(request, name)) not in {"", "0"}
        ),
        signed_today=_signed_today(session, moment),
        most=_greatest_need(session, found, filters, person, moment) or 1.0,
    )


def midnight_before(moment: datetime) -> datetime:
    """When a moment's day began, in UTC."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def seen_of(session: Session, person: Person, moment: datetime) -> str:
    """A word that stands for all that the queue's page shows to a person."""
    parts = (queue_version(session), *map(repr, _incoming(session, person, moment)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_DIGITS]


def _signed_today(session: Session, moment: datetime) -> int:
    today = Article.signed >= midnight_before(moment)
    asked = select(func.count()).where(Article.state == State.SIGNED, today)
    return session.scalar(asked) or 0


def _greatest_need(
    session: Session, found: Listing, filters: Wanted, person: Person, moment: datetime
) -> float:
    """The greatest need of all that is listed: bars of all pages have one scale."""
    needs = [row.worth.value for row in found.rows if row.state == State.WAITING]
    if not needs or (filters.state == Shown.WAITING and found.page == 1):
        return max(needs, default=0.0)
    asked = (
        select(Article.weight, Article.edits, Article.words, Article.received)
        .where(*filters.conditions(session, person, moment), Article.state == State.WAITING)
        .order_by(Article.rank.desc())
        .limit(1)
    )
    return max((worth_at(*row, moment).value for row in session.execute(asked)), default=0.0)


def _incoming(session: Session, person: Person, moment: datetime) -> Iterator[Incoming]:
    asked = (
        select(Intake)
        .where(Intake.user_id == person.id, Intake.made > moment - _FRESH_INTAKES)
        .where(Intake.state != JobState.DONE)
        .order_by(Intake.id.desc())
    )
    for intake in session.scalars(asked):
        yield Incoming(intake.name, intake.state, intake.note)


def _word(request: Request, name: str) -> str:
    """A value of the address without NUL, which PostgreSQL does not take."""
    return request.query_params.get(name, "").replace("\0", "").strip()[:_LONGEST]


def _count(what: str, word: str) -> int | None:
    if not word:
        return None
    if not (word.isascii() and word.isdigit()):
        raise InvalidError(f"the {what} is a number")
    return int(word)
