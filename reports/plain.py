"""Tables as plain text: columns side by side, long cells wrapped; long tables with tabs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tabulate import tabulate

from reports.table import Table

WIDTH = 120
_GAP = 2


def table_text(table: Table, width: int = WIDTH) -> str:
    """A table for people, no wider than `width` unless its numbers are; its notes below."""
    title = [table.title] if table.title else []
    notes = [note for note in table.notes if note]
    return "\n".join([*title, *_lines(table, width), *notes, ""])


def _lines(table: Table, width: int) -> Iterator[str]:
    headers = [column.title for column in table.columns]
    if table.is_long:
        yield "\t".join(headers)
        yield from ("\t".join(row) for row in table.shown())
        return
    rows = table.shown()
    room = width - sum(_width(n, headers, rows) + _GAP for n in range(len(headers) - 1))
    for row in rows:
        row[-1] = "\n".join(textwrap.wrap(row[-1], max(room, width // 2))) or row[-1]
    sides = ["right" if column.is_number else "left" for column in table.columns]
    drawn = tabulate(
        rows,
        headers=headers if any(headers) else (),
        tablefmt="plain",
        disable_numparse=True,
        colalign=sides if rows else None,
    )
    yield from (line.rstrip() for line in drawn.split("\n"))


def _width(column: int, headers: list[str], rows: list[list[str]]) -> int:
    return max(len(row[column]) for row in [headers, *rows])
