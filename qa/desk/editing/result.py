"""An article of the desk as the writers of `reports` take it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpora.text import Decision, Disposition, Evidence, FileRange, Severity, Side, Span
from corpora.words import count_words
from qa.desk.store.articles import Article, FlagRow, SegmentRow
from qa.desk.store.people import User
from qa.desk.words import FlagState
from reports.result import (
    DocumentResult,
    FlagResult,
    Need,
    OtherPlace,
    Place,
    SegmentResult,
    SegmentScore,
)

ESTIMATE = "estimate"
_DECISIONS = {
    FlagState.ACCEPTED: Decision.ACCEPTED,
    FlagState.DISMISSED: Decision.DISMISSED,
    FlagState.SILENT: Decision.DISMISSED,
    FlagState.FIXED: Decision.FIXED,
}


def result_of(session: Session, article: Article, *, machine: bool = False) -> DocumentResult:
    """An article as it is now, or as the machine wrote it, with what editors did with each flag.

    Flags of muted rules are left out; of the machine's text, those that an editor's words raised.
    """
    mine = SegmentRow.article_id == article.id
    rows = session.scalars(select(SegmentRow).where(mine).order_by(SegmentRow.number)).all()
    wanted = select(FlagRow).where(
        FlagRow.article_id == article.id, FlagRow.state != FlagState.MUTED
    )
    if machine:
        wanted = wanted.where(FlagRow.first_start.is_not(None))
    flags = session.scalars(wanted.order_by(FlagRow.segment, FlagRow.start, FlagRow.id)).all()
    people = {flag.by for flag in flags if flag.by is not None}
    named = session.scalars(select(User).where(User.id.in_(people))).all() if people else ()
    names = {user.id: user.name for user in named}
    return _Sheet(article, rows, names, machine).result(flags)


@dataclass(slots=True)
class _Sheet:
    """The article's text as a file would hold it: a paragraph a line, a space between segments."""

    article: Article
    rows: Sequence[SegmentRow]
    names: Mapping[int, str]
    machine: bool
    places: dict[int, Place] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.texts = {row.number: self.text(row) for row in self.rows}
        at, line, column = 0, 1, 1
        previous: SegmentRow | None = None
        for row in self.rows:
            if previous is not None:
                new_line = row.paragraph != previous.paragraph
                line, column = (line + 1, 1) if new_line else (line, column + 1)
                at += 1
            end = at + len(self.text(row))
            self.places[row.number] = Place(self.article.name, FileRange(at, end), line, column)
            column += end - at
            at, previous = end, row

    def text(self, row: SegmentRow) -> str:
        """The segment's translation."""
        return row.machine if self.machine else row.text

    def result(self, flags: Sequence[FlagRow]) -> DocumentResult:
        """The whole article."""
        article = self.article
        words = sum(count_words(self.text(row)) for row in self.rows)
        return DocumentResult(
            id=article.name,
            language=article.language,
            source_language=article.source_language,
            system=article.system or None,
            words=words,
            files=(),
            segments=tuple(self._segment(row) for row in self.rows),
            flags=tuple(self._flag(flag) for flag in flags),
            scores=(),
            need=None if article.edits is None else Need(article.edits, article.words),
        )

    def _segment(self, row: SegmentRow) -> SegmentResult:
        scores = [] if row.points is None else [SegmentScore(ESTIMATE, row.points)]
        return SegmentResult(
            index=row.number,
            paragraph=row.paragraph,
            mt=self.text(row),
            source=row.source,
            references=() if row.reference is None else (row.reference,),
            realigned=row.realigned,
            scores=tuple(scores),
            confidence=row.confidence,
        )

    def _flag(self, flag: FlagRow) -> FlagResult:
        span = self._span(flag)
        return FlagResult(
            rule=flag.rule,
            severity=Severity(flag.severity),
            category=flag.category,
            confidence=flag.confidence,
            message=flag.message,
            suggestion=flag.suggestion,
            fingerprint=flag.fingerprint,
            segment=flag.segment,
            span=span,
            text=self._words(flag, span),
            place=self._place(flag.segment, span),
            evidence=tuple(Evidence(one["rule"], one["message"]) for one in flag.evidence),
            also=tuple(self._also(flag)),
            disposition=self._fate(flag),
            alias=flag.alias,
        )

    def _words(self, flag: FlagRow, span: Span) -> str:
        """The words that stand there: of a flag that was dealt with, those written instead."""
        if span.side is not Side.TRANSLATION:
            return flag.words
        return self.texts[flag.segment][span.start : span.end]

    def _span(self, flag: FlagRow) -> Span:
        side = Side(flag.side)
        if self.machine and flag.first_start is not None and flag.first_end is not None:
            return Span(flag.first_start, flag.first_end, side)
        return Span(flag.start, flag.end, side)

    def _place(self, segment: int, span: Span) -> Place:
        """Where a span stands; one on another side, where its segment does."""
        place = self.places[segment]
        if span.side is not Side.TRANSLATION:
            return place
        start = place.range.start + span.start
        range_ = FileRange(start, start + span.end - span.start)
        return Place(place.path, range_, place.line, place.column + span.start)

    def _also(self, flag: FlagRow) -> Iterator[OtherPlace]:
        if self.machine:
            return
        texts = {row.number: len(self.text(row)) for row in self.rows}
        for one in flag.also:
            if one["end"] <= texts.get(one["segment"], -1):
                span = Span(one["start"], one["end"], Side(one["side"]))
                yield OtherPlace(one["segment"], span, self._place(one["segment"], span))

    def _fate(self, flag: FlagRow) -> Disposition | None:
        decision = _DECISIONS.get(FlagState(flag.state))
        if decision is None:
            return None
        author = self.names.get(flag.by, "") if flag.by is not None else ""
        return Disposition(decision, flag.reason, author)
