"""The shape of a distribution: what a histogram of it looks like, and its quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metrics.sketch import Sketch, value_of

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_FEWEST_BARS, _MOST_BARS = 10, 40
_LEFT_OUT = 0.005
_FROM_ZERO = 0.3
_GAMMA = value_of(2) / value_of(1)
_TINY = value_of(1) * (_GAMMA + 1) / 2 / _GAMMA


@dataclass(frozen=True, slots=True)
class Summary:
    """A distribution in numbers; `quantiles` are those of `QUANTILES`."""

    count: int
    mean: float
    quantiles: tuple[float, ...]

    @property
    def median(self) -> float:
        """The value in the middle."""
        return self.quantiles[2]

    @property
    def half(self) -> tuple[float, float]:
        """Between these lies the middle half."""
        return self.quantiles[1], self.quantiles[3]


def summary_of(sketch: Sketch) -> Summary:
    """A distribution in numbers."""
    return Summary(sketch.count, sketch.mean, tuple(map(sketch.quantile, QUANTILES)))


def edges_of(sketches: Sequence[Sketch]) -> tuple[float, ...]:
    """Edges of bars that show nearly all of each: but for a two-hundredth at either end.

    How many bars there are follows from how many values (the Rice rule).
    """
    middle = sorted(sketch.count for sketch in sketches)[len(sketches) // 2]
    bars = min(max(round(2 * middle ** (1 / 3)), _FEWEST_BARS), _MOST_BARS)
    low = min(_around(sketch.quantile(_LEFT_OUT))[0] for sketch in sketches)
    high = max(_around(sketch.quantile(1 - _LEFT_OUT))[1] for sketch in sketches)
    if 0 <= low <= high * _FROM_ZERO:
        low = 0.0
    if high <= low:
        pad = abs(low) / 10 or 1.0
        low, high = low - pad, high + pad
    return tuple(np.linspace(low, high, bars + 1).tolist())


def shares_of(sketch: Sketch, edges: Sequence[float]) -> tuple[float, ...]:
    """The share of values between each edge and the next; the outer bars take what is beyond.

    The values of a bin are taken to lie evenly within it, as else bars that are hardly wider than
    bins would be ragged.
    """
    bounds, below = [0.0], [0.0]
    for number, times in sorted(sketch.bins.items()):
        low, high = _bounds(number)
        bounds += [low, high]
        below += [below[-1], below[-1] + times]
    held = np.interp(edges, bounds[1:], below[1:])
    held[0], held[-1] = 0.0, sketch.count
    return tuple((np.diff(held) / sketch.count).tolist())


def _bounds(number: int) -> tuple[float, float]:
    """Between what the values of a bin lie; next to nothing counts as not less than 0."""
    return _around(value_of(number)) if number else (0.0, _TINY)


def _around(middle: float) -> tuple[float, float]:
    """Between what the values of a bin lie that has this middle."""
    outer = middle * (_GAMMA + 1) / 2
    return (outer / _GAMMA, outer) if middle > 0 else (outer, outer / _GAMMA)
