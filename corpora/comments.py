"""Comments in an article that tell the desk what to leave alone.

    <!-- copydesk: ignore calque, official-spelling: quoted as it was said -->

A line of its own; it speaks for the paragraph below it and is no part of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from corpora.errors import InputError
from corpora.text import TextFile

COMMENT = re.compile(r"^[ \t]*<!--\s*copydesk:\s*(.*?)\s*-->[ \t]*\r?$", re.MULTILINE)
_ORDER = re.compile(r"ignore\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*:\s*(\S.*)")
_FIX = "write <!-- copydesk: ignore RULE: reason -->"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on `line`: these rules are silent on line `target`, for this reason."""

    line: int
    target: int
    rules: frozenset[str]
    reason: str

    def covers(self, line: int) -> bool:
        """Whether it speaks for this line."""
        return line == self.target


@lru_cache(maxsize=4)  # a file may be a window of some megabytes
def comments_in(file: TextFile) -> tuple[Comment, ...]:
    """The comments of a file. Raises InputError for one without a rule or a reason."""
    if "copydesk:" not in file.text:
        return ()
    found = list(COMMENT.finditer(file.text))
    own = [file.line_of(file.origin + one.start()) for one in found]
    return tuple(_comment(file, one, line, own) for one, line in zip(found, own, strict=True))


def _comment(file: TextFile, found: re.Match[str], line: int, own: list[int]) -> Comment:
    order = _ORDER.fullmatch(found[1])
    if order is None:
        raise InputError(file.path, "a suppression needs a rule and a reason", line=line, fix=_FIX)
    rules = frozenset(rule.strip() for rule in order[1].split(","))
    return Comment(line, _next_line(file, line, own), rules, order[2])


def _next_line(file: TextFile, line: int, own: list[int]) -> int:
    """The first line below that holds text and is no comment; of a window's end, the next one."""
    starts = [*file.line_starts, len(file.text)]
    for index in range(line + 1 - file.first_line, len(starts) - 1):
        number = file.first_line + index
        at = bisect_left(own, number)
        is_comment = at < len(own) and own[at] == number
        if not is_comment and file.text[starts[index] : starts[index + 1]].strip():
            return number
    return line + file.window
