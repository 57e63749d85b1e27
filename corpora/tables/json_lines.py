"""JSON lines as a table: an object a line, each line alone a text that its passages lie in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from corpora.errors import InputError
from corpora.json_places import after_space, decode
from corpora.readers.jsonl import cells_of
from corpora.rows import (
    DOCUMENT_NAMES,
    MT_NAMES,
    SYSTEM_NAMES,
    Key,
    Row,
    belongs_to,
    no_translation,
)
from corpora.tables.faults import (
    Fault,
    bad_row,
    fault_of,
    key_of,
    line_too_long,
    most_bytes,
    not_text,
)
from corpora.tables.lines import Line, file_of, lines_in, lines_of
from corpora.tables.table import BadRow, Cutter, Mark, Reason, Stretch, Table
from corpora.text import TextFile

_HEAD = 1 << 16
_DEEPEST = 100
"""How deep a row may be nested: where Python gives up depends on who asked it."""
_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_LABELS = (*DOCUMENT_NAMES, *SYSTEM_NAMES)
_ONLY_TEXTS = frozenset({str})
_decode = msgspec.json.Decoder().decode


def row_of(file: TextFile) -> Row | Fault:
    """The row that a line with an object makes."""
    try:
        return Row(file.first_line, dict(cells_of(file, after_space(file.text, 0))))
    except InputError as error:
        return Fault(Reason.LONE_SURROGATE, error.what)


def _start(table: Table) -> int:
    """The file's beginning. Raises InputError where no row that can be seen there would do."""
    with file_of(table) as file:
        seen = file.read(_HEAD).rfind(b"\n") + 1
    columns, lines = dict[str, None](), 0
    for line in lines_of(table, _HEAD):
        if line.end > seen:
            break
        lines += 1
        found = _object(TextFile(table.path, line.data.decode("utf-8", "replace")))
        columns |= {} if isinstance(found, Fault) else dict.fromkeys(found)
    if lines and not columns:
        raise InputError(table.path, "not JSON lines", fix="write an object with 'mt' a line")
    if lines and columns.keys().isdisjoint(MT_NAMES):
        raise no_translation(table.path, None, columns)
    return 0


def _marks(table: Table, longest: int) -> Iterator[Mark]:
    for line in lines_of(table, most_bytes(longest)):
        yield Mark(line.number, line.end, _key(table, line, longest), len(line.data))


def _key(table: Table, line: Line, longest: int) -> Key | None:
    """Which document a row belongs to: quickly, but as the row itself would say it."""
    if (cells := _quick(line)) is not None:
        return None if fault_of(cells, longest) else key_of(cells)
    row = _read(table, line, longest)
    return belongs_to(row) if isinstance(row, Row) else None


def _quick(line: Line) -> Mapping[str, object] | None:
    """A line's values that are not null; None where only the slow way can tell."""
    if line.too_long or _may_be_deep(line.data):
        return None
    try:
        value = _decode(line.data)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None  # it is stricter than JSON: NaN, half a character
    if not isinstance(value, dict):
        return None
    cells = _by_name(value)
    if set(map(type, cells.values())) <= _ONLY_TEXTS:
        return cells
    labels = (cells[name] for name in _LABELS if name in cells)
    # A number tells documents apart by how it is written, which is lost.
    is_clear = all(isinstance(one, str) or (isinstance(one, int) and one != 0) for one in labels)
    return cells if is_clear else None


def _rows(table: Table, stretch: Stretch, longest: int) -> Iterator[Row | BadRow]:
    for line in lines_in(table, stretch, most_bytes(longest)):
        row = _read(table, line, longest)
        yield bad_row(line.number, row, line.data) if isinstance(row, Fault) else row


def _read(table: Table, line: Line, longest: int) -> Row | Fault:
    if line.too_long:
        return line_too_long(most_bytes(longest))
    try:
        text = line.data.decode()
    except UnicodeDecodeError:
        return not_text(line.data)
    file = TextFile(table.path, text, first_line=line.number)
    found = _object(file)
    if isinstance(found, Fault):
        return found
    return fault_of(found, longest) or row_of(file)


def _object(file: TextFile) -> Mapping[str, object] | Fault:
    """The values of a line's object that are not null."""
    if _may_be_deep(file.text) and _depth(file.text) > _DEEPEST:
        return Fault(Reason.BROKEN, "JSON nested too deep")
    try:
        value = decode(file, file.first_line, file.text)
    except InputError as error:
        return Fault(Reason.BROKEN, error.what)
    if not isinstance(value, dict):
        return Fault(Reason.BROKEN, "not a JSON object; an object a line")
    return _by_name(value)


def _by_name(value: Mapping[str, object]) -> dict[str, object]:
    return {key.lower(): one for key, one in value.items() if one is not None}


def _may_be_deep(line: str | bytes) -> bool:
    if isinstance(line, str):
        return line.count("[") + line.count("{") > _DEEPEST
    return line.count(b"[") + line.count(b"{") > _DEEPEST


def _depth(text: str) -> int:
    depth, deepest = 0, 0
    for found in _BRACKETS.finditer(text):
        sign = found.group()
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
    return deepest


cutter = Cutter(_start, _marks, _rows)
