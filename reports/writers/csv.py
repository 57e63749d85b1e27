"""CSV (RFC 4180): one table of records, with all digits.

Spreadsheets run what begins like a formula; such texts get a leading apostrophe.
"""

from __future__ import annotations

import csv
import io

from reports.result import Result
from reports.sheets import sheet_of
from reports.table import Cell, Sheet
from reports.writer import Style, Writer

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def _show(sheet: Sheet, _style: Style) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow([column.title for column in sheet.records.columns])
    rows.writerows([_safe(cell) for cell in row] for row in sheet.records.rows)
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    is_formula = isinstance(cell, str) and cell.startswith(_FORMULAS)
    return f"'{cell}" if is_formula else cell


def _render(result: Result, style: Style) -> str:
    return _show(sheet_of(result), style)


writer = Writer(render=_render, show=_show)
