"""The choice of a shift among candidates, in sacreBLEU 2.6's order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist

from metrics.ter import beam
from metrics.ter.shifts import Shifts, shifted
from metrics.ter.words import Flags, Numbers, Texts, strings

# What one table of shifted hypotheses may hold.
_CELLS = 1 << 20


@dataclass(frozen=True, slots=True)
class Offer:
    """Candidates with the edit distances they are known to lead to at least."""

    shifts: Shifts
    distances: Numbers

    def take(self, places: Numbers | Flags) -> Offer:
        """Those candidates alone."""
        return Offer(self.shifts.take(places), self.distances[places])

    def best(self) -> Numbers:
        """Where each pair's best candidate is.

        First counts the distance, then the longest run, the earliest start, the earliest target.
        """
        shifts = self.shifts
        order = np.lexsort(
            (shifts.targets, shifts.starts, -shifts.lengths, self.distances, shifts.pairs)
        )
        _, first = np.unique(shifts.pairs[order], return_index=True)
        return order[first]

    def within_beam(self, pairs: Numbers, texts: Texts) -> Offer:
        """The candidates of some pairs, with the distances that they lead to within the beam."""
        offered = self.take(np.isin(self.shifts.pairs, pairs))
        known = offered.distances.copy()
        for pair in pairs.tolist():
            mine = np.flatnonzero(offered.shifts.pairs == pair)
            hypotheses = shifted(offered.shifts.take(mine), texts)
            length, other = texts.hypothesis_lengths[pair], texts.reference_lengths[pair]
            known[mine] = beam.distances(hypotheses[:, :length], texts.references[pair, :other])
        return Offer(offered.shifts, known)


def offer(shifts: Shifts, texts: Texts) -> Offer:
    """The candidates with their true edit distances.

    A search within a beam finds these or higher ones.
    """
    size = max(1, _CELLS // texts.hypotheses.shape[1])
    blocks = [np.arange(a, min(a + size, len(shifts))) for a in range(0, len(shifts), size)]
    distances = [_distances(shifts.take(block), texts) for block in blocks]
    return Offer(shifts, np.concatenate([np.zeros(0, dtype=np.int64), *distances]))


def _distances(shifts: Shifts, texts: Texts) -> Numbers:
    pairs, which = np.unique(shifts.pairs, return_inverse=True)
    references = texts.reference_strings(pairs)
    found = cpdist(
        strings(shifted(shifts, texts)),
        [references[number] for number in which.tolist()],
        scorer=Levenshtein.distance,
        dtype=np.int64,
    )
    return np.asarray(found, dtype=np.int64)
