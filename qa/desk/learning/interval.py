"""How far a share that was counted can be trusted.

The score interval of Wilson 1927, "Probable inference, the law of succession, and statistical
inference" (doi:10.1080/01621459.1927.10502953): it stays within 0 and 1, and is right for few.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

LEVEL = 0.95
_TAIL = (1 + LEVEL) / 2
_Z = NormalDist().inv_cdf(_TAIL)


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `count`: the share, None of nothing, and the interval that it lies in."""

    hits: int
    count: int

    @property
    def value(self) -> float | None:
        """The share itself."""
        return self.hits / self.count if self.count else None

    @property
    def low(self) -> float:
        """The interval's lower end; 0 where nothing was counted."""
        return max(0.0, self._middle - self._half) if self.hits else 0.0

    @property
    def high(self) -> float:
        """The interval's upper end; 1 where nothing was counted."""
        return min(1.0, self._middle + self._half) if self.hits < self.count else 1.0

    @property
    def _middle(self) -> float:
        return (self.hits + _Z * _Z / 2) / (self.count + _Z * _Z)

    @property
    def _half(self) -> float:
        if not self.count:
            return 0.0
        spread = self.hits * (self.count - self.hits) / self.count + _Z * _Z / 4
        return _Z * math.sqrt(spread) / (self.count + _Z * _Z)
