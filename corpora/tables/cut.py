"""A table cut into stretches of about so many rows, gone through once."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.tables.cutters import cutter_of
from corpora.tables.grouping import Block, blocks
from corpora.tables.table import LONGEST, Mark, Stretch, Table

_MOST_BYTES = 1 << 26
"""Of text in a stretch: it is read at once."""


def stretches(table: Table, size: int, longest: int = LONGEST) -> Iterator[Stretch]:
    """The stretches of a table, in order: each row is in one, each document whole.

    One has at most `size` rows, but for a document (or a part of 1,000 rows) that alone has more,
    and what is rejected around it. A cell may have `longest` code points. Raises InputError for
    what is no table of translations, or cannot be read.
    """
    cutter = cutter_of(table.format)
    held: Stretch | None = None
    start = cutter.start(table)
    for block in blocks(cutter.marks(table, longest), _key):
        piece = _stretch(start, block)
        start = piece.end
        if held is not None and not _fits(held, piece, size):
            yield held
            held = None
        held = _joined(held, piece) if held else piece
    if held is not None:
        yield held


def _key(mark: Mark) -> tuple[str | None, str | None] | None:
    return mark.belongs_to


def _stretch(start: int, block: Block[Mark]) -> Stretch:
    first, last = block.rows[0], block.rows[-1]
    return Stretch(start, last.end, first.row, len(block.rows), block.part)


def _fits(held: Stretch, piece: Stretch, size: int) -> bool:
    """Whether two that follow each other can be one: documents, or parts of the same."""
    both_whole = not held.part and not piece.part
    same = held.part > 0 and piece.part > 1
    is_small = held.rows + piece.rows <= size and piece.end - held.start <= _MOST_BYTES
    return is_small and (both_whole or same)


def _joined(held: Stretch, piece: Stretch) -> Stretch:
    return Stretch(held.start, piece.end, held.first_row, held.rows + piece.rows, held.part)
