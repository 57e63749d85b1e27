"""Cuts a text at the edges of its flags, so that nested and overlapping flags can be marked.

HTML elements nest and flags need not: each piece between two edges carries all flags that cover it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from corpora.text import Span

_CONTROLS = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    ord("\t"): "\t",
    ord("\n"): "\n",
    ord("\r"): " ",
}


def visible(text: str) -> str:
    """The text without what HTML cannot carry: control characters and lone surrogates.

    Each becomes one code point that can be seen, so that offsets stay as they are.
    """
    return text if text.isprintable() else text.translate(_CONTROLS)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text between two edges.

    `flags` cover it (none: plain text), `starts` and `ends` are those that begin and end with it,
    `owner` is the innermost. An empty text with flags is a place where something is missing.
    """

    text: str
    flags: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    owner: int = 0


def cut(text: str, spans: Mapping[int, Span]) -> tuple[Piece, ...]:
    """The text in pieces, in order; `spans` are the flags' by number. Joined, they are the text."""
    places = {number: _clipped(span, len(text)) for number, span in spans.items()}
    gaps = _by_edge((start, n) for n, (start, end) in places.items() if start == end)
    opening = _by_edge((start, n) for n, (start, end) in places.items() if start < end)
    closing = _by_edge((end, n) for n, (start, end) in places.items() if start < end)
    edges = sorted({0, len(text), *gaps, *opening, *closing})
    running: dict[int, None] = {}
    pieces = [_gap(gaps[0])] if gaps.get(0) else []
    for start, end in pairwise(edges):
        for number in closing.get(start, ()):
            del running[number]
        running.update(dict.fromkeys(opening.get(start, ())))
        flags = tuple(running)
        ends = tuple(n for n in flags if places[n][1] == end)
        owner = max(flags, key=lambda n: (places[n][0], -places[n][1]), default=0)
        starts = tuple(opening.get(start, ()))
        pieces.append(Piece(text[start:end], flags, starts, ends, owner))
        if gaps.get(end):
            pieces.append(_gap(gaps[end]))
    return tuple(pieces)


def _clipped(span: Span, length: int) -> tuple[int, int]:
    return min(span.start, length), min(span.end, length)


def _by_edge(edges: Iterable[tuple[int, int]]) -> Mapping[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for edge, number in edges:
        found[edge].append(number)
    return found


def _gap(numbers: Iterable[int]) -> Piece:
    flags = tuple(numbers)
    return Piece("", flags, flags, flags, flags[0])
