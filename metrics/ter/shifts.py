"""Shifts of runs of words within a hypothesis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.ter.words import Codes, Flags, Numbers, Texts


@dataclass(frozen=True, slots=True)
class Shifts:
    """A place for each shift: of `lengths` words from `starts` to before the word at `targets`.

    `pairs` says whose hypothesis it is.
    """

    pairs: Numbers
    starts: Numbers
    lengths: Numbers
    targets: Numbers

    def __len__(self) -> int:
        return len(self.pairs)

    def take(self, places: Numbers | Flags) -> Shifts:
        """Those shifts alone."""
        return Shifts(
            self.pairs[places], self.starts[places], self.lengths[places], self.targets[places]
        )


@dataclass(frozen=True, slots=True)
class _Swaps:
    """Each shift as an exchange of neighbours: words before `middle` with words before `end`."""

    first: Numbers
    middle: Numbers
    end: Numbers


def shifted(shifts: Shifts, texts: Texts) -> Codes:
    """The hypotheses after each of the shifts."""
    swaps = _swaps(shifts, texts)
    first, middle, end = (x[:, None] for x in (swaps.first, swaps.middle, swaps.end))
    column = np.arange(texts.hypotheses.shape[1])
    border = first + end - middle
    source = column + np.where((column >= first) & (column < border), middle - first, 0)
    source += np.where((column >= border) & (column < end), middle - end, 0)
    return texts.hypotheses[shifts.pairs[:, None], source]


def _swaps(shifts: Shifts, texts: Texts) -> _Swaps:
    ends = shifts.starts + shifts.lengths
    back = shifts.targets < shifts.starts
    # Into itself a run moves as many words on as the target lies within it, or to the text's end.
    within = np.minimum(texts.hypothesis_lengths[shifts.pairs], shifts.targets + shifts.lengths)
    ahead = np.where(shifts.targets > ends, shifts.targets, within)
    return _Swaps(
        np.minimum(shifts.starts, shifts.targets),
        np.where(back, shifts.starts, ends),
        np.where(back, ends, ahead),
    )
