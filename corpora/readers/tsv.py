"""Tab-separated values with a header: `mt`, and if there are such, `src`, `ref`, `doc`, `system`.

Fields are taken as they stand: a quotation mark is a quotation mark (as in WMT's files).
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.errors import InputError
from corpora.reader import Layout, Reader, ReadOptions
from corpora.rows import Row, column_names, documents
from corpora.text import Document, Passage, TextFile


def _cells(file: TextFile, start: int, line: str) -> Iterator[Passage]:
    for field in line.split("\t"):
        yield Passage(field, file, start)
        start += len(field) + 1


def _lines(file: TextFile) -> Iterator[tuple[int, int, str]]:
    ends = (*file.line_starts[1:], len(file.text))
    for number, (start, end) in enumerate(zip(file.line_starts, ends, strict=True), 1):
        line = file.text[start:end].rstrip("\r\n")
        if line.strip():
            yield number, start, line


def _rows(file: TextFile) -> Iterator[Row]:
    lines = _lines(file)
    first, _, header = next(lines)
    names = column_names(file, first, header.split("\t"))
    for number, start, line in lines:
        cells = tuple(_cells(file, start, line))
        if len(cells) != len(names):
            what = f"{len(cells)} fields where the header has {len(names)}"
            fix = "a tab or a newline inside a field must be taken out"
            raise InputError(file.path, what, line=number, fix=fix)
        yield Row(number, dict(zip(names, cells, strict=True)))


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    return documents(file, _rows(file), options)


reader = Reader(layout=Layout.ROWS, suffixes=(".tsv", ".tab"), read=_read)
