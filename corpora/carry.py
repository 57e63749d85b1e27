"""Flags that came with a file, carried over to segments that were joined since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpora.text import Document, Location, Side, Span


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an old segment's translation begins: in which new one, and how far into it."""

    segment: int
    offset: int


def carried(old: Document, new: Document) -> Document:
    """`new`, whose segments are those of `old` joined, with the flags of `old` in their places."""
    if not old.flags:
        return new
    places = dict(enumerate(_places(old, new)))

    def moved(segment: int, span: Span) -> Location:
        place = places[segment]
        shift = place.offset if span.side is Side.TRANSLATION else 0
        return Location(place.segment, Span(span.start + shift, span.end + shift, span.side))

    flags = []
    for flag in old.flags:
        here = moved(flag.segment, flag.span)
        also = tuple(moved(other.segment, other.span) for other in flag.also)
        flags.append(replace(flag, segment=here.segment, span=here.span, also=also))
    return replace(new, flags=tuple(flags))


def _places(old: Document, new: Document) -> Iterator[_Place]:
    at, offset = 0, 0
    for segment in old.segments:
        text = segment.mt.text
        while (found := new.segments[at].mt.text.find(text, offset)) < 0:
            at, offset = at + 1, 0
        yield _Place(at, found)
        offset = found + len(text)
