"""Words that the reference has the other way round.

## What it finds
Two neighbouring groups of up to three words that stand in the reference in the opposite order,
and nowhere in the reference as they stand here: `UAV sistem` against `sistem UAV`. Groups with
little words or punctuation in them, and moves over a longer distance, are mostly a matter of
style and stay silent. So do languages whose file does not say that noun phrases have one order
only (`fixed_order`): of the flags on WMT 2021 news, raters had marked 3 of 35 into German and
28 of 78 into English.

## Why that is bad
The order of the source's language shows through; often the sense suffers.

## Source
Shifted blocks as in TER: Snover et al. 2006, aclanthology.org/2006.amta-papers.25.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpora.text import Segment, Severity, Side, Span
from corpora.words import Word, words_of
from qa.check import Check, Example, Finding, each_segment
from qa.language import Pair

_LONGEST = 3
_MOST_PLACES = 16
_MESSAGE = "the reference has these words the other way round"


@dataclass(frozen=True, slots=True)
class _Swap:
    """Words `start` to `end`, their halves turned round, are the reference's from `at` on."""

    start: int
    end: int
    at: int

    @property
    def size(self) -> int:
        """How many words change places."""
        return self.end - self.start


def _find(segment: Segment, languages: Pair) -> Iterator[Finding]:
    ours = words_of(segment.mt.text)
    little = languages.target.function_words
    for reference in segment.references[:1] if languages.target.fixed_order else ():
        theirs = words_of(reference.text)
        for swap in _swaps(ours, theirs):
            here, there = ours[swap.start : swap.end], theirs[swap.at : swap.at + swap.size]
            if any(word.key in little or not word.text.isalpha() for word in here):
                continue
            if _is_whole(segment.mt.text, here) and _is_whole(reference.text, there):
                span = Span(here[0].start, here[-1].end)
                suggestion = reference.text[there[0].start : there[-1].end]
                yield Finding(segment.index, span, _MESSAGE, suggestion)


def _swaps(ours: Sequence[Word], theirs: Sequence[Word]) -> Iterator[_Swap]:
    """The swaps, from left to right, each as long as can be, none overlapping another."""
    mine, other = _Phrases(ours), _Phrases(theirs)
    start = 0
    while start < len(ours) - 1:
        swap = next(_swaps_at(mine, other, start), None)
        if swap is not None:
            yield swap
        start = start + 1 if swap is None else swap.end


def _swaps_at(mine: _Phrases, other: _Phrases, start: int) -> Iterator[_Swap]:
    for end in range(min(len(mine.keys), start + 2 * _LONGEST), start + 1, -1):
        for middle in range(max(start + 1, end - _LONGEST), min(end, start + _LONGEST + 1)):
            turned = mine.keys[middle:end] + mine.keys[start:middle]
            at = other.find(turned)
            straight = mine.keys[start:end]
            if at is None or turned == straight:
                continue
            if other.find(straight) is None and mine.find(turned) is None:
                yield _Swap(start, end, at)


class _Phrases:
    """Finds runs of words in a text, in time that does not grow with its length.

    Of a pair of words that comes often, only the first places are looked at.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self.keys = tuple(word.key for word in words)
        self._pairs: dict[tuple[str, str], list[int]] = {}
        for at, pair in enumerate(pairwise(self.keys)):
            places = self._pairs.setdefault(pair, [])
            if len(places) < _MOST_PLACES:
                places.append(at)

    def find(self, phrase: tuple[str, ...]) -> int | None:
        """Where the phrase, of two words or more, stands first."""
        places = self._pairs.get((phrase[0], phrase[1]), ())
        return next((i for i in places if self.keys[i : i + len(phrase)] == phrase), None)


def _is_whole(text: str, words: Sequence[Word]) -> bool:
    """Whether nothing but spaces stands between these words."""
    return all(text[a.end : b.start].isspace() for a, b in pairwise(words))


check = Check(
    find=each_segment(_find),
    severity=Severity.MINOR,
    category="fluency/word-order",
    confidence=0.65,
    needs=frozenset([Side.REFERENCE]),
    bad=(
        Example(
            "Mereka membuat [[penerbangan teknologi → teknologi penerbangan]] di sana.",
            reference="Mereka membuat teknologi penerbangan di situ.",
            language="id",
        ),
        Example(
            "Ia lahir di [[selatan London → London selatan]].",
            reference="Dia lahir di London selatan.",
            language="id",
        ),
    ),
    good=(
        Example("Roti dan mentega.", reference="Mentega dan roti.", language="id"),
        Example("Hari Senin ia tiba.", reference="Ia tiba hari Senin.", language="id"),
        Example("Patroli sungai membantu.", reference="Sungai, patroli, membantu.", language="id"),
        Example("Experts say so.", reference="So say experts."),
    ),
)
