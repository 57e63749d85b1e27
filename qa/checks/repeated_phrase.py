"""A phrase that comes again at once, or over and over.

## What it finds
Three words or more that are repeated at once (`in the city in the city`), or two words that stand
three times in a row. Lists of figures, and what the source repeats as well, stay silent.

## Why that is bad
Neural translation can get caught in a loop. The words after the loop are often missing, so the
sentence needs a look at its source.

## Source
Fu et al. 2021, "A Theoretical Analysis of the Repetition Problem in Text Generation",
doi:10.1609/aaai.v35i14.17520; oscillatory hallucinations: Raunak et al. 2021,
aclanthology.org/2021.naacl-main.92.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpora.text import Segment, Severity, Span
from corpora.words import Word, words_of
from qa.check import Check, Example, Finding, each_segment
from qa.language import Pair

_LONGEST = 12
_SHORTEST = 2
_ONCE_IS_ENOUGH = 3
_TWICE = 2


@dataclass(frozen=True, slots=True)
class _Loop:
    """`times` copies in a row of the `size` words from `at` on."""

    at: int
    size: int
    times: int


def _loops(words: Sequence[Word]) -> Iterator[_Loop]:
    keys = [word.key for word in words]
    places: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[key].append(place)
    at = 0
    while at < len(keys):
        same = places[keys[at]]
        loop = next(_starting(keys, at, same), None) if len(same) > 1 else None
        if loop is None:
            at += 1
        else:
            yield loop
            at += loop.size * loop.times


def _starting(keys: Sequence[str], at: int, same: Sequence[int]) -> Iterator[_Loop]:
    """The loops that start here; a second copy starts where the first word comes again."""
    for place in same[bisect_right(same, at) :]:
        if place - at > _LONGEST:
            return
        if place - at >= _SHORTEST and (found := _at(keys, at, place - at)):
            yield found


def _at(keys: Sequence[str], at: int, size: int) -> _Loop | None:
    phrase = keys[at : at + size]
    if len(set(phrase)) == 1 or sum(key.isalpha() for key in phrase) < _SHORTEST:
        return None  # first of all: a decoder that is stuck writes one word thousands of times
    times = 1
    while keys[at + size * times : at + size * (times + 1)] == phrase:
        times += 1
    needed = 2 if size >= _ONCE_IS_ENOUGH else 3
    return _Loop(at, size, times) if times >= needed else None


def _find(segment: Segment, _: Pair) -> Iterator[Finding]:
    words = words_of(segment.mt.text)
    loops = list(_loops(words))
    if not loops or (segment.source and any(_loops(words_of(segment.source.text)))):
        return
    for loop in loops:
        end = words[loop.at + loop.size - 1].end
        between = segment.mt.text[end : words[loop.at + loop.size].start]
        if loop.times == _TWICE and between.strip():
            continue  # items of a list that begin alike
        first, last = words[loop.at], words[loop.at + loop.size * loop.times - 1]
        phrase = segment.mt.text[first.start : end]
        message = f"'{phrase}' comes {loop.times} times in a row"
        yield Finding(segment.index, Span(first.start, last.end), message, suggestion=phrase)


check = Check(
    find=each_segment(_find),
    severity=Severity.MAJOR,
    category="fluency/grammar",
    confidence=0.9,
    bad=(
        Example("They met [[in the old city in the old city → in the old city]] on Monday."),
        Example(
            "Ia pergi [[ke kota ke kota ke kota → ke kota]] lagi.",
            source="He went to the city again.",
            language="id",
        ),
    ),
    good=(
        Example("Step by step, day by day, they went on and on and on."),
        Example("No, no, no, no."),
        Example("Asked about entry rules; asked about entry rules for cars."),
        Example(
            "Bit by bit by bit by bit.", source="Sedikit demi sedikit demi sedikit demi sedikit."
        ),
    ),
)
