"""Words that pin two texts together: names, figures and, in one language, any rare word.

A word that stands in one sentence of either text is a vote that the two sentences belong together
(as in Melamed 1999, aclanthology.org/J99-1003). The votes that agree with each other best, in
order, are the anchors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpora.words import words_of

_SHORTEST_WORD = 4
_ENOUGH = 2


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """Sentence `left` of one text and sentence `right` of the other share `votes` rare words."""

    left: int
    right: int
    votes: int


def anchors(left: Sequence[str], right: Sequence[str]) -> list[Anchor]:
    """Anchors in order, none crossing another; one sentence may have several."""
    ours, theirs = _single_places(left), _single_places(right)
    votes = Counter((ours[word], theirs[word]) for word in ours.keys() & theirs.keys())
    return _longest_chain(sorted(_trusted(votes)))


def _single_places(sentences: Sequence[str]) -> dict[str, int]:
    """The words that stand in one sentence only, with its number."""
    places: dict[str, int] = {}
    several = set[str]()
    for number, sentence in enumerate(sentences):
        for word in words_of(sentence):
            key = word.key
            if places.setdefault(key, number) != number:
                several.add(key)
    return {key: place for key, place in places.items() if key not in several and _tells(key)}


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST_WORD or word.isdigit()


def _trusted(votes: Mapping[tuple[int, int], int]) -> Iterator[Anchor]:
    """The pairs that both of their sentences like best, or one of them for several words."""
    best_left, best_right = Counter[int](), Counter[int]()
    for (left, right), count in votes.items():
        best_left[left] = max(best_left[left], count)
        best_right[right] = max(best_right[right], count)
    for (left, right), count in votes.items():
        likes = (count == best_left[left]) + (count == best_right[right])
        if likes == _ENOUGH or (likes and count >= _ENOUGH):
            yield Anchor(left, right, count)


def _longest_chain(found: Sequence[Anchor]) -> list[Anchor]:
    """The chain with most votes in which neither side ever goes back."""
    top = 1 + max((anchor.right for anchor in found), default=0)
    best: list[tuple[int, int]] = [(0, -1)] * (top + 1)  # a Fenwick tree of prefix maxima
    before: list[int] = []
    for number, anchor in enumerate(found):
        total, previous = 0, -1
        at = anchor.right + 1
        while at:
            total, previous = max((total, previous), best[at])
            at &= at - 1
        before.append(previous)
        at = anchor.right + 1
        while at <= top:
            best[at] = max(best[at], (total + anchor.votes, number))
            at += at & -at
    return _unwound(found, before, max(best)[1])


def _unwound(found: Sequence[Anchor], before: Sequence[int], last: int) -> list[Anchor]:
    chain = []
    while last >= 0:
        chain.append(found[last])
        last = before[last]
    return chain[::-1]
