"""Counting n-grams of many segments at once.

Each n-gram becomes one integer: the segment's number, then its symbols, so that sorting brings
equal n-grams of a segment together. No hashing: the counts are exact.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from metrics.cores import cores

Integers = NDArray[np.int64]
_BITS = 62
_BLOCK = 1024
_CODE_POINTS = 0x110000


@dataclass(frozen=True, slots=True)
class Runs:
    """Sequences of symbols, end to end: sequence `i` is `symbols[starts[i]:starts[i + 1]]`."""

    symbols: Integers
    starts: Integers

    @property
    def lengths(self) -> Integers:
        """How many symbols each sequence has."""
        return np.diff(self.starts)

    def part(self, low: int, high: int) -> Runs:
        """The sequences from `low` to `high`, half-open."""
        first, last = self.starts[low], self.starts[high]
        return Runs(self.symbols[first:last], self.starts[low : high + 1] - first)

    def ngrams(self, order: int) -> Integers:
        """How many n-grams of each order, 1 to `order`, each sequence has: sequences × orders."""
        return np.asarray(np.maximum(self.lengths[:, None] - np.arange(order), 0))


def of_characters(texts: Sequence[str]) -> Runs:
    """The code points of each text."""
    joined = "".join(texts).encode("utf-32-le", "surrogatepass")
    symbols = np.frombuffer(joined, dtype=np.uint32).astype(np.int64)
    return Runs(symbols, _starts([len(text) for text in texts]))


def of_words(texts: Sequence[Sequence[Hashable]], numbers: dict[Hashable, int]) -> Runs:
    """The words of each text by their `numbers`; new ones are added there."""
    words = list(chain.from_iterable(texts))
    for word in set(words).difference(numbers):
        numbers[word] = len(numbers)
    found = np.asarray(list(map(numbers.__getitem__, words)), dtype=np.int64)
    return Runs(found, _starts(list(map(len, texts))))


def _starts(lengths: Sequence[int]) -> Integers:
    return np.concatenate([[0], np.cumsum(np.asarray(lengths, dtype=np.int64))]).astype(np.int64)


def matches(hypothesis: Runs, references: Sequence[Runs], order: int, lowest: int = 1) -> Integers:
    """For each segment and order the n-grams that it shares with its references.

    An n-gram counts as often as it stands in the hypothesis, and at most as often as in the
    reference that has it most often: segments × orders, those below the `lowest` all 0.
    """
    count = len(hypothesis.lengths)
    if count == 0:
        return np.zeros((0, order), dtype=np.int64)
    sides = _numbered([hypothesis, *references])
    blocks = [(low, min(low + _BLOCK, count)) for low in range(0, count, _BLOCK)]

    def of_block(block: tuple[int, int]) -> Integers:
        return _matches([side.part(*block) for side in sides], range(lowest, order + 1))

    if len(blocks) == 1:
        return of_block(blocks[0])
    with ThreadPoolExecutor(cores()) as pool:  # sorting lets other threads run
        return np.concatenate(list(pool.map(of_block, blocks)))


def _numbered(sides: Sequence[Runs]) -> list[Runs]:
    """The same sequences, their symbols counted from 0 without gaps."""
    highest = max((int(side.symbols.max()) for side in sides if len(side.symbols)), default=0)
    there = np.zeros(highest + 1, dtype=bool)
    for side in sides:
        there[side.symbols] = True
    numbers = np.cumsum(there) - 1
    return [Runs(numbers[side.symbols], side.starts) for side in sides]


def _matches(sides: Sequence[Runs], orders: range) -> Integers:
    """Of one block; it is split where the numbers of its n-grams would not fit into 62 bits."""
    count = len(sides[0].lengths)
    room = _BITS - (count * len(sides)).bit_length()
    width, order = _width(sides), orders[-1]
    if width * order > room:
        sides = _own_numbers(sides)
        width = _width(sides)
    if width * order <= room:
        return _shared(sides, orders, width)
    if count == 1:
        return _by_rank(sides, orders)
    middle = count // 2
    halves = ([side.part(*part) for side in sides] for part in ((0, middle), (middle, count)))
    return np.concatenate([_matches(half, orders) for half in halves])


def _width(sides: Sequence[Runs]) -> int:
    """How many bits a symbol takes."""
    return max((int(s.symbols.max()).bit_length() for s in sides if len(s.symbols)), default=0) or 1


def _own_numbers(sides: Sequence[Runs]) -> list[Runs]:
    """Symbols counted anew within each segment, so that their numbers are small."""
    many = 1 + max(int(side.symbols.max()) for side in sides if len(side.symbols))
    keys = np.concatenate([_segments(side) * many + side.symbols for side in sides])
    found, ranks = np.unique(keys, return_inverse=True)
    first = np.searchsorted(found, np.arange(len(sides[0].lengths)) * many)
    own = ranks - first[keys // many]
    ends = np.cumsum([len(side.symbols) for side in sides])[:-1]
    return [Runs(part, s.starts) for part, s in zip(np.split(own, ends), sides, strict=True)]


def _segments(side: Runs) -> Integers:
    """For each symbol the number of its sequence."""
    return np.repeat(np.arange(len(side.lengths)), side.lengths)


@dataclass(slots=True)
class _Grams:
    """The n-grams of one side, growing: where they start, their numbers, how far to the end."""

    symbols: Integers
    at: Integers
    keys: Integers
    left: Integers

    @staticmethod
    def of(side: Runs) -> _Grams:
        """Nothing yet, at each position: the number is the segment's."""
        at = np.arange(len(side.symbols))
        segments = _segments(side)
        return _Grams(side.symbols, at, segments, side.starts[1:][segments] - at)

    def grow(self, length: int, width: int) -> Integers:
        """The numbers of the n-grams of the next length."""
        fits = self.left >= length
        self.at, self.left, keys = self.at[fits], self.left[fits], self.keys[fits]
        self.keys = (keys << width) | self.symbols[self.at + (length - 1)]
        return self.keys


