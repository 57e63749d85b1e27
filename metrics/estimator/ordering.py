"""Fitting what puts translations of one source in order: the model, and the reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from metrics.estimator.calibration import Order
from metrics.estimator.texts import Raw

Numbers = NDArray[np.float64]

_STEPS = 50
_CLEAR = 2.0  # MQM points apart: as clear as it gets
_SHRUNK = 0.02


def order(rows: Sequence[tuple[str, Raw, float]]) -> Order:
    """The weights that put translations of one source in the order in which people put them.

    Rows are source, what the model says, the human score (the higher the better). Logistic
    regression on pairs (Bradley and Terry 1952), of which the clearer ones weigh more; differences
    are standardised while it runs.
    """
    table = np.asarray([(raw.score, raw.matched, raw.chrf) for _, raw, _ in rows])
    better, weights = _pairs(table, rows)
    spread = np.sqrt((better**2).mean(axis=0))
    better = better / spread
    found = np.zeros(table.shape[1])
    for _ in range(_STEPS):
        sure = 1 / (1 + np.exp(-better @ found))
        slope = better.T @ (weights * (1 - sure)) - _SHRUNK * found
        curve = (better * (weights * sure * (1 - sure))[:, None]).T @ better
        step = np.linalg.solve(curve + _SHRUNK * np.eye(len(found)), slope)
        found += step
        if np.abs(step).max() < 1e-8:  # noqa: PLR2004
            break
    return Order(*map(float, found / spread))


def _pairs(table: Numbers, rows: Sequence[tuple[str, Raw, float]]) -> tuple[Numbers, Numbers]:
    """The differences between the better and the worse one of each pair, and their weights."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, (source, _, _) in enumerate(rows):
        groups[source].append(at)
    found, weights = [], []
    for group in groups.values():
        one, other = (np.asarray(group)[side] for side in np.triu_indices(len(group), 1))
        human = np.asarray([rows[n][2] for n in one]) - np.asarray([rows[n][2] for n in other])
        told = human != 0
        found.append((table[one] - table[other])[told] * np.sign(human[told])[:, None])
        weights.append(np.minimum(np.abs(human[told]) / _CLEAR, 1.0) / np.sqrt(len(group)))
    every = np.concatenate(weights)
    return np.concatenate(found), every / every.sum()
