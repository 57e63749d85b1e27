"""Texts from articles inside Markdown that GitHub or GitLab draws.

They stay text: no link, no heading, no cell of a table, and nobody is mentioned by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from reports.legible import one_line

BREAK = "\u2060"
"""A word joiner: it is not seen and takes no room, and keeps a sign from what makes it a link."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$&])")
# @name, #1, !1, %milestone, &1, ~label, $1, http://, :emoji:, GH-1, www.host are made links of.
_LINKS = re.compile(
    r"([@#!%&~$^](?=[\w\"'])|:(?=//|[\w+-]+:)|\bGH-(?=\d)|\bwww(?=\.))", re.IGNORECASE
)
_TICKS = re.compile("`+")
_SAFE_IN_LINKS = ":/?#@!$&'*+,;=%~-._"


def plain(text: str, longest: int) -> str:
    """A text as inline Markdown that shows it as it is, on one line, no longer than so much."""
    return _SPECIAL.sub(r"\\\1", _LINKS.sub(rf"\1{BREAK}", one_line(text, longest).strip()))


def code(text: str, longest: int) -> str:
    """A text as a code span in a table's cell, where nothing is made a link of either."""
    shown = one_line(text, longest).strip() or " "
    fence = "`" * (1 + max((len(run) for run in _TICKS.findall(shown)), default=0))
    padding = " " if "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{padding}{shown}{padding}{fence}".replace("|", "\\|")


def link(words: str, target: str) -> str:
    """A link to a page; `words` are Markdown."""
    return f"[{words}](<{quote(target, safe=_SAFE_IN_LINKS)}>)"


def table(titles: Sequence[str], rows: Iterable[Sequence[str]], room: int) -> str:
    """A table of cells that are Markdown; rows that don't fit into so many signs are counted."""
    head = [_row(titles), _row(["---"] * len(titles))]
    shown, left = list[str](), 0
    for line in map(_row, rows):
        room -= len(line) + 1
        if left or room < 0:
            left += 1
        else:
            shown.append(line)
    rest = [f"\n…and {left:,} more."] if left else []
    return "\n".join([*head, *shown, *rest])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
