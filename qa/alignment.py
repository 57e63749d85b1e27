"""A translation laid beside its reference, word by word.

Equal words are linked where an edit script of the fewest edits leaves them (Levenshtein, by
rapidfuzz); words that moved are linked where they went, as TER's shifts do (Snover et al. 2006);
what is left is linked where one word looks like an inflection of the other. The rest is missing
or added.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from corpora.text import Span
from corpora.words import Word, words_of

_STEM, _RELATED = 4, 72.0
_MOST_LEFT = 60
_BETWEEN, _CLOSE = 2, 6


@dataclass(frozen=True)
class WordAlignment:
    """The words of both sides, and which of the reference's each of ours answers to.

    `links` leads from the index of our word to that of theirs.
    """

    ours: tuple[Word, ...]
    theirs: tuple[Word, ...]
    links: Mapping[int, int]

    @cached_property
    def back(self) -> Mapping[int, int]:
        """From the index of their word to that of ours."""
        return {there: here for here, there in self.links.items()}

    def facing(self, span: Span, reach: int = 1) -> tuple[Word, ...]:
        """The reference's words between what answers to the neighbours of these words of ours.

        A neighbour is the nearest word that has a partner, at most `reach` words away. Nothing
        where there is none, or where the partners do not stand close together.
        """
        first = bisect_left(self.ours, span.start, key=lambda word: word.end)
        last = bisect_left(self.ours, span.end, key=lambda word: word.start)
        first -= self._steps(first - 1, -1, reach)
        last += self._steps(last, 1, reach)
        before = self.links.get(first - 1) if first else -1
        after = self.links.get(last) if last < len(self.ours) else len(self.theirs)
        if before is None or after is None or not 1 < after - before <= _CLOSE:
            return ()
        return self.theirs[before + 1 : after]

    def _steps(self, at: int, step: int, reach: int) -> int:
        """How many words without a partner lie before the next one that has one."""
        far = 0
        while far < reach and 0 <= at < len(self.ours) and at not in self.links:
            at, far = at + step, far + 1
        return far if far < reach else 0

    def is_gap(self, start: int, end: int) -> bool:
        """Whether the reference's words from one offset to another are all that is missing here.

        Their neighbours stand in the reference's order, and side by side, in the translation.
        """
        first = bisect_left(self.theirs, start, key=lambda word: word.start)
        last = bisect_left(self.theirs, end, key=lambda word: word.start)
        before = self.back.get(first - 1) if first else -1
        after = self.back.get(last) if last < len(self.theirs) else len(self.ours)
        return before is not None and after is not None and after - before == 1

    def place_of(self, offset: int) -> int:
        """Where in the translation the reference's code point `offset` would stand."""
        index = bisect_right(self.theirs, offset, key=lambda word: word.start) - 1
        for there in range(index, -1, -1):
            if there in self.back:
                return self.ours[self.back[there]].end
        return 0


@lru_cache(maxsize=4096)
def aligned(mt: str, reference: str) -> WordAlignment:
    """Align a translation with its reference."""
    ours, theirs = words_of(mt), words_of(reference)
    here, there = [word.key for word in ours], [word.key for word in theirs]
    links: dict[int, int] = {}
    for block in Levenshtein.opcodes(here, there):
        if block.tag == "equal":
            for step in range(block.src_end - block.src_start):
                links[block.src_start + step] = block.dest_start + step
    _link_moved(here, there, links)
    _link_related(here, there, links)
    return WordAlignment(ours, theirs, links)


def _link_moved(here: Sequence[str], there: Sequence[str], links: dict[int, int]) -> None:
    taken = set(links.values())
    places: dict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(there):
        if at not in taken:
            places[key].append(at)
    for at, key in enumerate(here):
        if at not in links and places[key]:
            links[at] = places[key].pop(0)


def _link_related(here: Sequence[str], there: Sequence[str], links: dict[int, int]) -> None:
    """Link inflections and derivations: `memuji` and `pujian`, `announce` and `announced`."""
    taken = set(links.values())
    free = [at for at in range(len(there)) if at not in taken]
    left = [at for at in range(len(here)) if at not in links]
    if len(free) > _MOST_LEFT or len(left) > _MOST_LEFT:
        return
    for at in left:
        near = [other for other in free if is_related(here[at], there[other])]
        if near:
            best = min(near, key=lambda other: abs(other - at))
            links[at] = best
            free.remove(best)


@lru_cache(maxsize=131072)
def is_related(one: str, other: str) -> bool:
    """Whether one word looks like an inflection of the other, or holds it."""
    if min(len(one), len(other)) < _STEM:
        return False
    if one[:_STEM] == other[:_STEM] or one in other or other in one:
        return True
    return fuzz.ratio(one, other) >= _RELATED


def gaps(size: int, linked: Mapping[int, int], least: int) -> Iterator[tuple[int, int]]:
    """Runs, half-open, of at least so many words that nothing answers to."""
    start = 0
    for at in range(size + 1):
        if at == size or at in linked:
            if at - start >= least:
                yield start, at
            start = at + 1


def substitutions(words: WordAlignment) -> Iterator[tuple[Word, Word]]:
    """Pairs of words, one on each side, that stand between the same neighbours."""
    last = len(words.ours)
    for here in range(last):
        there = words.links.get(here)
        if there is not None and words.theirs[there].key == words.ours[here].key:
            continue
        before = words.links.get(here - 1, -1) if here else -1
        after = words.links.get(here + 1) if here + 1 < last else len(words.theirs)
        if after is not None and after - before == _BETWEEN and (here == 0 or before >= 0):
            yield words.ours[here], words.theirs[before + 1]


def neighbours(words: WordAlignment) -> Iterator[tuple[Word, Word]]:
    """Pairs of words, one on each side, that stand beside the same word and are not equal."""
    for here, word in enumerate(words.ours):
        if here in words.links and words.theirs[words.links[here]].key == word.key:
            continue
        for step in (-1, 1):
            there = words.links.get(here + step, -_BETWEEN) - step
            if 0 <= there < len(words.theirs) and words.theirs[there].key != word.key:
                yield word, words.theirs[there]
