"""TSV as a table: a header, then a row a line, each line alone a text that its passages lie in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpora.annotated.tab_separated import FIX
from corpora.comments import comments_in
from corpora.errors import InputError
from corpora.readers.tsv import cells_of, miscounted, value_of
from corpora.rows import MT_NAMES, Row, column_names, no_translation
from corpora.tables.faults import (
    Fault,
    bad_row,
    fault_of,
    key_of,
    line_too_long,
    most_bytes,
    not_text,
)
from corpora.tables.lines import Line, lines_in, lines_of
from corpora.tables.table import BadRow, Cutter, Mark, Reason, Stretch, Table
from corpora.text import TextFile

_LONGEST_HEADER = 1 << 16


@dataclass(frozen=True, slots=True)
class _Header:
    """The columns' names, the header's line, and where the next line begins."""

    names: tuple[str, ...]
    line: int
    end: int


def _start(table: Table) -> int:
    return _header(table).end


def _header(table: Table) -> _Header:
    """The first line with something in it; in an empty file there is nothing to look up.

    Raises InputError where it is no header.
    """
    line = next(lines_of(table, _LONGEST_HEADER), None)
    if line is None:
        return _Header((), 0, 0)
    fix = "begin with the names of the columns, mt among them"
    if line.too_long:
        raise InputError(table.path, "has no header, but a long line", line=line.number, fix=fix)
    text = _text(line)
    if isinstance(text, Fault):
        raise InputError(table.path, text.what, line=line.number, fix=fix)
    names = column_names(TextFile(table.path, text), line.number, text.split("\t"))
    if set(names).isdisjoint(MT_NAMES):
        raise no_translation(table.path, line.number, names)
    return _Header(tuple(names), line.number, line.end)


def _marks(table: Table, longest: int) -> Iterator[Mark]:
    header = _header(table)
    for line in lines_of(table, most_bytes(longest), header.end):
        cells = _cells(table, header, line, longest)
        key = None if isinstance(cells, Fault) else key_of(cells)
        yield Mark(header.line + line.number, line.end, key, len(line.data))


def _rows(table: Table, stretch: Stretch, longest: int) -> Iterator[Row | BadRow]:
    header = _header(table)
    for line in lines_in(table, stretch, most_bytes(longest)):
        cells = _cells(table, header, line, longest)
        if isinstance(cells, Fault):
            yield bad_row(line.number, cells, line.data)
            continue
        text = line.data.decode()
        file = TextFile(table.path, text, first_line=line.number)
        yield Row(line.number, dict(zip(header.names, cells_of(file, 0, text), strict=True)))


def _cells(table: Table, header: _Header, line: Line, longest: int) -> dict[str, str] | Fault:
    """A line's fields by the names of their columns, or why they are of no use."""
    if line.too_long:
        return line_too_long(most_bytes(longest))
    text = _text(line)
    if isinstance(text, Fault):
        return text
    fields = text.split("\t")
    if len(fields) != len(header.names):
        return Fault(Reason.BROKEN, f"{miscounted(len(fields), header.names)}; {FIX}")
    if '"' in text:
        fields = [value_of(field) for field in fields]
    cells = dict(zip(header.names, fields, strict=True))
    return fault_of(cells, longest) or _fault_of_comment(table, line, text) or cells


def _text(line: Line) -> str | Fault:
    if b"\0" in line.data:
        return Fault(Reason.BROKEN, "no text (it holds U+0000)")
    try:
        return line.data.decode()
    except UnicodeDecodeError:
        return not_text(line.data)


def _fault_of_comment(table: Table, line: Line, text: str) -> Fault | None:
    """A row that looks like an order to the desk, but is none, would stop who heeds it."""
    if "copydesk:" not in text:
        return None
    try:
        comments_in(TextFile(table.path, text, first_line=line.number))
    except InputError as error:
        return Fault(Reason.BROKEN, error.what)
    return None


cutter = Cutter(_start, _marks, _rows)
