"""Line-aligned text: a segment a line, blank lines kept, as sacreBLEU reads it.

Trailing white space is not part of a segment; leading white space is.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.opening import name_of
from corpora.reader import Layout, Reader, ReadOptions
from corpora.text import Document, Passage, Segment, TextFile


def _segments(file: TextFile) -> Iterator[Segment]:
    ends = (*file.line_starts[1:], len(file.text))
    for index, (start, end) in enumerate(zip(file.line_starts, ends, strict=True)):
        if start == end == len(file.text):
            return  # the newline that ends the file begins no line
        text = file.text[start:end].rstrip()
        yield Segment(index, Passage(text, file, start), paragraph=index)


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    yield Document(name_of(file.path), tuple(_segments(file)), options.language)


reader = Reader(layout=Layout.LINES, suffixes=(), read=_read)
