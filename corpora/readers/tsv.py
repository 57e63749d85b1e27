"""Tab-separated values with a header: `mt`, and if there are such, `src`, `ref`, `doc`, `system`.

Fields are taken as they stand: a quotation mark is a quotation mark (as in WMT's files), but for a
field that Excel has put in quotation marks, which doubles those within it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from corpora.annotated.tab_separated import FIX
from corpora.errors import InputError
from corpora.reader import Fit, Head, Layout, Reader, ReadOptions, whole
from corpora.rows import Row, column_names, documents, looks_like_rows
from corpora.text import Document, Passage, Piece, TextFile

_EXCEL = re.compile(r'"(?=.*"")(?:[^"]++|"")*+"', re.DOTALL)


def cells_of(file: TextFile, start: int, line: str) -> Iterator[Passage]:
    """The fields of the line at `start`."""
    for field in line.split("\t"):
        read = _unquoted if _EXCEL.fullmatch(field) else Passage
        yield read(field, file, start)
        start += len(field) + 1


def value_of(field: str) -> str:
    """What a field says."""
    return field[1:-1].replace('""', '"') if _EXCEL.fullmatch(field) else field


def _unquoted(field: str, file: TextFile, start: int) -> Passage:
    """A field that Excel put in quotation marks because there are some in it, which it doubled."""
    text, pieces = field[1:-1].replace('""', '"'), list[Piece]()
    for at, sign in enumerate(text):
        if sign == '"':
            pieces.append(Piece(at, start + 1 + at + len(pieces), 2))
    return Passage(text, file, start + 1, tuple(pieces))


def miscounted(fields: int, names: Sequence[str]) -> str:
    """What is wrong with a line of so many fields."""
    return f"{fields} fields where the header has {len(names)}"


def _lines(file: TextFile) -> Iterator[tuple[int, int, str]]:
    """The lines with something in them: number, place in the file, text."""
    ends = (*file.line_starts[1:], len(file.text))
    pairs = zip(file.line_starts, ends, strict=True)
    for number, (start, end) in enumerate(pairs, file.first_line):
        line = file.text[start:end].rstrip("\r\n")
        if line.strip():
            yield number, file.origin + start, line


def _rows(windows: Iterator[TextFile]) -> Iterator[Row]:
    names: list[str] | None = None
    for file in windows:
        for number, start, line in _lines(file):
            if names is None:
                names = column_names(file, number, line.split("\t"))
                continue
            cells = tuple(cells_of(file, start, line))
            if len(cells) != len(names):
                what = miscounted(len(cells), names)
                raise InputError(file.path, what, line=number, fix=FIX)
            yield Row(number, dict(zip(names, cells, strict=True)))


def _stream(windows: Iterator[TextFile], options: ReadOptions) -> Iterator[Document]:
    first = next(windows)
    return documents(first.path, _rows(chain([first], windows)), options)


def _sniff(head: Head) -> Fit:
    lines = head.text.lstrip("\r\n").splitlines()[:2]
    names = lines[0].split("\t") if lines else []
    is_table = looks_like_rows(names) and all(len(one.split("\t")) == len(names) for one in lines)
    return Fit.GENERAL if is_table else Fit.NO


reader = Reader(
    layout=Layout.ROWS, suffixes=(".tsv", ".tab"), read=whole(_stream), sniff=_sniff, stream=_stream
)
