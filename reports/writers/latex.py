"""LaTeX: the tables for a paper, with the package booktabs; signatures as comments."""

from __future__ import annotations

from tabulate import tabulate

from reports.result import Result
from reports.sheets import sheet_of
from reports.table import Sheet, Table
from reports.writer import Style, Writer


def _show(sheet: Sheet, _style: Style) -> str:
    return "\n".join(map(_table, sheet.tables))


def _table(table: Table) -> str:
    comments = [f"% {' '.join(text.split())}" for text in (table.title, *table.notes) if text]
    drawn = tabulate(
        [[" ".join(cell.split()) for cell in row] for row in table.shown()],
        headers=[column.title for column in table.columns],
        tablefmt="latex_booktabs",
        disable_numparse=True,
        colalign=["right" if column.is_number else "left" for column in table.columns],
    )
    return "\n".join([*comments, drawn, ""])


def _render(result: Result, style: Style) -> str:
    return _show(sheet_of(result), style)


writer = Writer(render=_render, show=_show)
