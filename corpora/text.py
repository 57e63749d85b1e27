"""The values that every layer speaks of: spans, passages, segments, documents, flags.

All are frozen. Offsets are code points, ranges half-open. A span counts within its segment's text;
`Passage.to_file` leads from there back into the file as it was read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from itertools import accumulate


class Side(StrEnum):
    """Whose words a span or a file holds."""

    SOURCE = "source"
    TRANSLATION = "translation"
    REFERENCE = "reference"


class Severity(IntEnum):
    """MQM's severities; the value is the weight (Freitag et al. 2021, doi:10.1162/tacl_a_00437)."""

    NEUTRAL = 0
    MINOR = 1
    MAJOR = 5
    CRITICAL = 25

    @property
    def word(self) -> str:
        """The severity as people write it: `minor`."""
        return self.name.lower()


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
    """A file as read: its bytes decoded with `encoding`, newlines untouched, BOM taken off."""

    path: str
    text: str = field(repr=False)
    encoding: str = "utf-8"
    line_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "line_starts", _line_starts(self.text))

    def line_of(self, offset: int) -> int:
        """The line that holds code point `offset`, counted from 1."""
        return bisect_left(self.line_starts, offset + 1)

    def column_of(self, offset: int) -> int:
        """The column of code point `offset` in its line, counted from 1."""
        return offset - self.line_starts[self.line_of(offset) - 1] + 1


@dataclass(frozen=True, slots=True)
class Escape:
    """The code point at `at` of a passage is written with `width` code points in the file."""

    at: int
    width: int


@dataclass(frozen=True, slots=True)
class FileRange:
    """Code points `start` to `end`, half-open, of a whole file."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    r"""A stretch of text and where it stands in its file.

    `text` is what the reader understood; it starts at code point `start` of `file`. Where the
    format writes a character differently (`""` in CSV, `\u00e9` in JSON), `escapes` says so,
    in order.
    """

    text: str
    file: TextFile = field(repr=False, compare=False)
    start: int = 0
    escapes: tuple[Escape, ...] = field(default=(), repr=False)

    def to_file(self, span: Span) -> FileRange:
        """Where a span of this passage stands in the file."""
        return FileRange(self._offset(span.start), self._offset(span.end))

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to read here."""
        return not self.text.strip()

    def _offset(self, offset: int) -> int:
        longer = sum(e.width - 1 for e in self.escapes if e.at < offset)
        return self.start + offset + longer


@dataclass(frozen=True, slots=True)
class Segment:
    """One aligned unit, usually a sentence.

    `paragraph` counts the paragraphs of the translation from 0. `realigned` marks a segment whose
    sides did not match one to one, so that the aligner joined or left out sentences.
    """

    index: int
    mt: Passage
    source: Passage | None = None
    references: tuple[Passage, ...] = ()
    paragraph: int = 0
    realigned: bool = False

    def on(self, side: Side) -> Passage | None:
        """The passage on one side (the first reference for the references' side)."""
        if side is Side.TRANSLATION:
            return self.mt
        if side is Side.SOURCE:
            return self.source
        return self.references[0] if self.references else None


@dataclass(frozen=True, slots=True)
class Document:
    """One article: its segments in order. Languages are BCP 47 codes, or None where unknown."""

    id: str
    segments: tuple[Segment, ...]
    language: str | None = None
    source_language: str | None = None
    system: str | None = None

    @property
    def has_source(self) -> bool:
        """Whether any segment has a source."""
        return any(segment.source is not None for segment in self.segments)

    @property
    def has_reference(self) -> bool:
        """Whether any segment has a reference."""
        return any(segment.references for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Location:
    """A span of the segment with this index."""

    segment: int
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """What another rule said of the same words."""

    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A fault in a segment: where, what, how bad and what to write instead.

    `category` is an MQM category such as `fluency/punctuation`; `confidence` is the expected
    share of such flags that a professional would agree with, 0 to 1; `fingerprint` names the
    flag across runs, whatever happens to the lines around it. `safe` says that the suggestion may
    be written unread; `evidence` is what other rules say of the same words, `also` where else the
    same fault stands.
    """

    rule: str
    segment: int
    span: Span
    message: str
    severity: Severity
    category: str
    confidence: float
    suggestion: str | None = None
    fingerprint: str = ""
    safe: bool = False
    evidence: tuple[Evidence, ...] = ()
    also: tuple[Location, ...] = ()
