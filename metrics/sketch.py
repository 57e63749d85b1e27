"""Distributions in constant memory: counts of values in bins of equal ratio, as in DDSketch.

Masson, Rim, Lee 2019, "DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error
Guarantees", doi:10.14778/3352063.3352135. Sketches add up to the same bins in any order; only the
last digits of `total` depend on it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

_ERROR = 0.01
"""A quantile is right within 1 % of its value."""
_GAMMA = (1 + _ERROR) / (1 - _ERROR)
_LOG = math.log(_GAMMA)
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Sketch:
    """How often values fell into each bin; `bins` are by number: 0 holds what is next to nothing.

    Bin n > 0 holds values up to γⁿ times the tiniest one, bin −n those below zero likewise.
    """

    bins: dict[int, int] = field(default_factory=dict)
    total: float = 0.0

    @staticmethod
    def of(values: Iterable[float]) -> Sketch:
        """The sketch of some values, none of them infinite."""
        found = [float(value) for value in values]
        return Sketch(dict(sorted(Counter(map(_bin, found)).items())), math.fsum(found))

    def __add__(self, other: Sketch) -> Sketch:
        bins = Counter(self.bins)
        bins.update(other.bins)
        return Sketch(dict(sorted(bins.items())), self.total + other.total)

    @property
    def count(self) -> int:
        """How many values there are."""
        return sum(self.bins.values())

    @property
    def mean(self) -> float:
        """Their mean; 0 of none."""
        return self.total / self.count if self.bins else 0.0

    def quantile(self, share: float) -> float:
        """The value below which this share lies, within 1 %; 0 where there are no values."""
        left = share * (self.count - 1)
        for number, times in sorted(self.bins.items()):
            left -= times
            if left < 0:
                return value_of(number)
        return value_of(max(self.bins)) if self.bins else 0.0


def value_of(number: int) -> float:
    """The middle of a bin."""
    if number == 0:
        return 0.0
    return math.copysign(_TINY * 2 * math.exp(abs(number) * _LOG) / (_GAMMA + 1), number)


def _bin(value: float) -> int:
    if abs(value) <= _TINY:
        return 0
    return int(math.copysign(math.ceil(math.log(abs(value) / _TINY) / _LOG), value))
