"""Whether one system is better than another, and how sure that is.

Paired bootstrap (Koehn 2004, aclanthology.org/W04-3250) and paired approximate randomisation
(Riezler and Maxwell 2005, aclanthology.org/W05-0908), two-sided, with sacreBLEU's draws, for any
metric, from the rows that were counted once. Holm's correction (1979) for several systems.

sacreBLEU's bootstrap compares the resampled difference's size, less its mean size, with the real
one: for a clear difference that is a one-sided p, and under the null hypothesis it is below .05
twice as often as it says. Here the resampled differences are moved to 0 first (Efron and
Tibshirani 1993, chapter 16), and a difference as great as the real one counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from metrics.bootstrap import SEED, draws, interval_of
from metrics.metric import Scorer, Statistics
from metrics.score import Interval

TRIALS = 10_000
_BLOCK_BITS = 1 << 24
_BITS_A_DRAW = 64
_SAME = 1e-9


class Procedure(StrEnum):
    """How a difference is tested."""

    BOOTSTRAP = "bootstrap"
    RANDOMISATION = "randomisation"


@dataclass(frozen=True, slots=True)
class System:
    """A system's rows, segments × counts; all systems of a comparison have the same segments."""

    name: str
    rows: Statistics


@dataclass(frozen=True, slots=True)
class Difference:
    """What sets a system apart from the one it is compared with.

    `delta` is its score minus the other's, on the metric's scale, `interval` of `delta` from the
    paired bootstrap. `p` is two-sided; `adjusted` corrects it for the number of systems (Holm).
    `effect` is the mean difference of segment scores in standard deviations of these differences
    (Cohen's d for pairs; positive if the system is better), None where they do not vary. `won`,
    `lost` and `tied` count segments.
    """

    delta: float
    interval: Interval
    p: float
    adjusted: float
    effect: float | None
    won: int
    lost: int
    tied: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A system: its score with interval, and how it differs; the baseline differs from nothing."""

    name: str
    score: float
    interval: Interval
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Contest:
    """How systems are compared: with which metric, which test, how many resamples and trials."""

    scorer: Scorer
    higher_is_better: bool
    test: Procedure = Procedure.BOOTSTRAP
    resamples: int = 1000
    trials: int = TRIALS


def compare(baseline: System, others: Sequence[System], contest: Contest) -> list[Standing]:
    """The baseline and each other system, in this order."""
    systems = (baseline, *others)
    drawn = resampled_of(systems, contest)
    scores = [_score(contest.scorer, system.rows) for system in systems]
    ps = [
        _p(baseline, other, contest, drawn[number] - drawn[0], scores[number] - scores[0])
        for number, other in enumerate(others, 1)
    ]
    standings = [Standing(baseline.name, scores[0], interval_of(drawn[0]), None)]
    for number, (other, adjusted) in enumerate(zip(others, holm(ps), strict=True), 1):
        delta = interval_of(drawn[number] - drawn[0])
        found = _difference(baseline, other, contest, (ps[number - 1], adjusted), delta)
        standings.append(Standing(other.name, scores[number], interval_of(drawn[number]), found))
    return standings


def resampled_of(systems: Sequence[System], contest: Contest) -> Statistics:
    """The score of each system in each resample, the same segments for all: systems × resamples."""
    blocks = [
        np.stack([contest.scorer.scores(times @ system.rows) for system in systems])
        for times in draws(len(systems[0].rows), contest.resamples)
    ]
    return np.concatenate(blocks, axis=1)


def _score(scorer: Scorer, rows: Statistics) -> float:
    return float(scorer.scores(rows.sum(axis=0)[None])[0])


def _p(baseline: System, other: System, contest: Contest, drawn: Statistics, delta: float) -> float:
    """How often chance alone would make as great a difference; 1 where there is none at all."""
    if delta == 0.0:
        return 1.0
    if contest.test is Procedure.BOOTSTRAP:
        return p_of_drawn(drawn, delta)
    return _share_from(np.concatenate(list(_shuffled(baseline, other, contest))), abs(delta))


def p_of_drawn(drawn: Statistics, delta: float) -> float:
    """How often resampled differences, moved to 0, are as great as `delta`, either way."""
    return _share_from(np.abs(drawn - drawn.mean()), abs(delta))


def _share_from(found: Statistics, limit: float) -> float:
    """How many reach a limit, with one added above and below, so that it is never 0."""
    return (int((found >= limit * (1 - _SAME)).sum()) + 1) / (len(found) + 1)


def _shuffled(baseline: System, other: System, contest: Contest) -> Iterator[Statistics]:
    """The differences after swapping both systems' segments at random, in blocks of trials."""
    generator = np.random.default_rng(SEED)
    count = len(baseline.rows)
    block = max(1, _BLOCK_BITS // (count * _BITS_A_DRAW)) * _BITS_A_DRAW  # whole draws only
    both = baseline.rows.sum(axis=0) + other.rows.sum(axis=0)
    for start in range(0, contest.trials, block):
        size = (min(block, contest.trials - start), count)
        swapped = generator.integers(2, size=size, dtype=bool).astype(np.float64)
        first = swapped @ baseline.rows + (1.0 - swapped) @ other.rows
        scores = contest.scorer.scores
        yield np.abs(scores(first) - scores(both - first))


def holm(ps: Sequence[float]) -> list[float]:
    """Holm's adjusted p values, in the same order (Scandinavian Journal of Statistics 6, 1979)."""
    adjusted, highest = [0.0] * len(ps), 0.0
    for rank, place in enumerate(np.argsort(ps, kind="stable")):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[place]))
        adjusted[place] = highest
    return adjusted


def _difference(
    baseline: System,
    other: System,
    contest: Contest,
    ps: tuple[float, float],
    interval: Interval,
) -> Difference:
    score = contest.scorer.segment_scores
    apart = score(other.rows) - score(baseline.rows)
    better = apart if contest.higher_is_better else -apart
    spread = float(better.std(ddof=1)) if len(better) > 1 else 0.0
    won, lost = int((better > _SAME).sum()), int((better < -_SAME).sum())
    delta = _score(contest.scorer, other.rows) - _score(contest.scorer, baseline.rows)
    effect = float(better.mean()) / spread if spread > _SAME else None
    return Difference(delta, interval, *ps, effect, won, lost, len(better) - won - lost)
