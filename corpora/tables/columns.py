"""Parquet as a table: read batch by batch, each row as the line of JSON that the reader makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import Any

from corpora.arrow_kinds import written
from corpora.errors import InputError
from corpora.opening import Opened
from corpora.readers.parquet import (
    Columns,
    cell_of,
    columns_of,
    damage,
    damaged,
    json_of,
    table_of,
)
from corpora.rows import Row
from corpora.tables.faults import Fault, bad_row, fault_of, key_of, not_text
from corpora.tables.json_lines import row_of
from corpora.tables.lines import file_of
from corpora.tables.table import BadRow, Cutter, Mark, Reason, Stretch, Table
from corpora.text import TextFile

_BATCH = 256
_LONGEST_SIGN = 4
_MOST_IN_BATCH = 1 << 26
"""Bytes that the values of a column may take in a batch, for all that its dictionary shows."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A file that is open: what is read of it, and with what."""

    file: Opened
    source: Any
    columns: Columns
    table: Any


@dataclass(frozen=True, slots=True)
class _Values:
    """A row, counted from 1: its values that are not null, by name, or why it has none."""

    row: int
    cells: Mapping[str, object] | Fault


def _start(table: Table) -> int:
    with _opened(table):
        return 0


def _marks(table: Table, longest: int) -> Iterator[Mark]:
    with _opened(table) as held:
        for one in _values(held, 0, sum(held.columns.groups), longest):
            fault = one.cells if isinstance(one.cells, Fault) else fault_of(one.cells, longest)
            if fault or isinstance(one.cells, Fault):
                yield Mark(one.row, one.row, None, 0)
            else:
                yield Mark(one.row, one.row, key_of(one.cells), sum(map(_size, one.cells.values())))


def _size(value: object) -> int:
    """About how many bytes of text are in a value."""
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, list) else len(str(value))


def _rows(table: Table, stretch: Stretch, longest: int) -> Iterator[Row | BadRow]:
    with _opened(table) as held:
        for one in _values(held, stretch.start, stretch.end, longest):
            yield _row(table, one, longest)


def _row(table: Table, values: _Values, longest: int) -> Row | BadRow:
    if isinstance(values.cells, Fault):
        return bad_row(values.row, values.cells)
    line = json_of(values.cells)
    found = fault_of(values.cells, longest) or row_of(
        TextFile(table.path, line, first_line=values.row, extracted=True)
    )
    return bad_row(values.row, found, line) if isinstance(found, Fault) else found


@contextmanager
def _opened(table: Table) -> Iterator[_Held]:
    """A table's file. Raises InputError for what is no table of translations."""
    with file_of(table) as raw:
        file = Opened(table.path, raw)
        with damage(table.path):
            columns = columns_of(file, raw)
            held = _Held(file, raw, columns, table_of(file, raw))
        yield held


def _values(held: _Held, start: int, end: int, longest: int) -> Iterator[_Values]:
    """The rows between two, both counted from 0."""
    first = 0
    for group, count in enumerate(held.columns.groups):
        if first < end and first + count > start:
            within = range(max(0, start - first), min(count, end - first))
            yield from _of_group(held, group, within, longest)
        first += count


def _of_group(held: _Held, group: int, within: range, longest: int) -> Iterator[_Values]:
    """Rows of a row group, counted within it; none is left out, as damaged as it is."""
    first, at = sum(held.columns.groups[:group]) + 1, 0
    start, end = within.start, within.stop
    fault = Fault(Reason.UNREADABLE, "damaged Parquet file (fewer rows than it says)")
    for batch in _batches(held, group):
        if isinstance(batch, Fault):
            fault = batch
            break
        cut = batch.slice(max(0, start - at), max(0, end - max(start, at)))
        yield from _of_batch(held, cut, first + max(start, at), longest)
        at += batch.num_rows
        if at >= end:
            return
    yield from (_Values(first + number, fault) for number in range(max(start, at), end))


def _batches(held: _Held, group: int) -> Iterator[Any]:
    """The batches of a row group, always cut alike; at last a Fault where it cannot be read on."""
    names, size = list(held.columns.names), _batch_size(held, group)
    try:
        yield from held.table.iter_batches(
            size, row_groups=[group], columns=names, use_threads=False
        )
    except Exception as error:  # noqa: BLE001 — pyarrow's errors are of many kinds
        if isinstance(error, OSError) and error.errno:
            what = f"cannot be read ({error.strerror or error})"
            raise InputError(held.file.name, what) from None
        yield Fault(Reason.UNREADABLE, damaged(error))


def _batch_size(held: _Held, group: int) -> int:
    """How many rows to take at once: fewer where a long value could be repeated in each."""
    names, compute = held.columns.texts, import_module("pyarrow.compute")
    try:
        table = table_of(held.file, held.source, names)
        batches = table.iter_batches(1, row_groups=[group], columns=list(names), use_threads=False)
        lengths = (
            compute.max(compute.binary_length(batch.column(name).dictionary)).as_py() or 0
            for batch in islice(batches, 1)
            for name in names
        )
        longest = max(lengths, default=0)
    except Exception:  # noqa: BLE001 — it is damaged; reading on will say so
        return _BATCH
    return max(1, min(_BATCH, _MOST_IN_BATCH // max(1, longest)))


def _of_batch(held: _Held, batch: Any, first: int, longest: int) -> Iterator[_Values]:  # noqa: ANN401
    names, most = held.columns.names, _LONGEST_SIGN * longest
    columns = [
        _texts(batch.column(name), key, most)
        if name in held.columns.texts
        else _listed(written(batch.column(name)))
        for name, key in names.items()
    ]
    for row, values in enumerate(zip(*columns, strict=True), first):
        yield _Values(row, _cells(names.values(), values))


def _texts(column: Any, name: str, most: int) -> list[Any]:  # noqa: ANN401 — pyarrow has no types
    """A column's texts; a Fault for each that is too long (bytes), unseen, or that is none."""
    compute = import_module("pyarrow.compute")
    is_dictionary = import_module("pyarrow").types.is_dictionary(column.type)
    plain = column.dictionary_decode() if is_dictionary else column
    lengths = compute.binary_length(plain)
    if (compute.max(lengths).as_py() or 0) <= most:
        return _listed(plain)
    kept = _listed(plain.filter(compute.less_equal(lengths, most), null_selection_behavior="drop"))
    rest, found = iter(kept), list[Any]()
    for size in lengths.to_pylist():
        if size is not None and size > most:
            what = f"'{name}' has {size:,} bytes, more than {most:,}"
            found.append(Fault(Reason.TOO_LONG, what))
        else:
            found.append(None if size is None else next(rest))
    return found


def _listed(column: Any) -> list[Any]:  # noqa: ANN401
    """A column's values; a Fault for each that is no text."""
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return [_value(one) for one in column]


def _value(scalar: Any) -> Any:  # noqa: ANN401
    try:
        return scalar.as_py()
    except UnicodeDecodeError as error:
        return not_text(error.object)


def _cells(names: Iterable[str], values: Iterable[Any]) -> Mapping[str, object] | Fault:
    cells = dict[str, object]()
    for name, value in zip(names, values, strict=True):
        if isinstance(value, Fault):
            return value
        try:
            cells |= {} if value is None else {name: cell_of(value)}
        except UnicodeDecodeError as error:
            return not_text(error.object)
    return cells


cutter = Cutter(_start, _marks, _rows)
