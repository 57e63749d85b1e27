"""What it costs to say that some sentences answer to some others.

A cost is about the negative logarithm of a probability: of how many sentences there are on either
side, of their two lengths, of the names and figures that they share, of the likeness of their
meanings. The weights were fitted by benchmarks/align.py's first half of documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from corpora.aligning.band import Band, Integers
from corpora.aligning.likeness import Likeness, nearness
from corpora.aligning.search import ADDED, LEFT_OUT, Shape
from corpora.aligning.words import shared
from corpora.text import Segment

Floats = NDArray[np.float64]

_BOTH: tuple[Shape, ...] = (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1)
_TWO = 2, 2
_MORE, _CROSSED = 3.0, 10.0  # for each sentence more than one; for two that answer two
_PARAGRAPH = 1.0
# The logarithm of the ratio of lengths is spread like Student's t of so many degrees of freedom.
_FREEDOM, _SPREAD, _SPREAD_OF_SHORT = 6.0, 0.1, 1.6
_MOST_SHARED = 12.0
_NEARER = 0.8


@dataclass(frozen=True, slots=True)
class _Weights:
    """What a sentence without partner costs, and what a shared piece of a word is worth."""

    alone: float
    shared: float


_BY_WORDS, _BY_MEANING = _Weights(2.6, 0.25), _Weights(2.2, 0.1)


@dataclass(frozen=True, slots=True)
class Sides:
    """A text's sentences, and for each number of them whether a paragraph ends there."""

    texts: Sequence[str]
    ends: NDArray[np.bool_]

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> Sides:
        """The sentences of a document."""
        numbers = np.asarray([segment.paragraph for segment in segments])
        ends = np.ones(len(segments) + 1, dtype=np.bool_)
        ends[1:-1] = numbers[1:] != numbers[:-1]
        return cls([segment.mt.text for segment in segments], ends)

    @property
    def has_paragraphs(self) -> bool:
        """Whether there are several."""
        return bool(self.ends[1:-1].any())

    def lengths(self) -> Floats:
        """How many letters there are before each cut."""
        return np.cumsum([0.0, *(float(len(text)) for text in self.texts)])


def costs(left: Sides, right: Sides, band: Band, likeness: Likeness | None) -> dict[Shape, Floats]:
    """What each bead costs that ends in a cell of the band, by its shape."""
    weights = _BY_MEANING if likeness else _BY_WORDS
    cells, lengths = _Cells(band, *band.cells()), (left.lengths(), right.lengths())
    common = np.minimum(shared(left.texts, right.texts, band), _MOST_SHARED)
    near = nearness(left.texts, right.texts, band, _BOTH, likeness) if likeness else {}
    found = {shape: np.full(band.size, weights.alone) for shape in (ADDED, LEFT_OUT)}
    for shape in _BOTH:
        cost = _of_lengths(cells, shape, *lengths) + _of_shape(shape)
        cost -= weights.shared * cells.inside(shape, common)
        if near:
            cost -= _NEARER * near[shape]
        found[shape] = np.where(cells.holds(shape), cost, np.inf)
    if left.has_paragraphs and right.has_paragraphs:
        for shape in found:
            found[shape] += _PARAGRAPH * cells.torn(shape, left.ends, right.ends)
    return found


def _of_shape(shape: Shape) -> float:
    return _CROSSED if shape == _TWO else _MORE * (sum(shape) - 2)


def _of_lengths(cells: _Cells, shape: Shape, left: Floats, right: Floats) -> Floats:
    """How improbable it is that the one stretch is so long where the other is."""
    ratio = max(1.0, right[-1]) / max(1.0, left[-1])
    rows, columns = cells.before(shape)
    ours = (left[cells.rows] - left[rows]) * ratio + 1
    theirs = right[cells.columns] - right[columns] + 1
    variance = _SPREAD**2 + _SPREAD_OF_SHORT**2 / ((ours + theirs) / 2)
    misfit = np.log(ours / theirs) ** 2 / variance
    return np.asarray((_FREEDOM + 1) / 2 * np.log1p(misfit / _FREEDOM))


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a band, as ends of beads."""

    band: Band
    rows: Integers
    columns: Integers

    def holds(self, shape: Shape) -> NDArray[np.bool_]:
        """Where there are enough sentences before the cell."""
        return (self.rows >= shape[0]) & (self.columns >= shape[1])

    def before(self, shape: Shape) -> tuple[Integers, Integers]:
        """The row and the column where each bead begins."""
        return np.maximum(self.rows - shape[0], 0), np.maximum(self.columns - shape[1], 0)

    def inside(self, shape: Shape, values: Floats) -> Floats:
        """The sum of the values of all pairs of sentences in each bead."""
        found = np.zeros(self.band.size)
        for up, back in product(range(shape[0]), range(shape[1])):
            rows, columns = np.maximum(self.rows - up, 0), self.columns - back
            low, high = self.band.low[rows], self.band.high[rows]
            at = self.band.starts[rows] + np.clip(columns, low, high) - low
            found += np.where((columns >= low) & (columns <= high), values[at], 0)
        return found

    def torn(self, shape: Shape, left: NDArray[np.bool_], right: NDArray[np.bool_]) -> Floats:
        """How many paragraphs end on one side only with each bead, or within it."""
        found: Floats = np.where(left[self.rows] == right[self.columns], 0.0, 1.0)
        for up in range(1, shape[0]):
            found += left[np.maximum(self.rows - up, 0)]
        for back in range(1, shape[1]):
            found += right[np.maximum(self.columns - back, 0)]
        return found