def _shared(sides: Sequence[Runs], orders: range, width: int) -> Integers:
    grams = [_Grams.of(side) for side in sides]
    shared = np.zeros((len(sides[0].lengths), orders[-1]), dtype=np.int64)
    for length in range(1, orders[-1] + 1):
        grown = [gram.grow(length, width) for gram in grams]
        if length in orders:
            keys, common = _common(grown)
            shared[:, length - 1] = np.bincount(keys >> (width * length), common, len(shared))
    return shared


def _common(sides: Sequence[Integers]) -> tuple[Integers, Integers]:
    """The n-grams that stand on the first side and another one, and how often they match."""
    several = len(sides)
    marked = np.concatenate([keys * several + number for number, keys in enumerate(sides)])
    marked.sort()
    runs = _run_starts(marked)
    times = np.diff(runs, append=len(marked))
    keys, side = np.divmod(marked[runs], several)
    firsts = np.flatnonzero(side == 0)
    firsts = firsts[firsts + 1 < len(keys)]
    most = np.zeros(len(firsts), dtype=np.int64)
    for step in range(1, several):  # a key's other sides stand right behind its first
        place = np.minimum(firsts + step, len(keys) - 1)
        same = keys[place] == keys[firsts]
        most = np.where(same & (place > firsts), np.maximum(most, times[place]), most)
    found = most > 0
    return keys[firsts][found], np.minimum(most, times[firsts])[found]


def _run_starts(ordered: Integers) -> Integers:
    """Where each run of equal numbers starts."""
    if not len(ordered):
        return ordered
    return np.concatenate([[0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1])


def _by_rank(sides: Sequence[Runs], orders: range) -> Integers:
    """A single segment with very many different symbols: its n-grams are numbered as they grow."""
    grams = [_Grams.of(side) for side in sides]
    shared = np.zeros((1, orders[-1]), dtype=np.int64)
    for length in range(1, orders[-1] + 1):
        keys = [gram.grow(length, _BITS // 2) for gram in grams]
        shared[0, length - 1] = int(_common(keys)[1].sum())
        _, ranks = np.unique(np.concatenate(keys), return_inverse=True)
        for gram, own in zip(
            grams, np.split(ranks, np.cumsum([len(k) for k in keys])[:-1]), strict=True
        ):
            gram.keys = own
    return shared
