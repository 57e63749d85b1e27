"""The cells that the second look at two texts may use: a band along the first alignment.

A cell (i, j) says that `i` sentences of the one text answer to `j` of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Band:
    """For each number of left sentences, from which to which number of right ones to look.

    Cells lie row after row in one array; those of row i begin at `starts[i]`.
    """

    low: Integers
    high: Integers
    starts: Integers

    @classmethod
    def along(cls, path: Sequence[tuple[int, int]], reach: int) -> Band:
        """The cells at most `reach` sentences of either text away from a path.

        A path is a list of cells from (0, 0) to the ends of both texts, in order.
        """
        rows, width = path[-1][0] + 1, path[-1][1]
        low, high = np.full(rows, width), np.zeros(rows, dtype=np.int64)
        for before, after in pairwise([path[0], *path]):
            first, last = max(0, before[0] - reach), min(rows, after[0] + reach + 1)
            low[first:last] = np.minimum(low[first:last], before[1] - reach)
            high[first:last] = np.maximum(high[first:last], after[1] + reach)
        low, high = np.clip(low, 0, width), np.clip(high, 0, width)
        starts = np.concatenate(([0], np.cumsum(high - low + 1)))
        return cls(low, high, starts)

    @property
    def rows(self) -> int:
        """How many rows there are: one more than the left text has sentences."""
        return len(self.low)

    @property
    def size(self) -> int:
        """How many cells there are."""
        return int(self.starts[-1])

    def cells(self) -> tuple[Integers, Integers]:
        """The row and the column of every cell."""
        lengths = self.high - self.low + 1
        rows = np.repeat(np.arange(self.rows), lengths)
        return rows, np.arange(self.size) - self.starts[rows] + self.low[rows]

    def row(self, number: int) -> slice:
        """Where a row's cells lie."""
        return slice(int(self.starts[number]), int(self.starts[number + 1]))
