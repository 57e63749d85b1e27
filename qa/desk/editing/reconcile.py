"""What the rules say of an edited article, laid beside the flags that it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa.desk.editing.matching import GONE, matched
from qa.desk.people.person import Person
from qa.desk.store.articles import Article, FlagRow, SegmentRow
from qa.desk.words import LIVE, FlagState
from qa.desk.work.sides import Again
from reports.result import FlagResult

Chance = Callable[[FlagResult], float]
"""How likely an editor is to agree with a flag."""


@dataclass(slots=True)
class Reconciling:
    """An article's flags while they are laid beside what the rules say now.

    `edited` is the segment that the person has just changed. Rules that were not asked keep their
    flags. A flag that is found again though its words were changed is open again; one that is no
    longer found is fixed, by the person if it stood in their segment. New flags count in segments
    that were edited, and where an earlier flag said that its fault stands, too: what the first
    check left out stays left out.
    """

    session: Session
    article: Article
    person: Person
    edited: int | None
    moment: datetime
    muted: frozenset[str] = frozenset()
    flags: list[FlagRow] = field(default_factory=list)
    rows: dict[int, SegmentRow] = field(default_factory=dict)

    def __post_init__(self) -> None:
        mine = self.article.id
        flags = select(FlagRow).where(FlagRow.article_id == mine).order_by(FlagRow.id)
        self.flags = list(self.session.scalars(flags).all())
        rows = self.session.scalars(select(SegmentRow).where(SegmentRow.article_id == mine)).all()
        self.rows = {row.number: row for row in rows}

    def lay(self, again: Again, chance: Chance) -> None:
        """Bring the flags in line with what was found."""
        expected, made = _also(self.flags), []
        known = matched(again.flags, self.flags)
        for number, flag in known.items():
            self._update(flag, again.flags[number])
        for number, found in enumerate(again.flags):
            is_new = number not in known and self._counts(found, expected)
            if is_new and not self._is_told(found):
                made.append(self._new(found, chance(found)))
        seen = {flag.id for flag in known.values()}
        for flag in self.flags:
            if flag.id not in seen and flag.rule in again.looked and flag.state in LIVE:
                self._fixed(flag)
        self.session.add_all(made)
        self.session.flush()
        self.flags += made

    def _update(self, flag: FlagRow, found: FlagResult) -> None:
        if flag.state in GONE:
            flag.state, flag.by, flag.touched = self._again(flag), None, self.moment
        flag.segment, flag.start, flag.end = found.segment, found.span.start, found.span.end
        flag.words, flag.message, flag.suggestion = found.text, found.message, found.suggestion
        flag.fingerprint, flag.alias = found.fingerprint, found.alias
        flag.also = also_of(found)

    def _again(self, flag: FlagRow) -> FlagState:
        """What a flag is that is found again; only one that was silent has kept a reason."""
        if flag.reason:
            return FlagState.SILENT
        return FlagState.MUTED if flag.rule in self.muted else FlagState.OPEN

    def _counts(self, found: FlagResult, expected: set[_Spot]) -> bool:
        row = self.rows[found.segment]
        spot = _Spot(found.rule, found.segment, found.span.start)
        return row.text != row.machine or spot in expected

    def _is_told(self, found: FlagResult) -> bool:
        """Whether a flag that is alive tells this rule's finding as its evidence."""
        return any(
            any(one["rule"] == found.rule for one in flag.evidence)
            for flag in self.flags
            if flag.state not in GONE
            and (flag.segment, flag.side) == (found.segment, found.span.side)
            and flag.start < found.span.end
            and found.span.start < flag.end
        )

    def _new(self, found: FlagResult, chance: float) -> FlagRow:
        row = self.rows[found.segment]
        is_machine = row.text == row.machine
        state = FlagState.MUTED if found.rule in self.muted else FlagState.OPEN
        made = row_of(found, self.article.id, chance, state)
        if not is_machine:
            made.first_start = made.first_end = None
        return made

    def _fixed(self, flag: FlagRow) -> None:
        """Only who saw a flag can have agreed with it."""
        is_theirs = flag.segment == self.edited and flag.state == FlagState.OPEN
        flag.state, flag.touched = FlagState.FIXED, self.moment
        flag.by = self.person.id if is_theirs else None


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a rule's fault stands."""

    rule: str
    segment: int
    start: int


def row_of(found: FlagResult, article_id: int, chance: float, state: FlagState) -> FlagRow:
    """A flag as its table keeps it."""
    return FlagRow(
        article_id=article_id,
        segment=found.segment,
        rule=found.rule,
        severity=int(found.severity),
        category=found.category,
        confidence=found.confidence,
        chance=chance,
        message=found.message,
        suggestion=found.suggestion,
        side=found.span.side,
        start=found.span.start,
        end=found.span.end,
        first_start=found.span.start,
        first_end=found.span.end,
        words=found.text,
        fingerprint=found.fingerprint,
        alias=found.alias,
        evidence=[asdict(one) for one in found.evidence],
        also=also_of(found),
        state=state,
    )


def also_of(found: FlagResult) -> list[dict[str, object]]:
    """Where else a flag's fault stands, as its table keeps it."""
    return [
        {
            "segment": one.segment,
            "start": one.span.start,
            "end": one.span.end,
            "side": one.span.side,
        }
        for one in found.also
    ]


def _also(flags: Iterable[FlagRow]) -> set[_Spot]:
    return {_Spot(flag.rule, one["segment"], one["start"]) for flag in flags for one in flag.also}
