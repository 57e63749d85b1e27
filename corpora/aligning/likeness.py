"""How alike the meanings of two stretches of sentences are, from the states of an encoder.

Each word piece of the one is matched with the nearest of the other, as BERTScore does (Zhang et
al. 2020). What counts is by how much it is nearer than to the sentences round about, as in
Vecalign (Thompson and Koehn 2019): a stretch that is like every other says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpora.aligning.band import Band
from corpora.aligning.search import Shape

States = NDArray[np.float32]
Likeness = Callable[[Sequence[str]], Sequence[States]]
"""Turns texts into the states of their word pieces: for each text, pieces × dimensions."""

_ROWS, _COLUMNS = 32, 128
_SAMPLE = 64
_SMALL = 1e-9
_USUAL = 0.3, 0.36, 0.4, 0.43
"""The likeness of a piece to its nearest among one to four sentences that do not answer it."""
_LONGEST = len(_USUAL)
_AS_GOOD_AS = 3.0
"""So many sentences round about are worth as much as what is usual."""


class _Side:
    """The sentences of one text, as states that are centred and of unit length."""

    def __init__(self, texts: Sequence[str], likeness: Likeness) -> None:
        self._texts, self._likeness = texts, likeness
        self._known: dict[int, States] = {}
        every = range(0, len(texts), -(-len(texts) // _SAMPLE))
        self._sample = dict(zip(every, self._read(every), strict=True))
        states = np.concatenate(list(self._sample.values()))
        self._mean = states.sum(0, keepdims=True) / max(1, len(states))

    def _read(self, numbers: Sequence[int]) -> Sequence[States]:
        return self._likeness([self._texts[number] for number in numbers])

    def until(self, cells: range) -> list[States]:
        """The states of the sentences of all beads that end in a row (or column) of these.

        What lies before and after is forgotten.
        """
        first, last = max(0, cells.start - _LONGEST), cells.stop - 1
        self._known = {at: one for at, one in self._known.items() if first <= at < last}
        wanted = [at for at in range(first, last) if at not in self._known]
        new = [at for at in wanted if at not in self._sample]
        read = self._sample | dict(zip(new, self._read(new), strict=True))
        self._known |= {at: self._unit(read[at]) for at in wanted}
        return [self._known[at] for at in range(first, last)]

    def _unit(self, states: States) -> States:
        if not len(states):
            return np.zeros((1, self._mean.shape[1]), dtype=np.float32)
        centred = states - self._mean
        unit: States = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), _SMALL)
        return unit


@dataclass(frozen=True, slots=True)
class _Tile:
    """The cosines of the pieces of some left sentences with those of some right ones.

    `rows` and `columns` say where in the matrix each sentence's pieces begin.
    """

    cosines: States
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]

    def gains(self, shapes: Sequence[Shape]) -> Iterator[tuple[Shape, States]]:
        """For each shape, a matrix: by how much a bead is nearer that ends in these sentences."""
        ours = _nearer(self.cosines, self.rows, self.columns)
        theirs = _nearer(self.cosines.T, self.columns, self.rows)
        for left, right in shapes:
            yield (left, right), _run(ours[right - 1], left) + _run(theirs[left - 1], right).T


def _nearer(cosines: States, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> list[States]:
    """For one to four other sentences that end in each: how much nearer a sentence is to them."""
    single = np.maximum.reduceat(cosines, columns, axis=1)
    found, best = [], single
    for count, usual in enumerate(_USUAL):
        if count:
            shifted = np.full_like(single, -1)
            shifted[:, count:] = single[:, :-count]
            best = np.maximum(best, shifted)
        others = best.shape[1] - 1
        about = best.sum(1) - best.max(1) + _AS_GOOD_AS * usual
        nearer = best - (about / (others + _AS_GOOD_AS))[:, None]
        found.append(np.add.reduceat(nearer, rows, axis=0))
    return found


def _run(values: States, count: int) -> States:
    """Sums of `count` rows, each with those before it; where there are not so many, of fewer."""
    found = values.copy()
    for back in range(1, count):
        found[back:] += values[:-back]
    return found


def nearness(
    left: Sequence[str],
    right: Sequence[str],
    band: Band,
    shapes: Sequence[Shape],
    likeness: Likeness,
) -> dict[Shape, NDArray[np.float64]]:
    """By how much the sides of each bead are nearer to each other than to others round about.

    A number for each cell, by shape: of the bead of that shape that ends there.
    """
    found = {shape: np.zeros(band.size) for shape in shapes}
    ours, theirs = _Side(left, likeness), _Side(right, likeness)
    for rows, columns in _windows(band):
        tile = _tile(ours.until(rows), theirs.until(columns))
        for shape, gains in tile.gains(shapes):
            for row in rows:
                first = max(columns.start, int(band.low[row]))
                last = min(columns.stop, int(band.high[row]) + 1)
                if first < last:
                    at = int(band.starts[row] - band.low[row])
                    values = gains[row - rows.stop, first - columns.stop :][: last - first]
                    found[shape][at + first : at + last] = values
    return found


def _windows(band: Band) -> Iterator[tuple[range, range]]:
    """Rows and columns that together hold all cells, none of them very many; but row 0."""
    for first in range(1, band.rows, _ROWS):
        last = min(first + _ROWS, band.rows)
        end = int(band.high[last - 1]) + 1
        for column in range(max(1, int(band.low[first])), end, _COLUMNS):
            yield range(first, last), range(column, min(column + _COLUMNS, end))


def _tile(ours: Sequence[States], theirs: Sequence[States]) -> _Tile:
    cosines = np.concatenate(ours) @ np.concatenate(theirs).T
    return _Tile(cosines, _begins(ours), _begins(theirs))


def _begins(states: Sequence[States]) -> NDArray[np.int64]:
    return np.cumsum([0, *(len(one) for one in states[:-1])])
