"""The cheapest way through a band of cells, and how sure each of its steps is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpora.aligning.band import Band

Floats = NDArray[np.float64]
Shape = tuple[int, int]
"""How many sentences of the left text answer to how many of the right."""

ADDED, LEFT_OUT = (0, 1), (1, 0)


@dataclass(frozen=True, slots=True)
class Step:
    """A bead that ends at cell (row, column), and the share of all ways that go through it."""

    row: int
    column: int
    shape: Shape
    share: float


@dataclass(frozen=True, slots=True)
class Steps:
    """What every bead costs that ends in a cell of the band, by its shape."""

    band: Band
    costs: Mapping[Shape, Floats]

    def cheapest(self) -> list[Step]:
        """The way from both beginnings to both ends that costs least.

        A step's share is that of all ways, each weighed exp(-cost), which take it: the posterior
        probability of a hidden Markov model (forward and backward).
        """
        best = self._best()
        row, column = self.band.rows - 1, int(self.band.high[-1])
        ends = list[tuple[int, int, Shape]]()
        while row or column:
            shape = self._came_by(best, row, column)
            ends.append((row, column, shape))
            row, column = row - shape[0], column - shape[1]
        return self.shares(ends[::-1])

    def shares(self, ends: Sequence[tuple[int, int, Shape]]) -> list[Step]:
        """Steps that end in these rows and columns, with their shares."""
        forward, backward = self._forward(), self._backward()
        found = []
        for row, column, shape in ends:
            start, at = self._at(row - shape[0], column - shape[1]), self._at(row, column)
            weight = forward[start] - self.costs[shape][at] + backward[at] - forward[-1]
            found.append(Step(row, column, shape, float(np.exp(min(0.0, weight)))))
        return found

    def _at(self, row: int, column: int) -> int:
        return int(self.band.starts[row] + column - self.band.low[row])

    def _came_by(self, best: Floats, row: int, column: int) -> Shape:
        """The shape of the last step of the cheapest way to a cell."""
        at, found = self._at(row, column), dict[Shape, float]()
        for shape, costs in self.costs.items():
            before, right = row - shape[0], column - shape[1]
            if before >= 0 and self.band.low[before] <= right <= self.band.high[before]:
                found[shape] = best[self._at(before, right)] + costs[at]
        return min(found, key=found.__getitem__)

    def _best(self) -> Floats:
        """What the cheapest way to each cell costs."""
        return -self._swept(np.maximum, np.maximum.accumulate)

    def _forward(self) -> Floats:
        """The logarithm of the weight of all ways to each cell."""
        return self._swept(np.logaddexp, np.logaddexp.accumulate)

    def _swept(
        self, join: Callable[[Floats, Floats], Floats], run: Callable[[Floats], Floats]
    ) -> Floats:
        band, added = self.band, self.costs[ADDED]
        found = np.full(band.size, -np.inf)
        found[0] = 0
        for row in range(band.rows):
            cells = band.row(row)
            here = found[cells]
            for shape, costs in self.costs.items():
                if 0 < shape[0] <= row:
                    ours, theirs = self._overlap(row, shape)
                    reached = found[theirs] - costs[cells][ours]
                    here[ours] = join(here[ours], reached)
            # Steps to the right within the row: each cell from the one before it.
            paid = np.cumsum(added[cells])
            found[cells] = run(here + paid) - paid
        return found

    def _backward(self) -> Floats:
        """The logarithm of the weight of all ways from each cell to the end."""
        band, added = self.band, self.costs[ADDED]
        found = np.full(band.size, -np.inf)
        found[-1] = 0
        for row in range(band.rows - 1, -1, -1):
            cells = band.row(row)
            paid = np.cumsum(added[cells])
            here = (np.logaddexp.accumulate((found[cells] - paid)[::-1]))[::-1] + paid
            found[cells] = here
            for shape, costs in self.costs.items():
                if 0 < shape[0] <= row:
                    ours, theirs = self._overlap(row, shape)
                    reached = here[ours] - costs[cells][ours]
                    found[theirs] = np.logaddexp(found[theirs], reached)
        return found

    def _overlap(self, row: int, shape: Shape) -> tuple[slice, slice]:
        """Which cells of a row a shape can end in (within the row), and where it then begins."""
        band, before = self.band, row - shape[0]
        first = max(int(band.low[row]), int(band.low[before]) + shape[1])
        last = min(int(band.high[row]), int(band.high[before]) + shape[1]) + 1
        last = max(first, last)
        ours = slice(first - int(band.low[row]), last - int(band.low[row]))
        start = int(band.starts[before]) + first - shape[1] - int(band.low[before])
        return ours, slice(start, start + last - first)
