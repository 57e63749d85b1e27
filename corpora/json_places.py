"""Where in a file the values of JSON stand: strings as passages, objects and lists by place.

Places are code points of the window that is at hand. What is looked at must be JSON: `decode` a
line first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from corpora.errors import InputError
from corpora.text import Passage, Piece, TextFile

_SPACE = re.compile(r"[ \t\n\r]*")
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.")
_HALF = re.compile("[\ud800-\udfff]")
_LONGEST_INT = 1_000


def _integer(digits: str) -> float:
    """A number; `int` refuses one of some thousand digits, which is JSON all the same."""
    return int(digits) if len(digits) < _LONGEST_INT else float(digits)


_decoder = json.JSONDecoder(parse_int=_integer)


def decode(file: TextFile, line: int, text: str) -> Any:  # noqa: ANN401 — whatever it holds
    """The value that a line holds. Raises InputError where it is no JSON."""
    try:
        return _decoder.decode(text)
    except json.JSONDecodeError as error:
        raise InputError(file.path, f"not JSON ({error.msg})", line=line) from None
    except RecursionError:
        raise InputError(file.path, "JSON nested too deep", line=line) from None


def string(file: TextFile, at: int) -> Passage:
    """The string whose opening quotation mark stands at `at`."""
    text, end = scanstring(file.text, at + 1)
    if half := _HALF.search(text):
        what = f"half a character: \\u{ord(half.group()):04x} without its other half"
        raise InputError(file.path, what, line=file.line_of(file.origin + at))
    pieces, longer = list[Piece](), 0
    if "\\" in file.text[at:end]:
        for found in _ESCAPE.finditer(file.text, at + 1, end - 1):
            place, width = found.start() - at - 1 - longer, len(found.group())
            pieces.append(Piece(place, file.origin + found.start(), width))
            longer += width - 1
    return Passage(text, file, file.origin + at + 1, tuple(pieces))


def strings(file: TextFile, at: int) -> dict[str, Passage]:
    """The strings among the members of the object at `at`."""
    places = members(file, at)
    return {key: string(file, place) for key, place in places.items() if file.text[place] == '"'}


def members(file: TextFile, at: int) -> dict[str, int]:
    """Where the values of the object at `at` stand, by key; of a doubled key the last."""
    return dict(_members(file, at))


def items(file: TextFile, at: int) -> dict[str, int]:
    """Where the items of the list at `at` stand, by their numbers."""
    text, found = file.text, list[int]()
    at = after_space(text, at + 1)
    while text[at] != "]":
        found.append(at)
        at = _next(text, at)
    return {str(number): place for number, place in enumerate(found)}


def after_space(text: str, at: int) -> int:
    """The first place from `at` on that is no white space."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _members(file: TextFile, at: int) -> Iterator[tuple[str, int]]:
    text = file.text
    at = after_space(text, at + 1)
    while text[at] == '"':
        key, at = scanstring(text, at + 1)
        at = after_space(text, after_space(text, at) + 1)  # past the colon
        yield key, at
        at = _next(text, at)


def _next(text: str, value: int) -> int:
    """Where the next member or item begins, or the closing bracket stands."""
    _, end = _decoder.raw_decode(text, value)
    end = after_space(text, end)
    return after_space(text, end + 1) if text[end] == "," else end
