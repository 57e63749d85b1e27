"""What one system did on one test set: the part of a run that is scored and judged for itself."""

from __future__ import annotations

from dataclasses import dataclass

from corpora.text import Severity
from metrics.score import Interval, Score


@dataclass(frozen=True, slots=True)
class Change:
    """How a score differs from the baseline's, over the segments that both have.

    `against` is the name of the baseline, or of the system that the score is compared with;
    `before` is the baseline's score of them, `delta` is on the metric's scale, its `interval`
    from a paired bootstrap, `p` two-sided. `interval` and `p` are None where there are too few
    segments to tell.
    """

    against: str
    before: float
    delta: float
    interval: Interval | None
    p: float | None
    segments: int


@dataclass(frozen=True, slots=True)
class PortionScore:
    """A score, and what became of it since the baseline; None without a baseline that has it."""

    score: Score
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A flag of the baseline that is no longer there; `text` are the flagged words."""

    rule: str
    severity: Severity
    document: str
    text: str
    message: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Since:
    """What became of the flags since a baseline of this name.

    `new` and `old` count flags of now, `fixed` are those that went, `dismissed` counts those that
    stayed silent because the baseline has them as dismissed.
    """

    baseline: str
    new: int
    old: int
    fixed: tuple[Gone, ...] = ()
    dismissed: int = 0


@dataclass(frozen=True, slots=True)
class Tallied:
    """How many flags of a rule there are, of a severity."""

    rule: str
    severity: Severity
    count: int


@dataclass(frozen=True, slots=True)
class Portion:
    """A system on a test set: what it was measured at; both names are empty where none was given.

    `documents` and `words` are counts; `tallies` count all flags, the hidden ones too, sorted by
    rule and severity. One that is not judged is there to be compared with: no rule looked at it.
    """

    set: str
    system: str
    domain: str
    source_language: str | None
    language: str | None
    documents: int
    segments: int
    words: int
    scores: tuple[PortionScore, ...] = ()
    tallies: tuple[Tallied, ...] = ()
    since: Since | None = None
    is_judged: bool = True

    @property
    def name(self) -> str:
        """The portion as people call it: `news, new`; empty where it needs no name."""
        return ", ".join(part for part in (self.set, self.system) if part)

    def flags(self, severity: Severity) -> int:
        """How many flags of a severity there are."""
        return sum(one.count for one in self.tallies if one.severity is severity)
