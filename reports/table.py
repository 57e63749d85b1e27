"""Tables: what scores and comparisons are shown as, in every format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, and for numbers how many digits stand behind the point."""

    title: str
    digits: int | None = None
    is_signed: bool = False
    is_percent: bool = False

    @property
    def is_number(self) -> bool:
        """Whether its cells stand to the right."""
        return self.digits is not None

    def shown(self, cell: Cell) -> str:
        """A cell as people read it; nothing for None."""
        if cell is None:
            return ""
        if isinstance(cell, str) or self.digits is None:
            return str(cell)
        sign = "+" if self.is_signed else ""
        if self.is_percent:
            return f"{cell:{sign}.{self.digits}%}".replace("%", " %")
        return f"{cell:{sign},.{self.digits}f}"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns; `notes` stand below, a line each.

    A long one has a row for each of a corpus's parts, and is more for programs than for people.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    is_long: bool = False

    def shown(self) -> list[list[str]]:
        """The rows as people read them."""
        return [
            [column.shown(cell) for column, cell in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a report of numbers consists of.

    `tables` are for people; `records` is one table for spreadsheets, a value a cell; `data` is what
    JSON has: plain lists and mappings.
    """

    tables: tuple[Table, ...]
    records: Table
    data: Any
