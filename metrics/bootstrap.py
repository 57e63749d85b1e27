"""Confidence intervals by resampling segments (Koehn 2004, aclanthology.org/W04-3250)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from metrics.metric import Scorer, Statistics
from metrics.score import Interval

SEED = 12345
"""sacreBLEU's seed, so that our resamples are its resamples."""
LEVEL = 0.95
_CELLS = 1 << 22


def draws(count: int, resamples: int) -> Iterator[Statistics]:
    """How often each segment is drawn: blocks of resamples × `count`, the draws of sacreBLEU."""
    generator = np.random.default_rng(SEED)
    block = max(1, _CELLS // max(count, 1))
    for start in range(0, resamples, block):
        times = np.empty((min(block, resamples - start), count))
        for row in times:
            drawn = generator.choice(count, size=count, replace=True)
            row[:] = np.bincount(drawn, minlength=count)
        yield times


def resampled(scorer: Scorer, rows: Statistics, resamples: int) -> Statistics:
    """The score of each resample."""
    return np.concatenate([scorer.scores(times @ rows) for times in draws(len(rows), resamples)])


def bootstrap(scorer: Scorer, rows: Statistics, resamples: int) -> Interval:
    """Resample segments with replacement; the same draws as sacreBLEU's for the same corpus."""
    return interval_of(resampled(scorer, rows, resamples))


def interval_of(scores: Statistics) -> Interval:
    """The bounds as sacreBLEU takes them: a fortieth of the resamples left out at either end."""
    ordered = np.sort(scores)
    cut = len(ordered) // 40
    low, high = float(ordered[cut]), float(ordered[len(ordered) - cut - 1])
    return Interval(low, high, float(ordered.mean()), (high - low) / 2, LEVEL, len(ordered))
