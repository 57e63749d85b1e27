"""Why a row is rejected: what its values must be like, whichever format they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from corpora.readers.jsonl import are_references
from corpora.rows import (
    DOCUMENT_NAMES,
    MT_NAMES,
    PAIR_NAMES,
    SEGMENT_NAMES,
    SOURCE_NAMES,
    SYSTEM_NAMES,
    Key,
    is_reference,
    no_translation,
)
from corpora.tables.table import BadRow, Reason

_EXCERPT, _WHAT, _LOOKED_AT = 100, 200, 400
_MOST_TIMES, _ALWAYS_READ = 100, 1 << 20
_TEXTS, _LABELS = (MT_NAMES, SOURCE_NAMES, PAIR_NAMES), (DOCUMENT_NAMES, SYSTEM_NAMES)
_GROUPS = {name: names for names in (*_TEXTS, *_LABELS, SEGMENT_NAMES) for name in names}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, in a line."""

    reason: Reason
    what: str


class _Kind(Enum):
    """What a column holds."""

    TRANSLATION = "translation"
    TEXT = "text"
    LABEL = "label"
    NAME = "name"
    REFERENCES = "references"
    OTHER = "other"


@lru_cache(maxsize=1024)
def _kind_of(column: str) -> _Kind:
    group = _GROUPS.get(column)
    if group in _LABELS:
        return _Kind.LABEL
    if group is MT_NAMES:
        return _Kind.TRANSLATION
    if group is SEGMENT_NAMES:
        return _Kind.NAME
    if column == "refs":
        return _Kind.REFERENCES
    return _Kind.TEXT if group or is_reference(column) else _Kind.OTHER


def most_bytes(longest: int) -> int:
    """How long a line may be to be read at all, where a cell may have so many code points."""
    return max(_ALWAYS_READ, _MOST_TIMES * longest)


def fault_of(cells: Mapping[str, object], longest: int) -> Fault | None:
    """What is wrong with a row's values, those that are not null, by the names of their columns."""
    translated = False
    for column, value in cells.items():
        kind = _kind_of(column)
        if kind is _Kind.OTHER:
            continue
        if isinstance(value, str):
            if len(value) > longest:
                return _too_long(column, len(value), longest)
            translated = translated or kind is _Kind.TRANSLATION
        elif fault := _fault_of_other(cells, column, kind, longest):
            return fault
    if translated:
        return None
    return Fault(Reason.NO_TRANSLATION, no_translation("", None, cells).what)


def _fault_of_other(
    cells: Mapping[str, object], column: str, kind: _Kind, longest: int
) -> Fault | None:
    """What is wrong with a value that is no string; nothing where nobody looks it up."""
    value = cells[column]
    if kind is _Kind.REFERENCES:
        return _fault_of_references(value, longest)
    if kind is _Kind.NAME or (kind is _Kind.LABEL and _is_number(value)):
        return None
    for name in _GROUPS.get(column, ()):
        if name == column:
            break
        if name in cells:
            return None
    return Fault(Reason.WRONG_TYPE, f"'{column}' is not a string but {_name_of(value)}")


def _fault_of_references(value: object, longest: int) -> Fault | None:
    if not are_references(value):
        return Fault(Reason.WRONG_TYPE, "'refs' holds what is not a string")
    held = value.values() if isinstance(value, dict) else value
    sizes = (len(one) for one in held if one) if isinstance(held, Iterable) else ()
    size = max(sizes, default=0)
    return _too_long("refs", size, longest) if size > longest else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _name_of(value: object) -> str:
    names = {bool: "a boolean", int: "a number", float: "a number", list: "a list"}
    return names.get(type(value), "an object")


def _too_long(column: str, size: int, longest: int) -> Fault:
    return Fault(Reason.TOO_LONG, f"'{column}' has {size:,} code points, more than {longest:,}")


def line_too_long(most: int) -> Fault:
    """That a line is not even read."""
    return Fault(Reason.TOO_LONG, f"a line of more than {most:,} bytes")


def key_of(cells: Mapping[str, object]) -> Key:
    """Which document a sound row's values tell that it belongs to."""
    return _label(cells, DOCUMENT_NAMES), _label(cells, SYSTEM_NAMES)


def _label(cells: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    for name in names:
        if name in cells:
            return str(cells[name]) or None
    return None


def not_text(data: bytes) -> Fault:
    """Why some bytes are no UTF-8."""
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        what = f"not UTF-8 (byte 0x{data[error.start : error.start + 1].hex()})"
        return Fault(Reason.NOT_UTF8, what)
    return Fault(Reason.LONE_SURROGATE, "half a character, without its other half")


def bad_row(row: int, fault: Fault, beginning: str | bytes = "") -> BadRow:
    """A row that is rejected; `beginning` is its text, or how that begins."""
    start = beginning[:_LOOKED_AT]
    text = start.decode("utf-8", "replace") if isinstance(start, bytes) else start
    excerpt = _printable(text)
    if len(excerpt) > _EXCERPT:
        excerpt = f"{excerpt[: _EXCERPT - 1]}…"
    return BadRow(row, fault.reason, _printable(fault.what)[:_WHAT], excerpt)


def _printable(text: str) -> str:
    """A text on one line, without signs that cannot be shown or stored."""
    joined = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in joined)
