"""The shifts worth a try: of runs of words that both texts have, to where the reference has them.

What is left out, and the limits, follow sacreBLEU 2.6, which has them from Tercom.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from metrics.ter.alignment import Alignments
from metrics.ter.shifts import Shifts
from metrics.ter.words import BEYOND_REFERENCE, Flags, Numbers, Texts

# Once so many candidates were tried for a pair, in all its rounds, it takes no further shift.
_MOST_CANDIDATES = 1000
_MOST_WORDS = 10
_MOST_DISTANCE = 50


@dataclass(frozen=True, slots=True)
class Candidates:
    """How many candidates each pair has, and those of the pairs that stay below the limit.

    The counts are exact for these pairs only.
    """

    counts: Numbers
    shifts: Shifts


@dataclass(frozen=True, slots=True)
class _Matches:
    """Places where the hypothesis at i and the reference at j have the same word."""

    pairs: Numbers
    i: Numbers
    j: Numbers

    def take(self, places: Numbers | Flags) -> _Matches:
        return _Matches(self.pairs[places], self.i[places], self.j[places])


@dataclass(frozen=True, slots=True)
class _Runs:
    """Runs of equal words, by the match they begin with, of at least `least` to `most` words."""

    begins: _Matches
    least: Numbers
    most: Numbers

    def take(self, places: Numbers | Flags) -> _Runs:
        return _Runs(self.begins.take(places), self.least[places], self.most[places])


def candidates(texts: Texts, alignments: Alignments, checked: Numbers) -> Candidates:
    """Every shift that sacreBLEU tries in a round, if `checked` were tried for a pair before."""
    runs = _runs(texts, alignments)
    # Every run is at least one candidate: this keeps the rest small.
    counts = np.bincount(runs.begins.pairs, minlength=len(texts))
    runs = runs.take((checked + counts < _MOST_CANDIDATES)[runs.begins.pairs])
    lengths = runs.most - runs.least + 1
    which = np.repeat(np.arange(len(lengths)), lengths)
    begins, lengths = runs.begins.take(which), runs.least[which] + _counted(lengths)
    moves = np.diff(alignments.targets, axis=1, prepend=-1) != 0
    moved = np.cumsum(moves, axis=1)
    pairs, j = begins.pairs, begins.j
    # A run may go to before each of the reference's words that it matches, or after the last.
    places = 1 + moved[pairs, j + lengths] - moved[pairs, j]
    exact = np.bincount(pairs, weights=places, minlength=len(texts)).astype(np.int64)
    counts = np.maximum(counts, exact)
    few = np.flatnonzero((checked + counts < _MOST_CANDIDATES)[pairs])
    which = np.repeat(few, lengths[few] + 1)
    offsets = _counted(lengths[few] + 1)
    new = (offsets == 0) | moves[pairs[which], j[which] + offsets]
    which, offsets = which[new], offsets[new]
    targets = alignments.targets[pairs[which], j[which] + offsets]
    return Candidates(counts, Shifts(pairs[which], begins.i[which], lengths[which], targets))


def _runs(texts: Texts, alignments: Alignments) -> _Runs:
    """Runs with an error in each text whose counterpart is not aligned with the run itself."""
    matches = _matches(texts)
    pairs, i, j = matches.pairs, matches.i, matches.j
    least = 1 + np.maximum(
        _to_error(alignments.hypothesis_errors)[pairs, i],
        _to_error(alignments.reference_errors)[pairs, j],
    )
    ahead = alignments.targets[pairs, j + 1] - 1 - i
    most = np.where(ahead >= 0, np.minimum(ahead, _MOST_WORDS), _MOST_WORDS)
    possible = least <= most
    runs = _Runs(matches.take(possible), least[possible], most[possible])
    most = np.minimum(runs.most, _lengths(runs.begins, texts))
    return _Runs(runs.begins, runs.least, most).take(runs.least <= most)


def _matches(texts: Texts) -> _Matches:
    width, height = texts.hypotheses.shape[1], texts.references.shape[1]
    reach = min(_MOST_DISTANCE, max(width, height) - 1)
    shape = len(texts), width + 2 * reach
    padded = np.full(shape, BEYOND_REFERENCE, dtype=np.uint32)
    seen = min(height, width + reach)
    padded[:, reach : reach + seen] = texts.references[:, :seen]
    near = sliding_window_view(padded, 2 * reach + 1, axis=1)
    pairs, i, place = np.nonzero(near == texts.hypotheses[:, :, None])
    return _Matches(pairs, i, i + place - reach)


def _lengths(begins: _Matches, texts: Texts) -> Numbers:
    """How many words on the texts stay equal, up to the limit."""
    beyond = (0, 0), (0, _MOST_WORDS)
    words = np.pad(texts.hypotheses, beyond)
    others = np.pad(texts.references, beyond, constant_values=BEYOND_REFERENCE)
    lengths = np.ones(len(begins.pairs), dtype=np.int64)
    alive = np.arange(len(lengths))
    for further in range(1, _MOST_WORDS):
        now = begins.take(alive)
        alive = alive[words[now.pairs, now.i + further] == others[now.pairs, now.j + further]]
        lengths[alive] += 1
    return lengths


def _to_error(errors: Flags) -> Numbers:
    """How many words on the next error stands; more than any run has where there is none."""
    columns = np.arange(errors.shape[1])
    following = np.where(errors, columns, errors.shape[1] + _MOST_WORDS)[:, ::-1]
    nearest: Numbers = np.minimum.accumulate(following, axis=1)[:, ::-1] - columns
    return nearest


def _counted(lengths: Numbers) -> Numbers:
    """0, 1, 2, ... to below each of the lengths, one after another."""
    ends = np.cumsum(lengths)
    count = int(lengths.sum())
    return np.arange(count) - np.repeat(ends - lengths, lengths)
