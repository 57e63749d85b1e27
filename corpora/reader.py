"""What a reader is: one file a format, in `corpora/readers/`.

A reader's module exposes `reader = Reader(…)`; its id is its file's name. Readers of prose and
of lines fill the translation's side only, and the pairing lays source and references beside it;
readers of rows find every side in the one file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from corpora.segmentation import Segmenter
from corpora.text import Document, TextFile


class Layout(Enum):
    """How the sides of a text are laid out in this format."""

    PROSE = "prose"
    """A side a file, sentences to be found and aligned."""
    LINES = "lines"
    """A side a file, line by line."""
    ROWS = "rows"
    """All sides in one file, row by row."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a reader may need to know: the languages, if known, and how to find sentences."""

    language: str | None = None
    source_language: str | None = None
    segmenter: Segmenter = field(default_factory=Segmenter)


Read = Callable[[TextFile, ReadOptions], Iterator[Document]]


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: its layout, the suffixes its files usually bear, and how to read one.

    `read` yields the file's documents; it raises InputError, with the line, for what it cannot
    read.
    """

    layout: Layout
    suffixes: tuple[str, ...]
    read: Read
