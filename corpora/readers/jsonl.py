"""JSON lines: an object a line with `mt`; perhaps `src`, `ref`, `refs`, `doc`, `system`, `lp`.

`refs` is a list of references, or an object that names them. Where each value stands in the
file is kept: the strings are read with the json module's own scanner, which says where each
ends.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from json.decoder import scanstring  # type: ignore[attr-defined]

from corpora.errors import InputError
from corpora.reader import Fit, Head, Layout, Reader, ReadOptions
from corpora.rows import DOCUMENT_NAMES, SYSTEM_NAMES, Row, documents
from corpora.text import Document, Passage, Piece, TextFile

_SPACE = re.compile(r"\s*")
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.")
_NUMBER = re.compile(r"-?\d[\d.eE+-]*")
_HALF = re.compile("[\ud800-\udfff]")
_LABELS = frozenset([*DOCUMENT_NAMES, *SYSTEM_NAMES])
_decoder = json.JSONDecoder(parse_int=float)  # int refuses numbers of some thousand digits


def _passage(file: TextFile, start: int) -> Passage:
    """The string whose opening quotation mark stands at `start`."""
    text, end = scanstring(file.text, start + 1)
    if half := _HALF.search(text):
        what = f"half a character: \\u{ord(half.group()):04x} without its other half"
        raise InputError(file.path, what, line=file.line_of(file.origin + start))
    pieces, longer = list[Piece](), 0
    for found in _ESCAPE.finditer(file.text, start + 1, end - 1):
        at, width = found.start() - start - 1 - longer, len(found.group())
        pieces.append(Piece(at, file.origin + found.start(), width))
        longer += len(found.group()) - 1
    return Passage(text, file, file.origin + start + 1, tuple(pieces))


def _cells(file: TextFile, start: int) -> Iterator[tuple[str, Passage]]:
    """The strings of the object at `start`, and those that its `refs` hold, by name."""
    text = file.text
    for key, at in dict(_members(file, start)).items():
        name, mark = key.lower(), text[at]
        if mark == '"':
            yield name, _passage(file, at)
        elif name == "refs" and mark in "[{":
            members = _items(file, at) if mark == "[" else _members(file, at)
            strings = ((one, place) for one, place in dict(members).items() if text[place] == '"')
            yield from ((f"refs.{one}", _passage(file, place)) for one, place in strings)
        elif name in _LABELS and (number := _NUMBER.match(text, at)):
            yield name, Passage(number.group(), file, file.origin + at)


def _after_space(file: TextFile, position: int) -> int:
    found = _SPACE.match(file.text, position)
    return found.end() if found else position


def _members(file: TextFile, position: int) -> Iterator[tuple[str, int]]:
    """The keys of the object at `position`, each with the place of its value."""
    position = _after_space(file, position + 1)
    while file.text[position] == '"':
        key, position = scanstring(file.text, position + 1)
        at = _after_space(file, _after_space(file, position) + 1)  # past the colon
        yield key, at
        position = _next(file, at)


def _items(file: TextFile, position: int) -> Iterator[tuple[str, int]]:
    """The numbers of the items of the list at `position`, each with the place of the item."""
    position, number = _after_space(file, position + 1), 0
    while file.text[position] != "]":
        yield str(number), position
        number += 1
        position = _next(file, position)


def _next(file: TextFile, value: int) -> int:
    """Where the next member or item starts, or the closing bracket stands."""
    _, end = _decoder.raw_decode(file.text, value)
    end = _after_space(file, end)
    return _after_space(file, end + 1) if file.text[end] == "," else end


def _check(file: TextFile, number: int, line: str) -> None:
    try:
        value = _decoder.decode(line)
    except json.JSONDecodeError as error:
        raise InputError(file.path, f"not JSON ({error.msg})", line=number) from None
    except RecursionError:
        raise InputError(file.path, "JSON nested too deep", line=number) from None
    if not isinstance(value, dict):
        raise InputError(file.path, "not a JSON object; an object a line", line=number)
    for name in ("mt", "src", "ref"):
        if not isinstance(value.get(name), str | None):
            raise InputError(file.path, f"'{name}' is not a string", line=number)
    refs = value.get("refs")
    held = refs.values() if isinstance(refs, dict) else refs if isinstance(refs, list) else [refs]
    if not all(isinstance(one, str | None) for one in held):
        raise InputError(file.path, "'refs' holds what is not a string", line=number)


def _rows(windows: Iterator[TextFile]) -> Iterator[Row]:
    for file in windows:
        ends = (*file.line_starts[1:], len(file.text))
        pairs = zip(file.line_starts, ends, strict=True)
        for number, (start, end) in enumerate(pairs, file.first_line):
            line = file.text[start:end]
            if not line.strip():
                continue
            _check(file, number, line)
            yield Row(number, dict(_cells(file, _after_space(file, start))))


def _stream(windows: Iterator[TextFile], options: ReadOptions) -> Iterator[Document]:
    first = next(windows)
    return documents(first.path, _rows(chain([first], windows)), options)


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    return _stream(iter([file]), options)


def _sniff(head: Head) -> Fit:
    line = head.text.lstrip().split("\n", 1)[0]
    return Fit.GENERAL if line.startswith("{") and '"mt"' in line else Fit.NO


reader = Reader(
    layout=Layout.ROWS, suffixes=(".jsonl", ".ndjson"), read=_read, sniff=_sniff, stream=_stream
)
