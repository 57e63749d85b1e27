"""An article as its page shows it: lines of aligned text, and what may be done with it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpora.text import Severity, Side, Span
from qa.desk.errors import NotThereError
from qa.desk.learning.acceptance import Known
from qa.desk.people.person import Person
from qa.desk.queue.claims import holder_of, may_take_over
from qa.desk.queue.ranking import Worth, worth_of
from qa.desk.store.articles import Article, FlagRow, SegmentRow
from qa.desk.store.people import User
from qa.desk.web.views.cards import Card, Cards
from qa.desk.web.views.pieces import Part, Spot, parts_of
from qa.desk.words import FlagState, Role, State
from reports.page import Tally, Tongue, tongue_of

_HUSHED = (FlagState.SILENT, FlagState.MUTED)
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Line:
    """A segment. `seen` stands for its text in forms: whoever sends it back saw this text."""

    number: int
    opens: bool
    text: str
    machine: str
    seen: str
    translation: tuple[Part, ...]
    source: tuple[Part, ...]
    reference: tuple[Part, ...]
    realigned: bool
    hter: float | None

    @property
    def edited(self) -> bool:
        """Whether it is no longer what the machine wrote."""
        return self.text != self.machine


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article, laid out. `key` begins the names of all actions that this page may send.

    `holder` is who has it open, empty for nobody; `mine`: the reader has; `free`: nobody has.
    """

    article: Article
    key: str
    target: Tongue
    source: Tongue
    lines: tuple[Line, ...]
    open: tuple[Card, ...]
    done: tuple[Card, ...]
    hushed: tuple[Card, ...]
    worth: Worth
    holder: str
    mine: bool
    can_take_over: bool
    can_edit: bool
    signer: str

    @property
    def free(self) -> bool:
        """Whether nobody has it open."""
        return not self.holder

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """The open flags by severity, the worst first."""
        words = [card.severity for card in self.open]
        counted = (Tally(one.word, words.count(one.word)) for one in sorted(Severity, reverse=True))
        return tuple(tally for tally in counted if tally.count)

    @property
    def has_source(self) -> bool:
        """Whether there is a source to show."""
        return any(line.source for line in self.lines)

    @property
    def has_reference(self) -> bool:
        """Whether there is a reference to show."""
        return any(line.reference for line in self.lines)


def sheet_of(
    session: Session, article_id: int, person: Person, moment: datetime, known: Known
) -> Sheet:
    """An article as a person sees it at a moment. Raises NotThereError.

    `known` is what was learned of rules in its language.
    """
    article = session.get(Article, article_id)
    if article is None:
        raise NotThereError("there is no such article; it may have been removed")
    rows = session.scalars(
        select(SegmentRow).where(SegmentRow.article_id == article_id).order_by(SegmentRow.number)
    ).all()
    wanted = select(FlagRow).where(FlagRow.article_id == article_id).order_by(FlagRow.id)
    flags = session.scalars(wanted).all()
    holder = holder_of(article, moment)
    names = _names(session, {holder, article.signed_by, *(flag.by for flag in flags)})
    cards = Cards(article, names, known).all(flags)
    waits = article.state == State.WAITING
    return Sheet(
        article=article,
        key=uuid.uuid4().hex,
        target=tongue_of(article.language),
        source=tongue_of(article.source_language),
        lines=tuple(_lines(rows, flags if waits else ())),
        open=tuple(card for card in cards if card.state == FlagState.OPEN),
        done=tuple(c for c in cards if c.state != FlagState.OPEN and c.state not in _HUSHED),
        hushed=tuple(card for card in cards if card.state in _HUSHED),
        worth=worth_of(article, moment),
        holder=names.get(holder or 0, ""),
        mine=holder == person.id,
        can_take_over=_can_take_over(article, holder, person, moment),
        can_edit=waits and person.role.includes(Role.EDITOR) and holder in {None, person.id},
        signer=names.get(article.signed_by or 0, ""),
    )


def _can_take_over(article: Article, holder: int | None, person: Person, moment: datetime) -> bool:
    return holder not in {None, person.id} and may_take_over(person, article, moment)


def digest_of(text: str) -> str:
    """What stands for a text in a form."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _names(session: Session, ids: Iterable[int | None]) -> Mapping[int, str]:
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    return {user.id: user.name for user in session.scalars(select(User).where(User.id.in_(wanted)))}


def _lines(rows: Sequence[SegmentRow], flags: Iterable[FlagRow]) -> Iterable[Line]:
    spots: dict[int, list[Spot]] = {row.number: [] for row in rows}
    for flag in flags:
        if flag.state == FlagState.OPEN and flag.segment in spots:
            span = Span(flag.start, flag.end, Side(flag.side))
            spots[flag.segment].append(Spot(flag.id, span, Severity(flag.severity)))
    paragraph: int | None = None
    for row in rows:
        here = spots[row.number]
        yield Line(
            number=row.number,
            opens=row.paragraph != paragraph,
            text=row.text,
            machine=row.machine,
            seen=digest_of(row.text),
            translation=parts_of(row.text, here, Side.TRANSLATION),
            source=parts_of(row.source or "", here, Side.SOURCE),
            reference=parts_of(row.reference or "", here, Side.REFERENCE),
            realigned=row.realigned,
            hter=row.hter,
        )
        paragraph = row.paragraph
