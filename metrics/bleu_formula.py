"""BLEU from counts, for many sums at once, with sacreBLEU's smoothing.

Chen and Cherry 2014, aclanthology.org/W14-3346; `exp` is NIST's (mteval-v13a).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpora.errors import MetricError
from metrics.metric import Statistics

ORDER = 4
_MATCHES, _TOTALS = slice(2, 2 + ORDER), slice(2 + ORDER, 2 + 2 * ORDER)
_METHOD = re.compile(r"(none|exp|floor|add-k)(?:\[(\d+(?:\.\d+)?)\])?")
_DEFAULTS = {"floor": 0.1, "add-k": 1.0}
_PERFECT = 100.0
_NO_LOG = -9999999999.0  # sacreBLEU's logarithm of 0


@dataclass(frozen=True, slots=True)
class Smoothing:
    """What is done where an order has no match: a method and its value."""

    method: str = "exp"
    value: float | None = None

    def __str__(self) -> str:
        return self.method if self.value is None else f"{self.method}[{self.value:.2f}]"

    @staticmethod
    def of(text: str) -> Smoothing:
        """As a signature has it: `exp`, `none`, `floor[0.10]`, `add-k[1.00]`."""
        found = _METHOD.fullmatch(text)
        if not found or (found[2] and found[1] not in _DEFAULTS):
            raise MetricError(
                f"BLEU knows no smooth:{text}; it can be exp, none, floor[0.1] or add-k[1]"
            )
        return Smoothing(found[1], float(found[2]) if found[2] else _DEFAULTS.get(found[1]))


def bleu(totals: Statistics, smoothing: Smoothing, *, effective: bool) -> Statistics:
    """BLEU, 0 to 100, of each row (hypothesis length, reference length, 4 matches, 4 totals).

    `effective`: orders longer than the hypothesis do not count.
    """
    matches, counts = totals[:, _MATCHES].copy(), totals[:, _TOTALS].copy()
    none = ~matches.any(axis=1)
    if smoothing.method == "add-k":
        matches[:, 1:] += smoothing.value or 0.0
        counts[:, 1:] += smoothing.value or 0.0
    there = np.logical_and.accumulate(counts > 0, axis=1)
    logs = _logarithms(matches, counts, there, smoothing)
    orders = there.sum(axis=1) if effective else np.full(len(totals), ORDER)
    counted = np.arange(ORDER) < orders[:, None]
    mean = np.where(counted, logs, 0.0).sum(axis=1) / np.maximum(orders, 1)
    return np.where(none, 0.0, _brevity(totals) * np.exp(mean))


def _logarithms(
    matches: Statistics, counts: Statistics, there: NDArray[np.bool_], smoothing: Smoothing
) -> Statistics:
    """The logarithm of each smoothed precision, in per cent."""
    missed = there & (matches == 0)
    if smoothing.method == "exp":
        filled = np.where(missed, 0.5 ** np.cumsum(missed, axis=1), matches)
    elif smoothing.method == "floor":
        filled = np.where(missed, smoothing.value or 0.0, matches)
    else:
        filled = matches
    good = there & (filled > 0)
    precision = _PERFECT * filled / np.where(good, counts, 1.0)
    return np.where(good, np.log(np.where(good, precision, 1.0)), _NO_LOG)


def _brevity(totals: Statistics) -> Statistics:
    """The brevity penalty."""
    own, reference = totals[:, 0], totals[:, 1]
    short = own < reference
    ratio = reference / np.where(own > 0, own, 1.0)
    return np.where(short, np.where(own > 0, np.exp(1.0 - ratio), 0.0), 1.0)
