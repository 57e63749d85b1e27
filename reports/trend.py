"""What became of scores and flags from run to run, as plain frozen values.

Every series of a trend is as long as its columns; None stands where a run did not measure it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from corpora.text import Severity
from reports.result import Outcome
from reports.sheets import digits_of

_SHORT = 7


@dataclass(frozen=True, slots=True)
class When:
    """Which state of the work a run looked at: its time in UTC, and what git calls it.

    `commit`, `branch` and `subject` are empty where there is no repository.
    """

    at: datetime
    commit: str = ""
    branch: str = ""
    subject: str = ""

    @property
    def day(self) -> str:
        """The date: `2025-01-31`."""
        return self.at.date().isoformat()

    @property
    def short(self) -> str:
        """The commit as people write it, or the date where there is none."""
        return self.commit[:_SHORT] or self.day

    @property
    def name(self) -> str:
        """Commit and date."""
        return f"{self.commit[:_SHORT]} ({self.day})" if self.commit else self.day


class Kind(StrEnum):
    """What a line counts: a metric's score, flags of a severity, flags per 1,000 words."""

    SCORE = "score"
    FLAGS = "flags"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Point:
    """A value of one run; `low` and `high` are its interval's ends, None where it has none.

    Values with different signatures cannot be compared.
    """

    value: float
    low: float | None = None
    high: float | None = None
    segments: int = 0
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """From this column on it was measured otherwise: the signature's parts that differ."""

    column: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A line in numbers, over the runs that can be compared with the last one.

    `change` is the last value less the one before it, None where there is but one.
    """

    first: float
    last: float
    least: float
    most: float
    change: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A series of values; `name` is the metric's, the severity's, or the rate's."""

    kind: Kind
    name: str
    label: str
    higher_is_better: bool
    points: tuple[Point | None, ...]

    @property
    def digits(self) -> int:
        """How many digits to show behind the point."""
        if self.kind is Kind.SCORE:
            return digits_of([point.value for _, point in self.present])
        return 1 if self.kind is Kind.RATE else 0

    @property
    def present(self) -> tuple[tuple[int, Point], ...]:
        """The points that there are, with their columns."""
        return tuple((n, point) for n, point in enumerate(self.points) if point is not None)

    @property
    def breaks(self) -> tuple[Break, ...]:
        """Where the signature changes."""
        return tuple(
            Break(column, *_differing(before.signature, after.signature))
            for (_, before), (column, after) in pairwise(self.present)
            if before.signature != after.signature
        )

    @property
    def comparable(self) -> tuple[tuple[int, Point], ...]:
        """The points since the last break."""
        start = self.breaks[-1].column if self.breaks else 0
        return tuple((column, point) for column, point in self.present if column >= start)

    @property
    def summary(self) -> Summary:
        """The line in numbers. Raises ValueError for one without points."""
        values = [point.value for _, point in self.comparable]
        change = None if len(values) == 1 else values[-1] - values[-2]
        return Summary(values[0], values[-1], min(values), max(values), change)

    def stretches(self) -> Iterator[tuple[tuple[int, Point], ...]]:
        """The points that a pen may join: between them is neither a gap nor a break."""
        starts = {one.column for one in self.breaks}
        stretch: list[tuple[int, Point]] = []
        for column, point in self.present:
            if stretch and (column in starts or column != stretch[-1][0] + 1):
                yield tuple(stretch)
                stretch = []
            stretch.append((column, point))
        if stretch:
            yield tuple(stretch)


def _differing(before: str, after: str) -> Iterator[str]:
    """The parts of two signatures, divided by `|`, that the other lacks; `nothing` for none."""
    left, right = before.split("|"), after.split("|")
    for own, other in ((left, right), (right, left)):
        yield "|".join(part for part in own if part not in other) or "nothing"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """How many flags a rule gave, by run."""

    rule: str
    severity: Severity
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """What a system did on a test set, run by run. `outcomes` say how the gate judged it."""

    set: str
    system: str
    domain: str
    source_language: str | None
    language: str | None
    outcomes: tuple[Outcome | None, ...]
    lines: tuple[Line, ...]
    rules: tuple[RuleLine, ...]

    @property
    def name(self) -> str:
        """The portion as people call it; empty where it needs no name."""
        return ", ".join(part for part in (self.set, self.system) if part)

    @property
    def about(self) -> str:
        """Its languages and domain: `en → id, politics`."""
        pair = " → ".join(code for code in (self.source_language, self.language) if code)
        return ", ".join(part for part in (pair, self.domain) if part)


@dataclass(frozen=True, slots=True)
class Trends:
    """All trends over the same columns, the oldest first; a column is a commit.

    Runs without a commit are a column each.
    """

    columns: tuple[When, ...]
    portions: tuple[Trend, ...]

    @property
    def branches(self) -> tuple[str, ...]:
        """The branches, sorted."""
        return tuple(sorted({when.branch for when in self.columns if when.branch}))
