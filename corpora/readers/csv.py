"""Comma-separated values (RFC 4180) with a header: the columns are those of TSV.

The values come from Python's csv module; where each stands in the file is found beside it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from corpora.errors import InputError
from corpora.reader import Fit, Head, Layout, Reader, ReadOptions
from corpora.rows import Row, column_names, documents, looks_like_rows
from corpora.text import Document, Passage, Piece, TextFile

_FIELD = re.compile(
    r'(?:"(?P<quoted>(?:[^"]++|"")*+)"|(?P<plain>(?!")[^,\r\n]*+))(?P<end>,|\r\n|\n|\r|\Z)'
)
csv.field_size_limit(2**31 - 1)  # a field may be as long as its file


def _records(file: TextFile) -> Iterator[tuple[int, list[Passage]]]:
    """Each record's first line and its fields; blank records are left out."""
    position, record, first = 0, list[Passage](), 0
    while position < len(file.text) or record:
        found = _FIELD.match(file.text, position)
        if found is None:
            what = "not CSV (a quoted field is not closed as it should be)"
            raise InputError(file.path, what, line=file.line_of(file.origin + position))
        first = first if record else position
        record.append(_passage(file, found))
        position = found.end()
        if found["end"] != ",":
            if any(not field.is_blank for field in record):
                yield file.line_of(file.origin + first), record
            record = []


def _passage(file: TextFile, found: re.Match[str]) -> Passage:
    if found["quoted"] is None:
        return Passage(found["plain"], file, file.origin + found.start("plain"))
    text = found["quoted"].replace('""', '"')
    start, pieces = file.origin + found.start("quoted"), list[Piece]()
    for at, sign in enumerate(text):
        if sign == '"':
            pieces.append(Piece(at, start + at + len(pieces), 2))
    return Passage(text, file, start, tuple(pieces))


def _expected(file: TextFile) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(file.text, newline=""), strict=True)
    try:
        yield from (row for row in rows if any(field.strip() for field in row))
    except csv.Error as error:
        line = file.first_line + rows.line_num - 1
        raise InputError(file.path, f"not CSV ({error})", line=line) from None


def _whole(windows: Iterable[TextFile]) -> Iterator[TextFile]:
    """The windows, put together where a quoted field runs on from one into the next."""
    held: list[TextFile] = []
    quotes = 0
    for window in windows:
        held.append(window)
        quotes += window.text.count('"')
        if quotes % 2 == 0:
            yield _joined(held)
            held = []
    if held:
        yield _joined(held)


def _joined(held: list[TextFile]) -> TextFile:
    text = "".join(window.text for window in held)
    return held[0] if len(held) == 1 else replace(held[0], text=text)


def _rows(windows: Iterable[TextFile]) -> Iterator[Row]:
    names: list[str] | None = None
    for file in _whole(windows):
        for (line, record), expected in zip(_records(file), _expected(file), strict=True):
            if [field.text for field in record] != expected:
                raise InputError(file.path, "not CSV as RFC 4180 has it", line=line)
            if names is None:
                names = column_names(file, line, expected)
                continue
            if len(record) != len(names):
                what = f"{len(record)} fields where the header has {len(names)}"
                raise InputError(file.path, what, line=line, fix='fields with a comma need "…"')
            yield Row(line, dict(zip(names, record, strict=True)))


def _stream(windows: Iterator[TextFile], options: ReadOptions) -> Iterator[Document]:
    first = next(windows)
    return documents(first.path, _rows(chain([first], windows)), options)


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    return _stream(iter([file]), options)


def _sniff(head: Head) -> Fit:
    line = head.text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")
    return Fit.GENERAL if looks_like_rows(line.replace('"', "").split(",")) else Fit.NO


reader = Reader(layout=Layout.ROWS, suffixes=(".csv",), read=_read, sniff=_sniff, stream=_stream)
