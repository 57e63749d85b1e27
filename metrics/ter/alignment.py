"""Edit distances of many pairs at once, with the alignments behind them.

All pairs of a batch go through one dynamic programme, a diagonal of cells at a time: the cells of
a diagonal do not depend on each other. Among equally cheap edits the order of sacreBLEU 2.6
decides: match or substitution, then deletion, then insertion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.ter import beam
from metrics.ter.beam import DELETE, INSERT, MATCH, STOP, SUBSTITUTE
from metrics.ter.words import Flags, Numbers, Texts

Ops = NDArray[np.uint8]

# By operation: whether it uses a word of the hypothesis, and of the reference.
_OF_HYPOTHESIS = np.array([1, 1, 1, 0, 0], dtype=np.int64)
_OF_REFERENCE = np.array([1, 1, 0, 1, 0], dtype=np.int64)

# Texts with larger tables go to the beam at once, which needs a narrow band of them only. So many
# words of two texts together also keep their costs within 16 bits.
_MOST_CELLS = 1 << 18
_MOST_WORDS = 1 << 12


@dataclass(frozen=True, slots=True)
class Alignments:
    """One row a pair.

    `targets[p, j]` is how many words of the hypothesis stand before or at the reference's word
    j - 1 (0 for j = 0). The errors say which words are not matched.
    """

    distances: Numbers
    targets: Numbers
    hypothesis_errors: Flags
    reference_errors: Flags

    def take(self, rows: Numbers) -> Alignments:
        """Those pairs alone."""
        return Alignments(
            self.distances[rows],
            self.targets[rows],
            self.hypothesis_errors[rows],
            self.reference_errors[rows],
        )


@dataclass(frozen=True, slots=True)
class _Paths:
    """Edits from the end of the texts to their start, a column a pair, with the cells they leave.

    Cell (i, j) stands after i words of the hypothesis and j words of the reference.
    """

    ops: Ops
    i: Numbers
    j: Numbers


@dataclass(frozen=True, slots=True)
class _Cells:
    """A diagonal of cells: whether their words differ, and the costs of the cells before."""

    differ: Flags
    swap: NDArray[np.int16]
    delete: NDArray[np.int16]
    insert: NDArray[np.int16]

    def solve(self, costs: NDArray[np.int16], ops: Ops) -> None:
        """Write the cells' costs and best edits."""
        differ = self.differ.view(np.uint8)
        swap = self.swap + differ
        gap = np.minimum(self.delete, self.insert)
        gap += 1
        np.minimum(swap, gap, out=costs)
        # Sums, for `where` is ten times slower. Words that match never have a cheaper way.
        further = gap < swap
        np.add(differ, further.view(np.uint8), out=ops)
        further &= self.insert < self.delete
        ops += further.view(np.uint8)


def align(texts: Texts) -> Alignments:
    """Align every pair within sacreBLEU's beam."""
    return _alignments(texts, _paths(texts))


def _paths(texts: Texts) -> _Paths:
    width, height = texts.hypotheses.shape[1], texts.references.shape[1]
    if width * height > _MOST_CELLS or width + height > _MOST_WORDS:
        ops = np.full((1, len(texts)), STOP, dtype=np.uint8)
        return _cells(_within_beam(ops, np.arange(len(texts)), texts), texts)
    paths = _cells(_walk(_operations(texts), texts), texts)
    # A path that stays within the beam is what the search there finds, too: the cells on it cost
    # as much, and those beside it, short of ways, at least as much.
    astray = np.flatnonzero(~_stays(paths, texts))
    return _cells(_within_beam(paths.ops, astray, texts), texts) if len(astray) else paths


def _within_beam(ops: Ops, pairs: Numbers, texts: Texts) -> Ops:
    """The edits, with those of some pairs as the search within the beam finds them."""
    found = {
        pair: beam.path(
            texts.hypotheses[pair, : texts.hypothesis_lengths[pair]],
            texts.references[pair, : texts.reference_lengths[pair]],
        )
        for pair in pairs.tolist()
    }
    missing = max(0, *map(len, found.values()), len(ops)) - len(ops)
    all_ops = np.pad(ops, ((0, missing), (0, 0)), constant_values=STOP)
    for pair, path in found.items():
        all_ops[:, pair] = STOP
        all_ops[: len(path), pair] = path
    return all_ops


