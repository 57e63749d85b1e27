"""What a file of markup begins with: the root element, for those who sniff."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_BORDERS = {"<!--": "-->", "<?": "?>"}


@dataclass(frozen=True, slots=True)
class Root:
    """The root element's local name and namespace, and the name that a DOCTYPE gives, if any."""

    name: str
    space: str = ""
    doctype: str = ""


@cache
def _doctype() -> re.Pattern[str]:  # compiled only once something looks like markup
    name, subset = r"([^\s>\[]++)", r"(?:\[[^\]]*+\]\s*+)?"
    return re.compile(rf"<!DOCTYPE\s++{name}[^>\[]*+{subset}>", re.IGNORECASE)


@cache
def _start() -> re.Pattern[str]:
    return re.compile(r"<([A-Za-z_][\w.-]*+(?::[\w.-]++)?)([^>]*+)")


@cache
def _namespace() -> re.Pattern[str]:
    return re.compile(r"""xmlns(?::([\w.-]++))?+\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")


def root_of(text: str) -> Root | None:
    """The root element of a text that begins as markup does; None where it does not."""
    at, doctype = _skipped(text), ""
    if not text.startswith("<", at):
        return None
    if declared := _doctype().match(text, at):
        doctype, at = declared[1], _skipped(text, declared.end())
    start = _start().match(text, at)
    if start is None:
        return Root("", "", doctype) if doctype else None
    prefix, _, local = start[1].rpartition(":")
    spaces = {one[1] or "": one[2] or one[3] or "" for one in _namespace().finditer(start[2])}
    return Root(local, spaces.get(prefix, ""), doctype)


def _skipped(text: str, at: int = 0) -> int:
    """What follows white space, comments and processing instructions."""
    while True:
        while text[at : at + 1].isspace():
            at += 1
        border = next((one for one in _BORDERS if text.startswith(one, at)), None)
        if border is None:
            return at
        end = text.find(_BORDERS[border], at + len(border))
        if end < 0:
            return len(text)
        at = end + len(_BORDERS[border])
