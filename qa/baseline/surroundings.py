"""The words around a span: what a flag is known by, whatever happens to the lines around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from corpora.text import Document, Side, Span
from corpora.words import words_of

NEIGHBOURS = 3
"""How many words on either side tell a flag from its like."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words of a span and up to three on either side, without letter case, marks and spacing.

    `before` and `after` stand in the span's segment; where that ends too soon, `lead` and `trail`
    are those of the segments beside it that make up the three.
    """

    words: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    lead: tuple[str, ...]
    trail: tuple[str, ...]

    @property
    def in_segment(self) -> str:
        """The words and their neighbours in the segment."""
        return " ".join((*self.before, *self.words, *self.after))

    @property
    def in_document(self) -> str:
        """The words and their neighbours in the document, whatever the segments."""
        around = (*self.lead, *self.before, *self.words, *self.after, *self.trail)
        return " ".join(around)


@dataclass(frozen=True, slots=True)
class _Side:
    """All words of one side, and the number of the first of each segment (and of the end)."""

    keys: tuple[str, ...]
    starts: tuple[int, ...]


class WordsAround:
    """Finds the words around the spans of one document; each of its sides is read but once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._sides: dict[Side, _Side] = {}

    def of(self, segment: int, span: Span) -> Surroundings:
        """The surroundings of a span of the segment with this index."""
        passage = self._document.segments[segment].on(span.side)
        words = words_of(passage.text) if passage else ()
        first = bisect_right(words, span.start, key=lambda word: word.end)
        last = max(first, bisect_left(words, span.end, key=lambda word: word.start))
        side = self._side(span.side)
        start, end = side.starts[segment], side.starts[segment + 1]
        first, last = start + first, start + last
        left, right = max(0, first - NEIGHBOURS), last + NEIGHBOURS
        return Surroundings(
            words=side.keys[first:last],
            before=side.keys[max(left, start) : first],
            after=side.keys[last : min(right, end)],
            lead=side.keys[left : max(left, start)],
            trail=side.keys[min(right, end) : right],
        )

    def _side(self, side: Side) -> _Side:
        if side not in self._sides:
            keys: list[str] = []
            starts = [0]
            for segment in self._document.segments:
                passage = segment.on(side)
                keys += [word.key for word in words_of(passage.text)] if passage else []
                starts.append(len(keys))
            self._sides[side] = _Side(tuple(keys), tuple(starts))
        return self._sides[side]
