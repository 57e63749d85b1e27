"""Which lines a patch without context (`git diff --unified=0`) changes in the new files."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_NEW_FILE = b"+++ "
_NO_FILE = b"/dev/null"
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_SIGNS = {
    b"a": b"\a",
    b"b": b"\b",
    b"f": b"\f",
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"v": b"\v",
}


@dataclass(frozen=True, slots=True)
class LineRange:
    """Lines `first` to `last` of a file, both included, counted from 1.

    `is_gap`: lines were taken out between them.
    """

    first: int
    last: int
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class FileChange:
    """What changed in a file: these lines, in order, or the `whole` of it."""

    lines: tuple[LineRange, ...] = ()
    whole: bool = False

    def touches(self, first: int, last: int, blank: int = 0) -> bool:
        """Whether any of the lines from `first` to `last`, both included, changed.

        A gap in the `blank` lines behind them is one next to them.
        """
        if self.whole:
            return True
        at = bisect_left(self.lines, first, key=_last)
        if at == len(self.lines):
            return False
        found = self.lines[at]
        return found.first <= (last + blank if found.is_gap else last)


def _last(lines: LineRange) -> int:
    return lines.last


def changed_lines(patch: bytes) -> dict[str, tuple[LineRange, ...]]:
    """The changed lines of each new file, by its name; names stand behind a prefix as `b/`.

    Where lines were only taken away, the one before and the one after the gap count.
    """
    found: dict[str, list[LineRange]] = defaultdict(list)
    name = None
    lines = iter(patch.split(b"\n"))
    for line in lines:
        if line.startswith(_NEW_FILE):
            name = _name(line.removeprefix(_NEW_FILE))
        elif (hunk := _HUNK.match(line)) and name is not None:
            removed, added = _count(hunk[1]), _count(hunk[3])
            found[name].append(_range(int(hunk[2]), added))
            _skip(lines, removed + added)
    return {name: tuple(ranges) for name, ranges in found.items()}


def _count(number: bytes | None) -> int:
    return 1 if number is None else int(number)


def _range(start: int, count: int) -> LineRange:
    """The lines that a hunk adds; one that adds none stands between two lines."""
    if count:
        return LineRange(start, start + count - 1)
    return LineRange(max(1, start), start + 1, is_gap=True)


def _skip(lines: Iterator[bytes], count: int) -> None:
    """Pass over a hunk's lines, which may look like anything."""
    for _ in range(count):
        line = next(lines, b"")
        if line.startswith(b"\\"):  # "\ No newline at end of file" counts for nothing
            next(lines, b"")


def _name(field: bytes) -> str | None:
    """The name of a new file, unquoted; None where there is none."""
    field = field.removesuffix(b"\t")
    if field == _NO_FILE:
        return None
    if field.startswith(b'"'):
        field = _ESCAPED.sub(_sign, field[1:-1])
    return os.fsdecode(field.partition(b"/")[2])


def _sign(escape: re.Match[bytes]) -> bytes:
    code = escape[1]
    return bytes([int(code, 8)]) if code.isdigit() else _SIGNS.get(code, code)
