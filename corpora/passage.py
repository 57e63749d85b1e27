"""Where words stand: spans of a passage, passages of a file, and the way from one to the other.

All are frozen. Offsets are code points, ranges half-open.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate


class Side(StrEnum):
    """Whose words a span or a file holds."""

    SOURCE = "source"
    TRANSLATION = "translation"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points `start` to `end`, half-open, of a segment's text on one side.

    An empty span marks a place where something is missing.
    """

    start: int
    end: int
    side: Side = Side.TRANSLATION

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def overlaps(self, other: Span) -> bool:
        """Whether both have a code point in common."""
        return self.start < other.end and other.start < self.end


_LINE_END = re.compile(r"\r\n|\n|\r")


def _line_starts(text: str) -> tuple[int, ...]:
    if "\r" in text:
        return (0, *(found.end() for found in _LINE_END.finditer(text)))
    return (0, *accumulate([len(line) + 1 for line in text.split("\n")[:-1]]))


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file as read: its bytes decoded with `encoding`, newlines untouched, BOM taken off.

    Of a large file it may be a `window`, which begins at code point `origin` of the whole, on line
    `first_line`. `extracted`: the bytes are no text (DOCX, Parquet); this was taken out of them, a
    paragraph or a row a line.
    """

    path: str
    text: str = field(repr=False)
    encoding: str = "utf-8"
    origin: int = 0
    first_line: int = 1
    extracted: bool = False
    window: bool = False
    packed: bool = False
    line_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "line_starts", _line_starts(self.text))

    def line_of(self, offset: int) -> int:
        """The line that holds code point `offset`, counted from 1."""
        return bisect_left(self.line_starts, offset - self.origin + 1) + self.first_line - 1

    def column_of(self, offset: int) -> int:
        """The column of code point `offset` in its line, counted from 1."""
        at = offset - self.origin
        return at - self.line_starts[bisect_left(self.line_starts, at + 1) - 1] + 1

    def slice(self, start: int, end: int) -> str:
        """What the file says from code point `start` to `end`, as far as this window shows it."""
        return self.text[max(0, start - self.origin) : max(0, end - self.origin)]


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a passage and its file stop running in step.

    Code point `at` of the passage is written at `start` of the file with `width` code points (an
    escape; 0 where the file does not write it at all). Those after it follow one by one, up to
    the next piece.
    """

    at: int
    start: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class FileRange:
    """Code points `start` to `end`, half-open, of a whole file."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    r"""A stretch of text and where it stands in its file.

    `text` is what the reader understood; it starts at code point `start` of `file`. Where the
    format writes a character differently (`""` in CSV, `\u00e9` in JSON, `&amp;` in XML) or
    something stands between that is no text (a tag), `pieces` says so, in order.
    """

    text: str
    file: TextFile = field(repr=False, compare=False)
    start: int = 0
    pieces: tuple[Piece, ...] = field(default=(), repr=False)

    def to_file(self, span: Span) -> FileRange:
        """Where a span of this passage stands in the file; tags around it are left out."""
        if span.start == span.end:
            place = self.begin(span.start)
            return FileRange(place, place)
        start = self.begin(span.start)
        return FileRange(start, max(start, self.end(span.end)))

    def begin(self, offset: int) -> int:
        """Where code point `offset` begins in the file; at the end of the text, where that is."""
        if offset and offset >= len(self.text):
            return self.end(len(self.text)) + offset - len(self.text)
        if (piece := self._piece(offset)) is None:
            return self.start + offset
        passed = offset - piece.at
        return piece.start + (piece.width + passed - 1 if passed else 0)

    def end(self, offset: int) -> int:
        """Where the code point before `offset` ends in the file."""
        if offset <= 0:
            return self.begin(0)
        if (piece := self._piece(offset - 1)) is None:
            return self.start + offset
        return piece.start + piece.width + (offset - 1 - piece.at)

    def part(self, start: int, end: int) -> Passage:
        """Code points `start` to `end` of this passage, as a passage."""
        inner = [p for p in self.pieces[self._index(start) : self._index(end - 1)] if p.at > start]
        first = self._piece(start)
        if first is not None and first.at == start and start < end:
            inner.insert(0, first)
        moved = tuple(Piece(p.at - start, p.start, p.width) for p in inner if p.at < end)
        return Passage(self.text[start:end], self.file, self.begin(start), moved)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to read here."""
        return not self.text.strip()

    def _index(self, offset: int) -> int:
        return bisect_right(self.pieces, offset, key=_at)

    def _piece(self, offset: int) -> Piece | None:
        """The last piece that begins at or before a code point."""
        index = self._index(offset) if self.pieces else 0
        return self.pieces[index - 1] if index else None


def _at(piece: Piece) -> int:
    return piece.at
