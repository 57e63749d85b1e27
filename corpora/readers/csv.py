"""Comma-separated values (RFC 4180; also `;`, as Excel) with a header: columns as those of TSV.

The values come from Python's csv module; where each stands in the file is found beside it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from corpora.errors import InputError
from corpora.reader import Fit, Head, Layout, Reader, ReadOptions, whole
from corpora.rows import Row, column_names, documents, looks_like_rows
from corpora.text import Document, Passage, Piece, TextFile

_DELIMITERS = ",;\t"
"""A comma; in many countries Excel writes a semicolon instead, and calls it CSV, too."""
_FIELDS = {
    sign: re.compile(
        rf'(?:"(?P<quoted>(?:[^"]++|"")*+)"|(?P<plain>(?!")[^{sign}\r\n]*+))'
        rf"(?P<end>{sign}|\r\n|\n|\r|\Z)"
    )
    for sign in _DELIMITERS
}
_OPENING, _INSIDE = re.compile(r'(?:\A|(?<=[,;\t\r\n]))"'), re.compile(r'(?:[^"]++|"")*+')
_TOLD = re.compile(r"sep=([,;\t])(?:\r\n|\n|\r)")
csv.field_size_limit(2**31 - 1)  # a field may be as long as its file


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What parts the fields, and where the header begins (Excel may say `sep=;` above it)."""

    delimiter: str
    start: int = 0


def _dialect(text: str) -> _Dialect:
    told = _TOLD.match(text)
    start = told.end() if told else 0
    if told:
        return _Dialect(told[1], start)
    header = text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r").replace('"', "")
    fitting = (sign for sign in _DELIMITERS if looks_like_rows(header.split(sign)))
    return _Dialect(next(fitting, _DELIMITERS[0]))


def _records(file: TextFile, dialect: _Dialect) -> Iterator[tuple[int, list[Passage]]]:
    """Each record's first line and its fields; blank records are left out."""
    position, record, first = dialect.start, list[Passage](), 0
    field_ = _FIELDS[dialect.delimiter]
    while position < len(file.text) or record:
        found = field_.match(file.text, position)
        if found is None:
            what = "not CSV (a quoted field is not closed as it should be)"
            raise InputError(file.path, what, line=file.line_of(file.origin + position))
        first = first if record else position
        record.append(_passage(file, found))
        position = found.end()
        if found["end"] != dialect.delimiter:
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


def _expected(file: TextFile, dialect: _Dialect) -> Iterator[list[str]]:
    text = io.StringIO(file.text[dialect.start :], newline="")
    rows = csv.reader(text, strict=True, delimiter=dialect.delimiter)
    try:
        yield from (row for row in rows if any(field.strip() for field in row))
    except csv.Error as error:
        line = file.first_line + rows.line_num - 1
        raise InputError(file.path, f"not CSV ({error})", line=line) from None


def _whole(windows: Iterable[TextFile]) -> Iterator[TextFile]:
    """The windows, put together where a quoted field runs on from one into the next."""
    held: list[TextFile] = []
    for window in windows:
        held.append(window)
        if not _runs_on(window.text, inside=len(held) > 1):
            yield _joined(held)
            held = []
    if held:
        yield _joined(held)


def _runs_on(text: str, *, inside: bool) -> bool:
    """Whether lines end within a quoted field; a quotation mark in a plain field opens none."""
    position = _after_quoted(text, 0) if inside else 0
    while 0 <= position < len(text):
        opening = _OPENING.search(text, position)
        if opening is None:
            return False
        position = _after_quoted(text, opening.end())
    return position < 0


def _after_quoted(text: str, position: int) -> int:
    """Where a quoted field that is open at a position ends; -1 where it does not."""
    found = _INSIDE.match(text, position)
    end = found.end() if found else position
    return end + 1 if end < len(text) else -1


def _joined(held: list[TextFile]) -> TextFile:
    text = "".join(window.text for window in held)
    return held[0] if len(held) == 1 else replace(held[0], text=text)


def _rows(windows: Iterable[TextFile]) -> Iterator[Row]:
    names: list[str] | None = None
    dialect: _Dialect | None = None
    for file in _whole(windows):
        dialect = _dialect(file.text) if dialect is None else replace(dialect, start=0)
        records, values = _records(file, dialect), _expected(file, dialect)
        for (line, record), expected in zip(records, values, strict=True):
            if [field.text for field in record] != expected:
                raise InputError(file.path, "not CSV as RFC 4180 has it", line=line)
            if names is None:
                names = column_names(file, line, expected)
                continue
            if len(record) != len(names):
                what = f"{len(record)} fields where the header has {len(names)}"
                raise InputError(file.path, what, line=line, fix='fields with a separator need "…"')
            yield Row(line, dict(zip(names, record, strict=True)))


def _stream(windows: Iterator[TextFile], options: ReadOptions) -> Iterator[Document]:
    first = next(windows)
    return documents(first.path, _rows(chain([first], windows)), options)


def _sniff(head: Head) -> Fit:
    if _TOLD.match(head.text):
        return Fit.SURE
    line = head.text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r").replace('"', "")
    return Fit.GENERAL if any(looks_like_rows(line.split(sign)) for sign in ",;") else Fit.NO


reader = Reader(
    layout=Layout.ROWS, suffixes=(".csv",), read=whole(_stream), sniff=_sniff, stream=_stream
)
