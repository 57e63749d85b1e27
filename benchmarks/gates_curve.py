"""False alarms against releases caught: curves, areas and intervals for benchmarks/gates.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from benchmarks.gates_judge import Outcomes
from metrics.metric import Statistics

_Z = 1.959964
_RESAMPLES = 500
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Bounds:
    """The ends of a 95 % interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Dial:
    """What an owner of a gate may turn: how alarming each release is, trials × metrics."""

    label: str
    alarm: Callable[[Outcomes], Statistics]
    limit: Callable[[float], float]


def _signed(worse: Statistics, p: Statistics) -> Statistics:
    """A one-sided p as an alarm: 1 is certainly worse, 0 certainly better."""
    return np.where(worse > 0, 1 - p / 2, p / 2)


GATE = Dial("gate, p", lambda o: _signed(o.worse, o.p), lambda alarm: 2 * (1 - alarm))
POINTS = Dial("threshold, points", lambda o: o.worse, float)
STORIES = Dial(
    "documents drawn, p", lambda o: _signed(o.worse, o.by_documents), lambda alarm: 2 * (1 - alarm)
)


def wilson(hits: int, count: int) -> Bounds:
    """The interval of a share (Wilson 1927, doi:10.1080/01621459.1927.10502953)."""
    share, z = hits / count, _Z * _Z / count
    middle = (share + z / 2) / (1 + z)
    half = _Z * sqrt(share * (1 - share) / count + z / (4 * count)) / (1 + z)
    return Bounds(middle - half, middle + half)


def limit_at(quiet: Statistics, share: float) -> float:
    """The least limit that no more than such a share of the releases without fault exceeds."""
    ordered = np.sort(quiet)[::-1]
    return float(ordered[min(int(share * len(ordered) + _TINY), len(ordered) - 1)])


def caught(quiet: Statistics, bad: Statistics, share: float) -> float:
    """The share of the bad releases beyond the limit that so many false alarms allow."""
    return float((bad > limit_at(quiet, share)).mean())


def area(quiet: Statistics, bad: Statistics) -> float:
    """How often a bad release alarms more than one without fault; ties count half."""
    ordered = np.sort(quiet)
    below = np.searchsorted(ordered, bad, "left") + np.searchsorted(ordered, bad, "right")
    return float(below.mean() / (2 * len(ordered)))


@dataclass(frozen=True, slots=True, eq=False)
class Race:
    """Two dials on the same releases, without fault and bad, by one metric."""

    quiet: tuple[Statistics, Statistics]
    bad: tuple[Statistics, Statistics]
    groups: Sequence[str]

    def ahead(self, share: float, seed: int) -> Bounds:
        """How many more bad releases the first dial catches, as a share.

        The interval comes from drawing pairs of systems, with all their releases, and releases
        without fault, with replacement.
        """
        rng = np.random.default_rng(seed)
        names, owners = np.unique(self.groups, return_inverse=True)
        members = [np.flatnonzero(owners == number) for number in range(len(names))]
        found = [self._drawn(members, share, rng) for _ in range(_RESAMPLES)]
        low, high = np.quantile(found, (0.025, 0.975))
        return Bounds(float(low), float(high))

    def _drawn(
        self, members: Sequence[Statistics], share: float, rng: np.random.Generator
    ) -> float:
        bad = np.concatenate([members[n] for n in rng.integers(len(members), size=len(members))])
        quiet = rng.integers(len(self.quiet[0]), size=len(self.quiet[0]))
        first, second = (caught(self.quiet[n][quiet], self.bad[n][bad], share) for n in range(2))
        return first - second
