"""Word (.docx): a comment for every flag, at its words, which reads as an editor likes it.

Where the translation was read from a DOCX, this is a copy of it with comments, and nothing else
in it is changed; else a new document, a heading for each article. Read again by copydesk, it gives
the same flags, and what editors did with them in Word: a resolved comment is an accepted flag.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reports.writer import Style, Writer

if TYPE_CHECKING:
    from reports.result import Result


def _render(result: Result, _style: Style) -> bytes:
    # lxml and python-docx wait until somebody wants a DOCX.
    return bytes(import_module("reports.docx.rendering").render(result))


writer = Writer(render=_render)
