"""Sparklines: a series in one line of text, eight heights of block (Unicode 2581 to 2588)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import isinf

from reports.trend import Line

BLOCKS = "▁▂▃▄▅▆▇█"
GAP = "·"
COLUMNS = 60
_MIDDLE = BLOCKS[len(BLOCKS) // 2 - 1]


def sparkline(values: Sequence[float | None], columns: int = COLUMNS) -> str:
    """The values from left to right, the least the lowest; None is a gap, a dot.

    A flat series stands in the middle. Of more values than `columns`, neighbours share a column,
    their mean in it.
    """
    shown = _pressed(values, columns)
    there = [value for value in shown if value is not None]
    low, high = min(there, default=0.0), max(there, default=0.0)
    return "".join(GAP if value is None else _block(value, low, high) for value in shown)


def line_spark(line: Line, columns: int = COLUMNS) -> str:
    """A line's sparkline; what cannot be compared with its last point is a gap."""
    values: list[float | None] = [None] * len(line.points)
    for column, point in line.comparable:
        values[column] = point.value
    return sparkline(values, columns)


def _pressed(values: Sequence[float | None], columns: int) -> Sequence[float | None]:
    count = len(values)
    if count <= columns:
        return values
    edges = [n * count // columns for n in range(columns + 1)]
    return [_mean(values[start:end]) for start, end in pairwise(edges)]


def _mean(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    if not there:
        return None
    mean = sum(value / len(there) for value in there)
    return min(max(mean, min(there)), max(there))


def _block(value: float, low: float, high: float) -> str:
    if low == high:
        return _MIDDLE
    spread, above = high - low, value - low
    if isinf(spread):  # the difference of two large numbers; of halves it is none
        spread, above = high / 2 - low / 2, value / 2 - low / 2
    height = above / spread
    return BLOCKS[min(int(height * len(BLOCKS)), len(BLOCKS) - 1)]
