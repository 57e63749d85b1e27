"""Where flagged words end, as reports for CI say it: by line and column.

A place tells where the words begin and how many code points of the file they take.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reports.result import Place

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Region:
    """From a line and column up to, not including, another; all count code points from 1.

    `as_written`: the file has the words as they are read, without escapes or tags.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    as_written: bool


def region_of(place: Place, text: str) -> Region | None:
    """The region of flagged words; None where its end cannot be told.

    That is so for words over several lines in a file that writes them otherwise (an escape, a tag).
    """
    width = place.range.end - place.range.start
    lines = _LINE_END.split(text)
    as_written = len(text) == width
    if len(lines) == 1:
        return Region(place.line, place.column, place.line, place.column + width, as_written)
    if as_written:
        end = place.line + len(lines) - 1
        return Region(place.line, place.column, end, len(lines[-1]) + 1, as_written)
    return None
