"""Whether translations and references have come out of step: a line too many, or one too few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics import ngrams
from metrics.metric import Sample

_ORDER = 4
_FARTHEST = 2
_BLOCK, _BLOCKS = 10, 20
_ENOUGH = 2 * _BLOCK
_BETTER, _TIMES = 0.05, 1.5
_UNLIKE = 0.2
"""Blocks that are as like their references as this are not looked at again."""
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Step:
    """From segment `start` on, segment n answers reference n + `by`."""

    start: int
    by: int


def out_of_step(samples: Sequence[Sample]) -> Step | None:
    """Where the translation first runs ahead of its reference, or behind.

    Blocks of ten lines are compared with the references beside them, too: by the share of
    n-grams of four characters. One block out of step must be followed by another, as the fault
    does not mend itself.
    """
    count = len(samples)
    if count < _ENOUGH:
        return None
    starts = range(0, count - _BLOCK + 1, _BLOCK)
    looked = sorted({*starts[:: max(1, len(starts) // _BLOCKS)], *starts[-2:]})
    offsets = _best(samples, looked)
    for place, (start, by) in enumerate(zip(looked, offsets, strict=True)):
        following = offsets[place + 1 : place + 2] or offsets[place - 1 : place]
        if by and following == [by]:
            return Step(_first(samples, start, by), by)
    return None


def _best(samples: Sequence[Sample], starts: Sequence[int]) -> list[int]:
    """By how many lines the block at each start is out of step; 0 if it is not, clearly."""
    in_place = _of_blocks(samples, starts, 0)
    offsets = [0] * len(starts)
    doubtful = [number for number, mean in enumerate(in_place) if mean < _UNLIKE]
    best = in_place[doubtful]
    for by in sorted(set(range(-_FARTHEST, _FARTHEST + 1)) - {0}, key=abs):
        means = _of_blocks(samples, [starts[number] for number in doubtful], by)
        clear = (means > in_place[doubtful] + _BETTER) & (means > _TIMES * in_place[doubtful])
        for place in np.flatnonzero(clear & (means > best)):
            offsets[doubtful[place]] = by
        best = np.maximum(best, means)
    return offsets


def _of_blocks(samples: Sequence[Sample], starts: Sequence[int], by: int) -> Values:
    """The mean likeness of the lines of each block."""
    lines = [start + step for start in starts for step in range(_BLOCK)]
    return np.asarray(_likeness(samples, lines, by).reshape(-1, _BLOCK).mean(axis=1))


def _first(samples: Sequence[Sample], start: int, by: int) -> int:
    """The first segment out of step, going back from a block that is, while it is so."""
    step = max(_BLOCK, len(samples) // _BLOCKS)
    lines = range(max(0, start - step), start + _BLOCK)
    ahead = _likeness(samples, lines, by) - _likeness(samples, lines, 0)
    gain = np.cumsum(ahead[::-1])[::-1]  # from each line to the end of the stretch
    return lines[int(np.argmax(gain))]


def _likeness(samples: Sequence[Sample], lines: Sequence[int], by: int) -> Values:
    """For each line, how like the reference `by` lines on it is, 0 to 1 (0 outside the corpus)."""
    others = [_reference(samples[n + by]) if 0 <= n + by < len(samples) else "" for n in lines]
    own = _characters([samples[n].mt for n in lines])
    other = _characters(others)
    shared = ngrams.matches(own, [other], _ORDER, lowest=_ORDER)[:, -1]
    both = own.ngrams(_ORDER)[:, -1] + other.ngrams(_ORDER)[:, -1]
    return np.asarray(2.0 * shared / np.maximum(both, 1))


def _reference(sample: Sample) -> str:
    return sample.references[0] if sample.references else ""


def _characters(texts: Sequence[str]) -> ngrams.Runs:
    return ngrams.of_characters(["".join(text.split()).casefold() for text in texts])
