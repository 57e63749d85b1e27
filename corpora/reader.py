"""What a reader is: one file a format, in `corpora/readers/`.

A reader's module exposes `reader = Reader(…)`; its id is its file's name. Readers of prose and
of lines fill the translation's side only, and the pairing lays source and references beside it;
readers of rows find every side in the one file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, IntEnum

from corpora.opening import Opened
from corpora.segmentation import Segmenter
from corpora.text import Document, Side, TextFile


class Layout(Enum):
    """How the sides of a text are laid out in this format."""

    PROSE = "prose"
    """A side a file, sentences to be found and aligned."""
    LINES = "lines"
    """A side a file, line by line."""
    ROWS = "rows"
    """All sides in one file, row by row."""


class Fit(IntEnum):
    """How a file's first bytes look to a reader."""

    NO = 0
    """They are not in its format, or they do not tell: the suffix decides."""
    LIKELY = 1
    """They may be in its format, unless the suffix says otherwise."""
    GENERAL = 2
    """They are in its format, or in one that builds on it: rows of a certain kind."""
    SURE = 3
    """They are in its format and in no other."""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file: `data` as bytes, unpacked, `text` decoded as well as it goes."""

    path: str
    data: bytes
    text: str


def _any_language(_text: str) -> Segmenter:
    return Segmenter()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a reader may need to know: the languages, if known, and how to find sentences.

    `segmenter_for` chooses what finds the sentences of a text.
    """

    language: str | None = None
    source_language: str | None = None
    segmenter_for: Callable[[str], Segmenter] = _any_language


Read = Callable[[TextFile, ReadOptions], Iterator[Document]]
Stream = Callable[[Iterator[TextFile], ReadOptions], Iterator[Document]]
Sides = Callable[[TextFile, Side, ReadOptions], list[tuple[Document, ...]]]


def whole(stream: Stream) -> Read:
    """Reads a file that is one window, by a reader's `stream`."""
    return lambda file, options: stream(iter([file]), options)


def _cannot_tell(_head: Head) -> Fit:
    return Fit.NO


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: its layout, the suffixes its files usually bear, and how to read one.

    `read` yields the file's documents; it raises InputError, with the line, for what it cannot
    read. `sniff` looks at a file's beginning. `stream` reads a large file window by window, in
    constant memory. `extract`: the format's files are no text; it takes the text out of one, in
    windows marked as extracted, for `read` (the first of them) or `stream`. `sides` reads one side
    of a test set alone, as the partner of a translation in lines: once for each reference.
    """

    layout: Layout
    suffixes: tuple[str, ...]
    read: Read
    sniff: Callable[[Head], Fit] = _cannot_tell
    stream: Stream | None = None
    extract: Callable[[Opened], Iterator[TextFile]] | None = None
    sides: Sides | None = None
