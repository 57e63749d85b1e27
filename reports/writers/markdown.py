"""Markdown: the tables as GitHub and most others draw them."""

from __future__ import annotations

import re

from tabulate import tabulate

from reports.result import Result
from reports.sheets import sheet_of
from reports.table import Sheet, Table
from reports.writer import Style, Writer

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")


def _show(sheet: Sheet, _style: Style) -> str:
    return "\n".join(map(_table, sheet.tables))


def _table(table: Table) -> str:
    drawn = tabulate(
        [[_escaped(cell) for cell in row] for row in table.shown()],
        headers=[_escaped(column.title) for column in table.columns],
        tablefmt="pipe",
        disable_numparse=True,
        colalign=["right" if column.is_number else "left" for column in table.columns],
    )
    title = f"### {_escaped(table.title)}\n\n" if table.title else ""
    notes = "".join(f"\n`{note.replace('`', chr(39))}`  \n" for note in table.notes)
    return f"{title}{drawn}\n{notes}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _render(result: Result, style: Style) -> str:
    return _show(sheet_of(result), style)


writer = Writer(render=_render, show=_show)
