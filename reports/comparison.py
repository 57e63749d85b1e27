"""All that a writer may see of a comparison of systems, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.score import Interval


@dataclass(frozen=True, slots=True)
class Apart:
    """How a system differs from the baseline by one metric.

    `delta` is on the metric's scale, its `interval` from a paired bootstrap. `p` is two-sided,
    `adjusted` corrected for the number of systems (Holm). `effect` is the mean difference of
    segments in standard deviations (positive: better). `worth` is the share of such differences
    that people confirm, as published, None where nobody has published it.
    """

    delta: float
    interval: Interval
    p: float
    adjusted: float
    effect: float | None
    won: int
    lost: int
    tied: int
    worth: float | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A system's score; the baseline is not apart from anything."""

    system: str
    score: float
    interval: Interval
    apart: Apart | None


@dataclass(frozen=True, slots=True)
class Contested:
    """All systems by one metric, the baseline first."""

    metric: str
    label: str
    higher_is_better: bool
    signature: str
    segments: int
    systems: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Segments that have something in common (a length, a document), and each system's score."""

    name: str
    segments: int
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many flags of a rule each system's translations get."""

    rule: str
    severity: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """A segment on which a system and the baseline differ much: where, and what both wrote."""

    system: str
    document: str
    segment: int
    place: str
    delta: float
    reference: str | None
    source: str | None
    baseline_mt: str
    mt: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Systems compared. `metric` is the one that groups and contrasts are measured with."""

    version: str
    test: str
    resamples: int
    trials: int
    systems: tuple[str, ...]
    contests: tuple[Contested, ...]
    metric: str
    lengths: tuple[Group, ...]
    documents: tuple[Group, ...]
    rules: tuple[RuleCount, ...]
    contrasts: tuple[Contrast, ...]
