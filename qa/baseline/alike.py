"""Which flags of the same words are one though their sentence was translated anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from qa.baseline.contexts import Context, Words
from qa.baseline.pairing import Pairing

_LEAST = 2
"""One neighbour that agrees may do so by chance."""
_SHARE, _SHARE_WITHOUT_WORDS = 1 / 2, 2 / 3
_MOST_WITH_A_KEY = 16
"""Neighbours that so many share tell nothing apart; the cost shall not grow with their square."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An earlier flag and one of now."""

    earlier: int
    now: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many neighbours agree, of how many that could."""

    words: int
    of: int

    @property
    def share(self) -> float:
        """The share that agrees."""
        return self.words / self.of if self.of else 0.0


def alike(
    earlier: Mapping[int, Context], now: Mapping[int, Context], pairing: Pairing
) -> Iterator[Pair]:
    """Pairs of free ones, those first that agree best, each in one pair at most."""
    taken_earlier: set[int] = set()
    taken_now: set[int] = set()
    for pair in _best_first(earlier, now, pairing):
        if pair.earlier not in taken_earlier and pair.now not in taken_now:
            taken_earlier.add(pair.earlier)
            taken_now.add(pair.now)
            yield pair


def _best_first(
    earlier: Mapping[int, Context], now: Mapping[int, Context], pairing: Pairing
) -> list[Pair]:
    found: list[tuple[float, int, int, Pair]] = []
    for number, pair in enumerate(_candidates(earlier, now, pairing)):
        agreed = agreement(earlier[pair.earlier], now[pair.now])
        has_words = earlier[pair.earlier].words
        enough = _SHARE if has_words else _SHARE_WITHOUT_WORDS
        if agreed.words >= _LEAST and agreed.share >= enough:
            found.append((-agreed.share, -agreed.words, number, pair))
    return [pair for *_, pair in sorted(found, key=lambda one: one[:3])]


def _candidates(
    earlier: Mapping[int, Context], now: Mapping[int, Context], pairing: Pairing
) -> Iterator[Pair]:
    """Those that have two neighbours in common."""
    having: dict[tuple[tuple[str, str], ...], list[int]] = defaultdict(list)
    for index in pairing.free_now():
        for key in dict.fromkeys(_twos(now[index])):
            if len(having[key]) < _MOST_WITH_A_KEY:
                having[key].append(index)
    for index in pairing.free_earlier():
        found = (other for key in _twos(earlier[index]) for other in having.get(key, []))
        for other in dict.fromkeys(found):
            yield Pair(index, other)


def _twos(context: Context) -> Iterator[tuple[tuple[str, str], ...]]:
    """Each two of the neighbours in the segment, with their side."""
    before = (("before", word) for word in _own_before(context))
    after = (("after", word) for word in _own_after(context))
    return combinations(sorted((*before, *after)), _LEAST)


def _own_before(context: Context) -> Words:
    return context.before[: context.own_before]


def _own_after(context: Context) -> Words:
    return context.after[: context.own_after]


def agreement(one: Context, other: Context) -> Agreement:
    """How many neighbours in the segment agree, in their order.

    A side that a segment's edge cuts short is compared as far as it goes.
    """
    sides = ((_own_before(one), _own_before(other)), (_own_after(one), _own_after(other)))
    return Agreement(
        sum(_common(*side) for side in sides), sum(min(map(len, side)) for side in sides)
    )


def _common(one: Words, other: Words) -> int:
    """The length of the longest common subsequence; both have three words at most."""
    if not one or not other:
        return 0
    if one[0] == other[0]:
        return 1 + _common(one[1:], other[1:])
    return max(_common(one[1:], other), _common(one, other[1:]))
