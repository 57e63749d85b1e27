"""A score: a number that says where it comes from and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

from corpora.text import Severity, Span


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval from a bootstrap over segments (Koehn 2004).

    `low` and `high` are percentiles of the resampled scores. `mean` and `margin` are what sacreBLEU
    prints: the resamples' mean and half the width.
    """

    low: float
    high: float
    mean: float
    margin: float
    level: float
    resamples: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Where what people say of a segment will lie: four times of five between `low` and `high`."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ErrorSpan:
    """A stretch of a translation that a metric holds for an error, and how sure it is, 0 to 1."""

    span: Span
    severity: Severity
    confidence: float


@dataclass(frozen=True, slots=True)
class Score:
    """What a metric says of a text.

    `value` is on the metric's own scale (0 to 100 for all of sacreBLEU's; TER may exceed 100);
    `segments` says how many segments it rests on.
    """

    metric: str
    label: str
    value: float
    higher_is_better: bool
    signature: str
    segments: int
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """All that one metric says of a corpus: as a whole, by document, by segment.

    `documents` and `segments` follow the order of the corpus; None stands where there is no
    reference to measure against. `spreads` and `remarks` (where a score is not to be trusted, and
    why) and `spans` (the errors that were marked) belong to the segments, for a metric that knows
    them; empty for others.
    """

    corpus: Score
    documents: tuple[Score | None, ...]
    segments: tuple[tuple[float | None, ...], ...]
    spreads: tuple[tuple[Spread | None, ...], ...] = ()
    remarks: tuple[tuple[tuple[str, ...] | None, ...], ...] = ()
    spans: tuple[tuple[tuple[ErrorSpan, ...] | None, ...], ...] = ()
