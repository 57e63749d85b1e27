"""Confidence intervals by resampling segments (Koehn 2004, aclanthology.org/W04-3250)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from metrics.metric import Scorer, Statistics
from metrics.score import Interval

SEED = 12345
"""sacreBLEU's seed, so that our resamples are its resamples."""
_LEVEL = 0.95


def bootstrap(scorer: Scorer, rows: Statistics, resamples: int) -> Interval:
    """Resample segments with replacement; the same draws as sacreBLEU's for the same corpus."""
    generator = np.random.default_rng(SEED)
    count = len(rows)
    scores = np.empty(resamples)
    for number in range(resamples):
        drawn = generator.choice(count, size=count, replace=True)
        times = np.bincount(drawn, minlength=count)
        scores[number] = scorer.score(times @ rows)
    return _interval(np.sort(scores))


def _interval(ordered: NDArray[np.float64]) -> Interval:
    """The bounds as sacreBLEU takes them: a fortieth of the resamples left out at either end."""
    cut = len(ordered) // 40
    low, high = float(ordered[cut]), float(ordered[len(ordered) - cut - 1])
    return Interval(low, high, float(ordered.mean()), (high - low) / 2, _LEVEL, len(ordered))
