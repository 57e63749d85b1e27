"""JSON lines: an object a line with `mt`; perhaps `src`, `ref`, `refs`, `doc`, `system`, `lp`.

`refs` is a list of references, or an object that names them. Where each value stands in the
file is kept (`corpora/json_places.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from corpora.errors import InputError
from corpora.json_places import after_space, decode, items, members, string
from corpora.reader import Fit, Head, Layout, Reader, ReadOptions, whole
from corpora.rows import DOCUMENT_NAMES, SYSTEM_NAMES, Row, documents
from corpora.text import Document, Passage, TextFile

_NUMBER = re.compile(r"-?\d[\d.eE+-]*")
_LABELS = frozenset([*DOCUMENT_NAMES, *SYSTEM_NAMES])


def cells_of(file: TextFile, start: int) -> Iterator[tuple[str, Passage]]:
    """The strings of the object at `start`, and those that its `refs` hold, by name.

    Raises InputError for half a character.
    """
    text = file.text
    for key, at in members(file, start).items():
        name, mark = key.lower(), text[at]
        if mark == '"':
            yield name, string(file, at)
        elif name == "refs" and mark in "[{":
            held = items(file, at) if mark == "[" else members(file, at)
            written = ((one, place) for one, place in held.items() if text[place] == '"')
            yield from ((f"refs.{one}", string(file, place)) for one, place in written)
        elif name in _LABELS and (number := _NUMBER.match(text, at)):
            yield name, Passage(number.group(), file, file.origin + at)


def _check(file: TextFile, number: int, line: str) -> None:
    value = decode(file, number, line)
    if not isinstance(value, dict):
        raise InputError(file.path, "not a JSON object; an object a line", line=number)
    for name in ("mt", "src", "ref"):
        if not isinstance(value.get(name), str | None):
            raise InputError(file.path, f"'{name}' is not a string", line=number)
    if not are_references(value.get("refs")):
        raise InputError(file.path, "'refs' holds what is not a string", line=number)


def are_references(value: object) -> bool:
    """Whether this can be the value of `refs`: a string, or a list or an object of such."""
    held = value.values() if isinstance(value, dict) else value
    listed = [held] if isinstance(value, str) or not isinstance(held, Iterable) else held
    return all(isinstance(one, str | None) for one in listed)


def _rows(windows: Iterator[TextFile]) -> Iterator[Row]:
    for file in windows:
        ends = (*file.line_starts[1:], len(file.text))
        pairs = zip(file.line_starts, ends, strict=True)
        for number, (start, end) in enumerate(pairs, file.first_line):
            line = file.text[start:end]
            if not line.strip():
                continue
            _check(file, number, line)
            yield Row(number, dict(cells_of(file, after_space(file.text, start))))


def stream(windows: Iterator[TextFile], options: ReadOptions) -> Iterator[Document]:
    """The documents of lines that come in windows."""
    first = next(windows)
    return documents(first.path, _rows(chain([first], windows)), options)


def _sniff(head: Head) -> Fit:
    line = head.text.lstrip().split("\n", 1)[0]
    return Fit.GENERAL if line.startswith("{") and '"mt"' in line else Fit.NO


reader = Reader(
    layout=Layout.ROWS,
    suffixes=(".jsonl", ".ndjson"),
    read=whole(stream),
    sniff=_sniff,
    stream=stream,
)
