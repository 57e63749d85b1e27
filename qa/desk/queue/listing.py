"""The queue as it is shown: a page of articles, the worst first, and what is counted on top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from qa.desk.people.person import Person
from qa.desk.queue.claims import PATIENCE
from qa.desk.queue.counts import Choices, Counts, choices_of, counts_of
from qa.desk.queue.filters import Filters, Shown
from qa.desk.queue.ranking import Worth, worth_at
from qa.desk.store.articles import Article
from qa.desk.store.people import User

_holder, _signer = aliased(User), aliased(User)
_COLUMNS: tuple[InstrumentedAttribute[Any], ...] = (
    Article.id,
    Article.name,
    Article.round,
    Article.title,
    Article.system,
    Article.origin,
    Article.desk,
    Article.language,
    Article.source_language,
    Article.state,
    Article.note,
    Article.received,
    Article.words,
    Article.weight,
    Article.edits,
    Article.points,
    Article.critical,
    Article.major,
    Article.minor,
    Article.neutral,
    Article.held_by,
    Article.held_since,
    Article.seen,
    Article.signed,
    Article.hter,
    Article.seconds,
    Article.version,
)
"""What a row shows; never the texts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the queue. `holder` is who has it open, `signer` who signed it off (names).

    `worth` is why it stands where it stands. `critical` … `neutral` count its open flags.
    """

    id: int
    name: str
    round: int
    title: str
    system: str
    origin: str
    desk: str
    language: str | None
    source_language: str | None
    state: str
    note: str
    received: datetime
    words: int
    points: float | None
    edits: float | None
    critical: int
    major: int
    minor: int
    neutral: int
    worth: Worth
    holder: str | None
    held_since: datetime | None
    mine: bool
    signer: str | None
    signed: datetime | None
    hter: float | None
    seconds: float
    version: int

    @property
    def flags(self) -> int:
        """How many of its flags are open."""
        return self.critical + self.major + self.minor + self.neutral


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the queue; `total` articles fulfil the filters, on `pages` pages."""

    rows: tuple[Entry, ...]
    total: int
    page: int
    pages: int
    counts: Counts
    choices: Choices


def listing(session: Session, filters: Filters, person: Person, moment: datetime) -> Listing:
    """The articles that fulfil the filters; a page after the last one shows the last one.

    Those that wait come by rank, signed ones by when they were signed, others by age; the newest
    first.
    """
    conditions = filters.conditions(session, person, moment)
    total = session.scalar(select(func.count()).select_from(Article).where(*conditions)) or 0
    pages = max(1, -(-total // filters.size))
    page = min(filters.page, pages)
    asked = (
        _ordered(_rows().where(*conditions), filters.state)
        .limit(filters.size)
        .offset((page - 1) * filters.size)
    )
    rows = tuple(_entry(row, person, moment) for row in session.execute(asked))
    return Listing(rows, total, page, pages, counts_of(session, moment), choices_of(session))


def entry_of(session: Session, article_id: int, person: Person, moment: datetime) -> Entry | None:
    """One article as the queue shows it; None if there is none."""
    row = session.execute(_rows().where(Article.id == article_id)).one_or_none()
    return None if row is None else _entry(row, person, moment)


def _rows() -> Select[Any]:
    return (
        select(*_COLUMNS, _holder.name.label("holder"), _signer.name.label("signer"))
        .select_from(Article)
        .outerjoin(_holder, _holder.id == Article.held_by)
        .outerjoin(_signer, _signer.id == Article.signed_by)
    )


def _ordered(asked: Select[Any], state: str) -> Select[Any]:
    if state in (Shown.WAITING, Shown.HELD):
        return asked.order_by(Article.rank.desc(), Article.id)
    if state == Shown.SIGNED:
        return asked.order_by(Article.signed.desc(), Article.id)
    return asked.order_by(Article.received.desc(), Article.id)


def _entry(row: Row[Any], person: Person, moment: datetime) -> Entry:
    found = dict(row._mapping)  # noqa: SLF001 — SQLAlchemy's public name for it
    holder, seen = found.pop("held_by"), found.pop("seen")
    is_held = holder is not None and seen is not None and seen > moment - PATIENCE
    weight = found.pop("weight")
    if not is_held:
        found.update(holder=None, held_since=None)
    return Entry(
        worth=worth_at(weight, row.edits, row.words, row.received, moment),
        mine=is_held and holder == person.id,
        **found,
    )
