"""A stretch of a table read in full: its documents, and the rows that are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpora.errors import InputError
from corpora.folders import within
from corpora.reader import ReadOptions
from corpora.rows import (
    Key,
    Row,
    belongs_to,
    document_name,
    document_of,
    doubled,
    name_of_part,
)
from corpora.tables.cutters import cutter_of
from corpora.tables.faults import Fault, bad_row
from corpora.tables.grouping import Block, blocks
from corpora.tables.table import BadRow, Reason, Stretch, Table
from corpora.text import Document


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a stretch holds: its documents in order, and its bad rows in order."""

    documents: tuple[Document, ...]
    bad: tuple[BadRow, ...]


def gathered(table: Table, stretch: Stretch, longest: int, options: ReadOptions) -> Gathered:
    """Read a stretch; each row is either in a document or bad.

    A cell may have `longest` code points. A segment's place is in a text that is its row alone:
    `segment.mt.file.first_line` is the row's number. Raises InputError for a file that cannot be
    read, or is not the one that was cut.
    """
    rows = cutter_of(table.format).rows(table, stretch, longest)
    documents, bad, count = list[Document](), list[BadRow](), 0
    for block in blocks(rows, _key, stretch.part):
        count += len(block.rows)
        twice = {row.row: row for row in _twice(block)}
        good = [r for r in block.rows if isinstance(r, Row) and r.line not in twice]
        bad += (r for r in block.rows if isinstance(r, BadRow))
        bad += twice.values()
        if block.key is not None:
            name = name_of_part(document_name(table.path, block.key), block.part or 1)
            documents.append(_placed(table, document_of(table.path, name, good, options)))
    if count != stretch.rows:
        what = f"has changed: {count:,} rows where there were {stretch.rows:,}"
        raise InputError(table.path, what, fix="begin anew")
    return Gathered(tuple(documents), tuple(sorted(bad, key=lambda one: one.row)))


def _placed(table: Table, document: Document) -> Document:
    """A document whose id tells where its table lies."""
    for place in table.within:
        document = within(place, document)
    return document


def _key(row: Row | BadRow) -> Key | None:
    return belongs_to(row) if isinstance(row, Row) else None


def _twice(block: Block[Row | BadRow]) -> Iterator[BadRow]:
    """The rows whose segment's name another one in their document has."""
    for one in doubled(row for row in block.rows if isinstance(row, Row)):
        fault = Fault(Reason.TWICE, one.what)
        mt = next(iter(one.row.cells.values()))
        yield bad_row(one.row.line, fault, mt.file.text)
