"""Line-aligned text: a segment a line, blank lines kept, as sacreBLEU reads it.

Trailing white space is not part of a segment; leading white space is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpora.lines import lines_of
from corpora.opening import name_of
from corpora.reader import Layout, Reader, ReadOptions
from corpora.rows import in_parts, name_of_part
from corpora.text import Document, Passage, Segment, TextFile


def _passages(window: TextFile) -> Iterator[Passage]:
    for line in lines_of(window):
        yield Passage(line.text.rstrip(), window, line.start)


def _document(name: str, passages: Iterable[Passage], options: ReadOptions) -> Document:
    segments = (Segment(n, one, paragraph=n) for n, one in enumerate(passages))
    return Document(name, tuple(segments), options.language)


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    yield _document(name_of(file.path), _passages(file), options)


def _stream(windows: Iterator[TextFile], options: ReadOptions) -> Iterator[Document]:
    passages = (one for window in windows for one in _passages(window))
    for number, part in enumerate(in_parts(passages), 1):
        name = name_of_part(name_of(part[0].file.path), number)
        yield _document(name, part, options)


reader = Reader(layout=Layout.LINES, suffixes=(), read=_read, stream=_stream)
