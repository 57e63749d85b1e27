"""How well two lists of numbers agree: the measures of metric evaluation.

Pure functions on arrays of equal length; None where a measure is not defined (fewer than two
values, or all of them equal).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def pearson(one: Numbers, other: Numbers) -> float | None:
    """Pearson's r."""
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:  # noqa: PLR2004
        return None
    a, b = one - one.mean(), other - other.mean()
    return float((a @ b) / np.sqrt((a @ a) * (b @ b)))


def spearman(one: Numbers, other: Numbers) -> float | None:
    """Spearman's rho: Pearson's r of the ranks, ties at their mean rank."""
    return pearson(ranks(one), ranks(other))


def ranks(values: Numbers) -> Numbers:
    """Ranks from 1, ties at their mean."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    found: Numbers = (last - (counts - 1) / 2)[where]
    return found


def kendall(one: Numbers, other: Numbers) -> float | None:
    """Kendall's tau-b in O(n log n) (Knight 1966)."""
    count = len(one)
    order = np.lexsort((other, one))
    second = other[order]
    pairs = count * (count - 1) / 2
    ties_one, ties_other = _tied(one), _tied(other)
    if pairs in (ties_one, ties_other):
        return None
    _, both = np.unique(np.stack((one, other)), axis=1, return_counts=True)
    ties_both = _pairs(both)
    swaps = _inversions(np.unique(second, return_inverse=True)[1])
    agreeing = pairs - ties_one - ties_other + ties_both - 2 * swaps
    return float(agreeing / np.sqrt((pairs - ties_one) * (pairs - ties_other)))


def _tied(values: Numbers) -> float:
    return _pairs(np.unique(values, return_counts=True)[1])


def _pairs(counts: NDArray[np.int64]) -> float:
    return float((counts * (counts - 1) / 2).sum())


def _inversions(values: NDArray[np.int64]) -> int:
    """Pairs that stand the wrong way round, counted while merging blocks of growing size."""
    found, size, count = 0, 1, len(values)
    while size < count:
        block = np.arange(count) // (2 * size)
        is_right = (np.arange(count) // size) % 2
        order = np.lexsort((is_right, values, block))
        rights = np.cumsum(is_right[order]) - is_right[order]
        starts = np.searchsorted(block[order], np.unique(block))
        before = rights - np.repeat(rights[starts], np.diff(np.append(starts, count)))
        found += int(before[is_right[order] == 0].sum())
        values = values[order]
        size *= 2
    return found


def tie_calibrated(groups: Sequence[tuple[Numbers, Numbers]]) -> float | None:
    """Pairwise accuracy with ties, by group, under the best threshold for a tie.

    The `acc_eq` of WMT's metrics task (Deutsch, Foster and Freitag 2023, aclanthology.org/
    2023.emnlp-main.798): a pair counts where metric and people order it the same way or both call
    it a tie; two scores of the metric are a tie up to a difference that is chosen to be best for
    all groups, each of which weighs the same. A group is (metric, human).
    """
    return differences(groups).best(np.ones(len(groups), dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Differences:
    """Every pair of every group, by growing difference of the metric.

    `right` says that its order is right (or both tie), `tied` that people tie it; `share` is one
    by the pairs of its group, `ends` where a run of equal differences ends.
    """

    right: NDArray[np.bool_]
    tied: NDArray[np.bool_]
    share: Numbers
    group: NDArray[np.int64]
    ends: NDArray[np.bool_]

    def best(self, times: NDArray[np.int64]) -> float | None:
        """The accuracy under the best threshold, groups weighted by how often they are drawn."""
        if not len(self.share):
            return None
        weights = self.share * times[self.group]
        total = weights.sum()
        if not total:
            return None
        # With a threshold of t, pairs up to t are ties: right where people tied; others by order.
        ordered = float((self.right * weights).sum())
        gains = np.cumsum((self.tied.astype(float) - self.right) * weights)[self.ends]
        return float((ordered + max(0.0, float(gains.max()))) / total)


def differences(groups: Sequence[tuple[Numbers, Numbers]]) -> Differences:
    """The pairs of groups of (metric, human)."""
    parts: list[tuple[Numbers, ...]] = [(np.zeros(0),) * 5]
    for number, (metric, human) in enumerate(groups):
        a, b = np.triu_indices(len(metric), 1)
        ours, theirs = metric[a] - metric[b], human[a] - human[b]
        same = np.full(len(a), 1 / max(len(a), 1))
        right = np.sign(ours) == np.sign(theirs)
        parts.append((np.abs(ours), right, theirs == 0, same, np.full(len(a), number)))
    apart, right, tied, share, group = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    order = np.argsort(apart, kind="stable")
    ends = np.append(np.diff(apart[order]) > 0, [True] * bool(len(apart)))
    return Differences(
        right[order].astype(bool), tied[order].astype(bool), share[order],
        group[order].astype(np.int64), ends.astype(bool),
    )  # fmt: skip


def partial(one: Numbers, other: Numbers, control: Numbers) -> float | None:
    """Pearson's r once a straight line through `control` is taken out of both."""
    if len(one) < 3 or np.ptp(control) == 0:  # noqa: PLR2004
        return None
    rest = [v - np.polyval(np.polyfit(control, v, 1), control) for v in (one, other)]
    return pearson(*rest)


def matthews(flagged: NDArray[np.bool_], marked: NDArray[np.bool_]) -> float | None:
    """Matthews' correlation coefficient (1975) of two yes-or-no lists."""
    return pearson(flagged.astype(float), marked.astype(float))


def average_precision(risk: Numbers, marked: NDArray[np.bool_]) -> float | None:
    """The mean of the precision at every marked word, words ordered by risk."""
    if not marked.any():
        return None
    hits = marked[np.argsort(-risk, kind="stable")]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean())
