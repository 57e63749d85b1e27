"""Good translations with a stretch that says something else than the source.

Words are dropped, added or put in place of others, out of another good translation of the same
language: as fluent as before but for the seams, so that only the source or a reference shows it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
PARTS = 3
MARKED, MAJOR, FLUENCY = 0.85, 0.9, 0.1
_LEAST, _POINTS = 5.0, 12.0  # MQM points lost, and how many more where all is wrong
_WORDS = 8
_FEWEST = 4
_KINDS = ("rest", "other", "dropped", "added")


@dataclass(frozen=True, slots=True)
class Twin:
    """Where its three parts start and how long they are (word pieces); the second is foreign."""

    starts: tuple[int, int, int]
    sizes: tuple[int, int, int]
    points: float


@dataclass(frozen=True, slots=True)
class Text:
    """Where a text starts among all ids, how many it has, and where words start in it."""

    start: int
    size: int
    words: Rows

    @classmethod
    def of(cls, start: int, begins: NDArray[np.bool_]) -> Text:
        """A text between `<s>` and `</s>`; every piece is a word where few look like one."""
        size = len(begins)
        words = 1 + np.flatnonzero(begins[1:-1])
        return cls(start, size, words if len(words) >= _FEWEST else np.arange(1, size - 1))


def twin(good: Text, other: Text, rng: np.random.Generator) -> Twin | None:
    """A spoiled twin of a good text, with words of another; None of a very short one."""
    if min(len(good.words), len(other.words)) < _FEWEST:
        return None
    kind = _KINDS[rng.integers(len(_KINDS))]
    here = _stretch(good, rng, rest=kind == "rest")
    there = _stretch(other, rng, rest=kind == "rest")
    start, end = (here[0], here[0]) if kind == "added" else here
    foreign = 0 if kind == "dropped" else there[1] - there[0]
    lost = max(end - start, foreign) / good.size
    return Twin(
        (good.start, other.start + there[0], good.start + end),
        (start, foreign, good.size - end),
        _LEAST + _POINTS * min(lost, 1.0),
    )


def _stretch(text: Text, rng: np.random.Generator, *, rest: bool) -> tuple[int, int]:
    """Some words, or all from one on: places in the text, half open."""
    count = len(text.words)
    first = int(rng.integers(count // 2 if rest else count - 1))
    last = count if rest else first + int(rng.integers(1, _WORDS))
    return int(text.words[first]), int(text.words[last]) if last < count else text.size - 1
