"""All that the page of a corpus may see, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from metrics.score import Score
from metrics.sketch import Sketch
from reports.result import Need, RuleResult, Verdict


@dataclass(frozen=True, slots=True)
class WorstArticle:
    """An article that needs much work: where it stands, and what is known of it.

    `row` is its first row in the file; `weight` the sum of its flags' MQM weights; `scores` are by
    metric; `need` is None where nothing was estimated.
    """

    path: str
    row: int
    document: str
    system: str | None
    source_language: str | None
    language: str | None
    segments: int
    words: int
    flags: int
    weight: int
    need: Need | None = None
    scores: tuple[tuple[str, float], ...] = ()
    beginning: str = ""


@dataclass(frozen=True, slots=True)
class Distribution:
    """How a number is spread. `unit` says of what; `higher_is_better` is None where neither is."""

    name: str
    label: str
    unit: str
    higher_is_better: bool | None
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule spoke, with a severity (`major`)."""

    rule: str
    severity: str
    count: int


@dataclass(frozen=True, slots=True)
class CorpusPart:
    """What one system did for one pair of languages; `flags` are counted by severity's word."""

    name: str
    system: str | None
    source_language: str | None
    language: str | None
    documents: int
    segments: int
    words: int
    flags: dict[str, int]
    rules: tuple[RuleCount, ...]
    scores: tuple[Score, ...]
    distributions: tuple[Distribution, ...]


class Kind(StrEnum):
    """What changed: a score, flags per 1,000 words, a distribution's mean, a share of rows."""

    SCORE = "score"
    RATE = "rate"
    DISTRIBUTION = "distribution"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from the run before: `what` in which part, `before` and `now`.

    `low` and `high` bound the difference (95 %), None where it cannot be said; `shift` is the
    population stability index of a distribution (below .1 little, above .25 much), None for a
    rate or a score. `p` says how often chance alone does as much, corrected for the number of
    changes that were looked at (Holm); None where it cannot be said, and `note` says why.
    `tone` is `better`, `worse` or empty where nothing is sure.
    """

    part: str
    what: str
    before: float
    now: float
    low: float | None = None
    high: float | None = None
    shift: float | None = None
    tone: str = ""
    kind: Kind = Kind.SCORE
    p: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed since another run; `gone` and `added` are parts that only one of them has."""

    against: str
    changes: tuple[Change, ...]
    gone: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """How many rows were rejected for one reason; `example` names the first: `a.jsonl:17: …`."""

    reason: str
    count: int
    example: str = ""


@dataclass(frozen=True, slots=True)
class CorpusResult:
    """A data set that was checked: where it lies, its parts, its worst articles, its verdict."""

    version: str
    out: str
    inputs: tuple[str, ...]
    rows: int
    parts: tuple[CorpusPart, ...]
    worst: tuple[WorstArticle, ...]
    rejected: tuple[Rejected, ...]
    rules: tuple[RuleResult, ...]
    verdict: Verdict
    notes: tuple[str, ...] = ()
    drift: Drift | None = None
