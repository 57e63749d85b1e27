"""Lines of plain text, and whether texts are line-aligned: a segment a line on every side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from corpora.passage import TextFile

_PARAGRAPHS_APART = 1 / 4
_NUMBER = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A line: where it begins in its file, and its text with what ends it."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A text's number of lines, how many are blank, and a hash of which ones are."""

    lines: int
    blank: int
    places: bytes


def lines_of(window: TextFile) -> Iterator[Line]:
    """The lines of a window; the newline that ends it begins no line."""
    ends = (*window.line_starts[1:], len(window.text))
    for start, end in zip(window.line_starts, ends, strict=True):
        if start < len(window.text):
            yield Line(window.origin + start, window.text[start:end])


def shape_of(windows: Iterable[TextFile]) -> Shape:
    """The shape of a text that comes window by window."""
    count, blank, places = 0, 0, blake2b()
    for window in windows:
        for line in lines_of(window):
            if not line.text.strip():
                blank += 1
                places.update(count.to_bytes(_NUMBER))
            count += 1
    return Shape(count, blank, places.digest())


def are_line_aligned(sides: Sequence[Shape]) -> bool:
    """Whether all have equally many lines, and these are not paragraphs with blank lines between.

    A fourth of the lines blank, the same ones on every side: so articles are laid out.
    """
    first = sides[0]
    if any(side.lines != first.lines for side in sides):
        return False
    apart = first.blank >= max(2, _PARAGRAPHS_APART * first.lines)
    return not (apart and all(side.places == first.places for side in sides))
