"""The terminal: a run's flags, scores and verdict; or tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from reports.plain import table_text
from reports.writer import Style, Writer

if TYPE_CHECKING:
    from reports.result import DocumentResult, Result
    from reports.table import Sheet


def _render(result: Result, style: Style) -> str:
    # Only a run is coloured, and waits for rich to be imported.
    return str(import_module("reports.flag_lines").render(result, style))


def _show(sheet: Sheet, style: Style) -> str:
    return "\n".join(table_text(table, style.width) for table in sheet.tables)


def _stream(result: Result, documents: Iterable[DocumentResult]) -> Iterator[str]:
    yield str(import_module("reports.flag_lines").summarise(result, documents))


writer = Writer(render=_render, show=_show, stream=_stream)
