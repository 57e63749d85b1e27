"""How a baseline is laid out: sorted, and with a line for whatever may change alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import copysign
from typing import TYPE_CHECKING

import msgspec

from qa.baseline.entries import Entry

if TYPE_CHECKING:
    from qa.baseline.stored import Stored, StoredPortion, StoredScore

_MOST_EXACT = 1 << 53
"""Above it not every whole number is a float, and below it digits would be many for nothing."""


def text_of(schema: str, stored: Stored) -> bytes:
    """The baseline as JSON, in UTF-8."""
    portions = sorted(stored.portions, key=lambda one: (one.set, one.system))
    written = [b"\n".join(_portion(one)) for one in portions]
    head = [b"{", b'"schema": ' + _json(schema) + b",", b'"version": ' + _json(stored.version)]
    return b"\n".join(head) + b",\n" + _listed("portions", written) + b"\n}\n"


def _portion(portion: StoredPortion) -> Iterator[bytes]:
    yield b'{"set": ' + _json(portion.set) + b', "system": ' + _json(portion.system) + b","
    yield _listed("flags", [_json(one) for one in sorted(portion.flags, key=_place)]) + b","
    scores = sorted(portion.scores, key=lambda one: (one.metric, one.signature))
    yield _listed("scores", [b"\n".join(_score(one)) for one in scores]) + b"}"


def _place(entry: Entry) -> tuple[str, ...]:
    """Where an entry stands: its document, its rule, its words and those around them."""
    around = (entry.words, entry.before, entry.after, entry.lead, entry.trail)
    return entry.document, entry.rule, *around, entry.fingerprint, entry.alias, entry.message


def _score(score: StoredScore) -> Iterator[bytes]:
    yield b'{"metric": ' + _json(score.metric) + b', "signature": ' + _json(score.signature) + b","
    yield _listed("keys", [_json(key) for key in score.keys]) + b","
    yield _listed("rows", [_json(_numbers(row)) for row in score.rows]) + b"}"


def _listed(name: str, items: Sequence[bytes]) -> bytes:
    """A list by this name, an item a line."""
    body = b"\n" + b",\n".join(items) + b"\n" if items else b""
    return _json(name) + b": [" + body + b"]"


def _numbers(row: Iterable[float]) -> list[float | int]:
    """Whole numbers as such: they are shorter, and mean the same."""
    return [int(value) if _is_whole(value) else float(value) for value in row]


def _is_whole(value: float) -> bool:
    is_minus_nought = value == 0 and copysign(1, value) < 0
    return abs(value) < _MOST_EXACT and float(value).is_integer() and not is_minus_nought


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)
