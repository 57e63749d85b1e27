"""The edit distance within a beam: sacreBLEU 2.6 looks at a band of cells around a diagonal only.

A cell outside the band costs without limit, so that far-off matches are missed: what comes out is
not always the true edit distance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.ter.words import Codes, Flags, Numbers

Costs = NDArray[np.int32]

# The edits that lead to a cell. SUBSTITUTE is MATCH plus whether the words differ.
MATCH, SUBSTITUTE, DELETE, INSERT, STOP = range(5)

_BEAM = 25
_NEVER = 1 << 30


@dataclass(frozen=True, slots=True)
class Bands:
    """The columns that count in rows of the table: from `first` to before `end`."""

    first: Numbers
    end: Numbers


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the tables of several hypotheses, from column `first` on, a line each.

    `differ` says whether the words of a cell do, `swap` and `delete` what it costs to come from
    the row above.
    """

    first: int
    costs: Costs
    differ: Flags
    swap: Costs
    delete: Costs

    def op(self, column: int) -> int:
        """The best edit that leads to a cell of the first hypothesis's table."""
        place = 0, column - self.first
        cost = self.costs[place]
        if self.swap[place] == cost:
            return SUBSTITUTE if self.differ[place] else MATCH
        return DELETE if self.delete[place] == cost else INSERT


def bands(rows: Numbers, words: Numbers, others: Numbers) -> Bands:
    """The beam in rows (from 1) of tables of `words` rows and `others` columns."""
    ratio = others / np.maximum(words, 1)
    # With very different lengths a fixed beam would leave neighbouring rows without a bridge.
    beam = np.where(ratio / 2 > _BEAM, np.ceil(ratio / 2 + _BEAM), _BEAM)
    middle = np.floor(rows * ratio)
    end = np.where(rows == words, others + 1, np.minimum(others + 1, middle + beam))
    return Bands(
        np.maximum(0, middle - beam).astype(np.int64),
        end.astype(np.int64),
    )


def path(hypothesis: Codes, reference: Codes) -> list[int]:
    """The edits of the best path within the beam, from the end of the texts to their start."""
    table = list(_rows(hypothesis[None], reference))
    i, j = len(hypothesis), len(reference)
    found: list[int] = []
    while i or j:
        op = table[i].op(j)
        found.append(op)
        i -= op != INSERT
        j -= op != DELETE
    return found


def distances(hypotheses: Codes, reference: Codes) -> Numbers:
    """The edit distances of hypotheses of one length, a row each, within the beam."""
    *_, last = _rows(hypotheses, reference)
    return last.costs[:, -1].astype(np.int64)


def _rows(hypotheses: Codes, reference: Codes) -> Iterator[_Row]:
    count, words = hypotheses.shape
    columns = np.arange(len(reference) + 1, dtype=np.int32)
    costs = np.tile(columns, (count, 1))
    never = np.full_like(costs, _NEVER)
    row = _Row(0, costs, never > 0, never, never)
    yield row
    band = bands(np.arange(1, words + 1), np.array(words), np.array(len(reference)))
    # No word stands before column 0: no code of a word is 0.
    others = np.concatenate((np.zeros(1, dtype=np.uint32), reference))
    limits = zip(band.first.tolist(), band.end.tolist(), hypotheses.T, strict=True)
    for first, end, word in limits:
        differ = word[:, None] != others[first:end]
        row = _row(_window(row, first - 1, end), first, differ)
        yield row


def _row(above: Costs, first: int, differ: Flags) -> _Row:
    swap = above[:, :-1] + differ
    delete = above[:, 1:] + 1
    columns = np.arange(swap.shape[1], dtype=np.int32)
    costs = np.minimum.accumulate(np.minimum(swap, delete) - columns, axis=1) + columns
    return _Row(first, costs, differ, swap, delete)


def _window(row: _Row, first: int, end: int) -> Costs:
    """A row's costs from column `first` to before `end`, without limit outside its band."""
    count, width = row.costs.shape
    window = np.full((count, end - first), _NEVER, dtype=np.int32)
    low, high = max(first, row.first), min(end, row.first + width)
    if low < high:
        window[:, low - first : high - first] = row.costs[:, low - row.first : high - row.first]
    return window
