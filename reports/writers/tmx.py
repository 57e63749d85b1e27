"""TMX 1.4 (LISA 2005): source and translation as a memory for translators' tools.

A unit has a `tuv` for each side; its properties `x-confidence` and `x-realigned` tell how sure the
aligner was. A segment that has one side only is no translation and is left out.
"""

from __future__ import annotations

from importlib import import_module

from reports.result import Result
from reports.writer import Style, Writer


def _render(result: Result, _style: Style) -> str:
    return str(import_module("reports.tmx").memory(result))  # lxml takes a while


writer = Writer(render=_render)