def _operations(texts: Texts) -> Ops:
    """The best last edit of every cell, at [i + j, i, pair]."""
    pairs, width = texts.hypotheses.shape
    height = texts.references.shape[1]
    words = np.ascontiguousarray(texts.hypotheses.T, dtype=np.uint16)
    others = np.ascontiguousarray(texts.references.T[::-1], dtype=np.uint16)
    ops = np.full((width + height + 1, width + 1, pairs), STOP, dtype=np.uint8)
    before = last = np.zeros((width + 1, pairs), dtype=np.int16)
    for step in range(1, width + height + 1):
        costs = np.full_like(last, step)
        ops[step, 0] = INSERT
        ops[step, min(step, width)] = DELETE
        low, high = max(1, step - height), min(width, step - 1) + 1
        if low < high:
            differ = words[low - 1 : high - 1] != others[height - step + low : height - step + high]
            cells = _Cells(
                differ, before[low - 1 : high - 1], last[low - 1 : high - 1], last[low:high]
            )
            cells.solve(costs[low:high], ops[step, low:high])
        before, last = last, costs
    return ops


def _walk(ops: Ops, texts: Texts) -> Ops:
    """Follow the best edits of every pair from its last cell back to the first."""
    _, width, pairs = ops.shape
    flat = ops.reshape(-1)
    # How far back in the flat table the cell before lies.
    steps = np.zeros(STOP + 1, dtype=np.int64)
    steps[[MATCH, SUBSTITUTE]] = (2 * width + 1) * pairs
    steps[DELETE] = (width + 1) * pairs
    steps[INSERT] = width * pairs
    ends = texts.hypothesis_lengths + texts.reference_lengths
    place = (ends * width + texts.hypothesis_lengths) * pairs + np.arange(pairs)
    path = np.full((max(1, int(ends.max())), pairs), STOP, dtype=np.uint8)
    surely = int(np.maximum(texts.hypothesis_lengths, texts.reference_lengths).max())
    for number, row in enumerate(path):
        flat.take(place, out=row)
        if number >= surely and (row == STOP).all():
            return path[:number]
        place -= steps[row]
    return path


def _cells(ops: Ops, texts: Texts) -> _Paths:
    words, others = _OF_HYPOTHESIS[ops], _OF_REFERENCE[ops]
    return _Paths(
        ops,
        texts.hypothesis_lengths - np.cumsum(words, axis=0) + words,
        texts.reference_lengths - np.cumsum(others, axis=0) + others,
    )


def _stays(paths: _Paths, texts: Texts) -> Flags:
    """Whether all cells of each path lie within sacreBLEU's beam."""
    band = beam.bands(paths.i, texts.hypothesis_lengths, texts.reference_lengths)
    inside = (band.first <= paths.j) & (paths.j < band.end)
    return np.asarray((inside | (paths.i == 0)).all(axis=0))


def _alignments(texts: Texts, paths: _Paths) -> Alignments:
    pairs, width = texts.hypotheses.shape
    height = texts.references.shape[1]
    targets = np.zeros((pairs, height + 1), dtype=np.int64)
    hypothesis_errors = np.zeros((pairs, width), dtype=np.bool_)
    reference_errors = np.zeros((pairs, height), dtype=np.bool_)
    step, pair = np.nonzero(paths.ops != STOP)
    op, i, j = paths.ops[step, pair], paths.i[step, pair], paths.j[step, pair]
    wrong = op != MATCH
    of_hypothesis, of_reference = op != INSERT, op != DELETE
    targets[pair[of_reference], j[of_reference]] = i[of_reference]
    rows = wrong & of_hypothesis
    hypothesis_errors[pair[rows], i[rows] - 1] = True
    rows = wrong & of_reference
    reference_errors[pair[rows], j[rows] - 1] = True
    return Alignments(
        np.bincount(pair[wrong], minlength=pairs), targets, hypothesis_errors, reference_errors
    )
