"""TER's edits: shifts of runs of words, and insertions, deletions, substitutions of one word.

Snover et al. 2006, "A Study of Translation Edit Rate with Targeted Human Annotation"
(aclanthology.org/2006.amta-papers.25). The greedy search for shifts follows sacreBLEU 2.6, with its
beam, its limits and its order among equals, so that the edits are sacreBLEU's. All pairs of a batch
take their next shift in one round.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.ter.alignment import Alignments, align
from metrics.ter.candidates import candidates
from metrics.ter.choice import offer
from metrics.ter.shifts import Shifts, shifted
from metrics.ter.words import Numbers, Pair, Texts, encode

__all__ = ["Pair", "edits"]

# What the largest table of a batch may hold, at a byte a cell; and how many pairs keep NumPy busy
# without leaving the processor's cache.
_CELLS = 1 << 23
_PAIRS = 512
# From so many pairs on it pays to start processes: these take half a second to start.
_MANY = 4000


@dataclass(frozen=True, slots=True)
class _Round:
    """Pairs after the same number of shifts; `rows` says which of the batch they are."""

    rows: Numbers
    texts: Texts
    alignments: Alignments
    checked: Numbers
    shifts: int

    def take(self, places: Numbers) -> _Round:
        return _Round(
            self.rows[places],
            self.texts.take(places),
            self.alignments.take(places),
            self.checked[places],
            self.shifts,
        )


def edits(pairs: Sequence[Pair], workers: int = 1) -> NDArray[np.int64]:
    """The edits of every pair, as sacreBLEU counts them.

    With several `workers` many pairs are shared among as many processes; the calling program must
    then be one that they can import (`if __name__ == "__main__"`).
    """
    if workers < 2 or len(pairs) < _MANY:  # noqa: PLR2004 — one is no company
        return _alone(pairs)
    order = np.argsort([len(pair.hypothesis) * len(pair.reference) for pair in pairs])
    shares = [order[first::workers] for first in range(workers)]  # as much work for each
    found = np.zeros(len(pairs), dtype=np.int64)
    context = multiprocessing.get_context("spawn")  # threads may run here: no fork
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        work = pool.map(_alone, [[pairs[number] for number in share] for share in shares])
        for share, its in zip(shares, work, strict=True):
            found[share] = its
    return found


def _alone(pairs: Sequence[Pair]) -> NDArray[np.int64]:
    """In this process."""
    found = np.zeros(len(pairs), dtype=np.int64)
    for batch in _batches(pairs):
        found[batch] = _edits([pairs[number] for number in batch])
    return found


def _batches(pairs: Sequence[Pair]) -> Iterator[list[int]]:
    """Pairs of similar lengths together, for tables with little waste."""
    lengths = [len(pair.hypothesis) + len(pair.reference) for pair in pairs]
    batch: list[int] = []
    width = 0
    for number in sorted(range(len(pairs)), key=lengths.__getitem__):
        width = max(width, len(pairs[number].hypothesis))
        cells = (width + 1) * (lengths[number] + 1) * (len(batch) + 1)
        if batch and (cells > _CELLS or len(batch) == _PAIRS):
            yield batch
            batch, width = [], len(pairs[number].hypothesis)
        batch.append(number)
    if batch:
        yield batch


def _edits(pairs: Sequence[Pair]) -> Numbers:
    texts = encode(pairs)
    found = np.zeros(len(pairs), dtype=np.int64)
    rows = np.arange(len(pairs))
    waiting = [_Round(rows, texts, align(texts), np.zeros_like(rows), 0)]
    while waiting:
        now = waiting.pop()
        found[now.rows] = now.shifts + now.alignments.distances
        waiting.extend(_next(now))
    return found


def _next(now: _Round) -> Iterator[_Round]:
    """Take every pair's best shift; a pair that no shift makes better is left out."""
    found = candidates(now.texts, now.alignments, now.checked)
    offered = offer(found.shifts, now.texts)
    while True:
        better = offered.distances < now.alignments.distances[offered.shifts.pairs]
        offered = offered.take(better)
        best = offered.best()
        if not len(best):
            return
        taken = offered.shifts.take(best)
        after = _after(now, taken, found.counts)
        right = after.alignments.distances == offered.distances[best]
        if right.any():
            yield after.take(np.flatnonzero(right))
        # The beam has missed something: these pairs choose again, by what it does find.
        offered = offered.within_beam(taken.pairs[~right], now.texts)


def _after(now: _Round, taken: Shifts, counts: Numbers) -> _Round:
    pairs = taken.pairs
    texts = now.texts.reordered(pairs, shifted(taken, now.texts))
    checked = (now.checked + counts)[pairs]
    return _Round(now.rows[pairs], texts, align(texts), checked, now.shifts + 1)
