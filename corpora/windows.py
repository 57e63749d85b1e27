"""Windows of a large file, cut where one unit has ended and the next has not begun."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpora.text import TextFile


def recut(windows: Iterable[TextFile], elements: str) -> Iterator[TextFile]:
    """The windows, each of them up to a line with which one of the elements (`a|b`) ends.

    So a unit is in one window. What does not end is carried over, however long it gets; a file
    that comes whole stays whole.
    """
    end = re.compile(rf"</(?:[\w.-]+:)?(?:{elements})\s*>[ \t]*\r?\n")
    rest: list[TextFile] = []
    following = iter(windows)
    window = next(following, None)
    while window is not None:
        after = next(following, None)
        cut = max((found.end() for found in end.finditer(window.text)), default=0) if after else 0
        if cut:
            yield _joined([*rest, _part(window, 0, cut)])
            rest = []
        rest += [_part(window, cut, len(window.text))] if cut < len(window.text) else []
        window = after
    if rest:
        yield _joined(rest)


def _part(window: TextFile, start: int, end: int) -> TextFile:
    if start == 0 and end == len(window.text):
        return window
    place = window.origin + start
    line = window.line_of(place)
    return replace(window, text=window.text[start:end], origin=place, first_line=line)


def _joined(parts: list[TextFile]) -> TextFile:
    if len(parts) == 1:
        return parts[0]
    return replace(parts[0], text="".join(part.text for part in parts))
