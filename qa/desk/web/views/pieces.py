"""A segment's text in pieces: plain, and marked where flags stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpora.text import Severity, Side, Span
from reports.marks import Piece, cut


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a flag stands, and how bad it is; `id` names it on the page."""

    id: int
    span: Span
    severity: Severity


@dataclass(frozen=True, slots=True)
class Mark:
    """A flagged piece of text: the innermost flag, all flags, the worst severity.

    `is_first`: here a flag begins, so that this piece is a stop for whoever walks by keyboard.
    """

    text: str
    flag: int
    flags: tuple[int, ...]
    severity: str
    is_first: bool


Part = str | Mark


def parts_of(text: str, spots: Sequence[Spot], side: Side) -> tuple[Part, ...]:
    """The text of one side, plain and marked in turn; joined it is the text."""
    here = {spot.id: spot for spot in spots if spot.span.side is side}
    pieces = cut(text, {number: spot.span for number, spot in here.items()})
    return tuple(_part(piece, here) for piece in pieces)


def _part(piece: Piece, spots: Mapping[int, Spot]) -> Part:
    if not piece.flags:
        return piece.text
    worst = max(spots[number].severity for number in piece.flags)
    return Mark(piece.text, piece.owner, piece.flags, worst.word, bool(piece.starts))
