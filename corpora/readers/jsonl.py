"""JSON lines: an object a line with `mt`; perhaps `src`, `ref`, `refs`, `doc`, `system`, `lp`.

`refs` is a list of references, or an object that names them. Where each value stands in the
file is kept: the strings are read with the json module's own scanner, which says where each
ends.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]

from corpora.errors import InputError
from corpora.reader import Layout, Reader, ReadOptions
from corpora.rows import Row, documents
from corpora.text import Document, Escape, Passage, TextFile

_SPACE = re.compile(r"\s*")
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.")
_decoder = json.JSONDecoder()


def _passage(file: TextFile, start: int) -> tuple[Passage, int]:
    """The string whose opening quotation mark stands at `start`, and where its literal ends."""
    text, end = scanstring(file.text, start + 1)
    escapes, longer = list[Escape](), 0
    for found in _ESCAPE.finditer(file.text, start + 1, end - 1):
        escapes.append(Escape(found.start() - start - 1 - longer, len(found.group())))
        longer += len(found.group()) - 1
    return Passage(text, file, start + 1, tuple(escapes)), end


def _strings(file: TextFile, position: int, name: str) -> Iterator[tuple[str, Passage]]:
    """Every string of the value at `position`, with the name of the key it stands under."""
    mark = file.text[position]
    if mark == '"':
        yield name, _passage(file, position)[0]
    elif mark == "{":
        for key, at in _members(file, position):
            yield from _strings(file, at, f"{name}.{key}" if name else key.lower())
    elif mark == "[" and name == "refs":
        for number, at in enumerate(_items(file, position)):
            yield from _strings(file, at, f"{name}.{number}")


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


def _items(file: TextFile, position: int) -> Iterator[int]:
    """The places of the items of the list at `position`."""
    position = _after_space(file, position + 1)
    while file.text[position] != "]":
        yield position
        position = _next(file, position)


def _next(file: TextFile, value: int) -> int:
    """Where the next member or item starts, or the closing bracket stands."""
    _, end = _decoder.raw_decode(file.text, value)
    end = _after_space(file, end)
    return _after_space(file, end + 1) if file.text[end] == "," else end


def _check(file: TextFile, number: int, line: str) -> None:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(file.path, f"not JSON ({error.msg})", line=number) from None
    except RecursionError:
        raise InputError(file.path, "JSON nested too deep", line=number) from None
    if not isinstance(value, dict):
        raise InputError(file.path, "not a JSON object; an object a line", line=number)
    for name in ("mt", "src", "ref"):
        if not isinstance(value.get(name), str | None):
            raise InputError(file.path, f"'{name}' is not a string", line=number)


def _rows(file: TextFile) -> Iterator[Row]:
    ends = (*file.line_starts[1:], len(file.text))
    for number, (start, end) in enumerate(zip(file.line_starts, ends, strict=True), 1):
        line = file.text[start:end]
        if not line.strip():
            continue
        _check(file, number, line)
        yield Row(number, dict(_strings(file, _after_space(file, start), "")))


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    return documents(file, _rows(file), options)


reader = Reader(layout=Layout.ROWS, suffixes=(".jsonl", ".ndjson"), read=_read)
