"""A table cut into stretches of about so many rows, gone through once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpora.errors import InputError
from corpora.rows import PART
from corpora.tables.cutters import cutter_of
from corpora.tables.grouping import MOST_BYTES, Block, blocks
from corpora.tables.scattered import Scattered
from corpora.tables.table import LONGEST, Mark, Stretch, Table


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch that may still grow; `size` is in bytes of text.

    `is_open`: its last part was not ended by its 1,000th row, so that who reads on from there
    would not see where it ends.
    """

    stretch: Stretch
    size: int
    is_open: bool


def stretches(
    table: Table, size: int, longest: int = LONGEST, notes: list[str] | None = None
) -> Iterator[Stretch]:
    """The stretches of a table, in order: each row is in one, each document whole.

    One has at most `size` rows, but for a document (or a part of 1,000 rows) that alone has more,
    and what is rejected around it; and 64 MiB of text. A cell may have `longest` code points.
    `notes` are given what the user should know of the table, at the end. Raises InputError for
    what is no table of translations, or cannot be read.
    """
    cutter, seen = cutter_of(table.format), Scattered(table.path)
    held: _Piece | None = None
    start = cutter.start(table)
    for block in blocks(cutter.marks(table, longest), _key, size_of=_size):
        seen.add(block)
        piece = _piece(start, block)
        start = piece.stretch.end
        if held is not None and not _fits(held, piece, size):
            yield held.stretch
            held = None
        held = _joined(held, piece) if held else piece
    if held is not None:
        yield held.stretch
    if notes is not None:
        notes += seen.notes() if held is not None else [str(without_rows(table))]


def without_rows(table: Table) -> InputError:
    """That a table has no rows: an error where no other has any, else a note."""
    what = "holds no rows" if table.format != "tsv" else "has a header at most, but no rows"
    return InputError(table.path, what)


def _key(mark: Mark) -> tuple[str | None, str | None] | None:
    return mark.belongs_to


def _size(mark: Mark) -> int:
    return mark.size


def _piece(start: int, block: Block[Mark]) -> _Piece:
    first, last = block.rows[0], block.rows[-1]
    good = sum(1 for mark in block.rows if mark.belongs_to)
    stretch = Stretch(start, last.end, first.row, len(block.rows), block.part)
    return _Piece(stretch, sum(map(_size, block.rows)), good != PART)


def _fits(held: _Piece, piece: _Piece, size: int) -> bool:
    """Whether two that follow each other can be one: documents, or parts of the same."""
    before, after = held.stretch, piece.stretch
    both_whole = not before.part and not after.part
    same = before.part > 0 and after.part > 1 and not held.is_open
    is_small = before.rows + after.rows <= size and held.size + piece.size <= MOST_BYTES
    return is_small and (both_whole or same)


def _joined(held: _Piece, piece: _Piece) -> _Piece:
    before, after = held.stretch, piece.stretch
    rows = before.rows + after.rows
    stretch = Stretch(before.start, after.end, before.first_row, rows, before.part)
    return _Piece(stretch, held.size + piece.size, piece.is_open)
