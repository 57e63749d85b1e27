"""Where things stand in a chart of trends: runs from left to right, values from bottom to top."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 560, 236
LEFT, RIGHT, TOP, BOTTOM = 58, 34, 22, 46
_MOST_TICKS = 4
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_FLAT = 1e-6
_PAD = 0.02
_LABEL_WIDTH = 78


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from `low` to `high`, with a tick every `step`."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> tuple[float, ...]:
        """The values that are written beside the axis, the least first."""
        count = round((self.high - self.low) / self.step)
        return tuple(self.low + n * self.step for n in range(count + 1))

    def shown(self, tick: float) -> str:
        """A tick with as many digits as tell it from the next."""
        digits = max(0, -math.floor(math.log10(self.step)))
        if not math.isclose(round(self.step, digits), self.step):
            digits += 1
        return f"{round(tick, digits) + 0.0:,.{digits}f}"

    def y(self, value: float) -> float:
        """Where a value stands, in units of the picture from its top."""
        share = (value - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)


def axis_of(values: Sequence[float]) -> Axis:
    """An axis with round ticks that all values have room on."""
    low, high = min(values), max(values)
    if high - low <= _FLAT * max(abs(low), abs(high), _FLAT):
        pad = abs(low) * _PAD if abs(low) > _FLAT else 1.0
        low, high = low - pad, high + pad
    step = _round_step((high - low) / _MOST_TICKS)
    return Axis(math.floor(low / step) * step, math.ceil(high / step) * step, step)


def count_axis(most: float, *, whole: bool = True) -> Axis:
    """An axis from 0 on, for counts in `whole` steps, or for a rate."""
    step = _round_step((most if most > _FLAT else 1.0) / _MOST_TICKS)
    if whole:
        step = float(max(math.ceil(step), 1))
    return Axis(0.0, max(math.ceil(most / step), 1) * step, step)


def _round_step(rough: float) -> float:
    magnitude = 10.0 ** math.floor(math.log10(rough))
    return next(s * magnitude for s in _STEPS if s * magnitude >= rough * (1 - _FLAT))


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs along the foot of a chart."""

    count: int

    @property
    def pitch(self) -> float:
        """How far one run stands from the next."""
        return (WIDTH - LEFT - RIGHT) / self.count

    def x(self, column: int) -> float:
        """Where a run stands."""
        return LEFT + (column + 0.5) * self.pitch

    @property
    def labelled(self) -> tuple[int, ...]:
        """The runs that there is room to name: the last one, and others at even distance."""
        step = math.ceil(_LABEL_WIDTH / self.pitch)
        return tuple(range(self.count - 1, -1, -step))[::-1]
