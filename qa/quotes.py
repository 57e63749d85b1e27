"""Double quotation marks: which open, which close, and which belong together.

Quotations run on over segments and paragraphs, so the marks of a whole document are read in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from corpora.text import Document, Segment

_MARK = re.compile(r"[\"“”„‟«»「」『』]")
_FAMILIES = {'"': "straight", "«": "angle", "»": "angle"} | dict.fromkeys("「」『』", "corner")
_CLOSER_OF = {
    "“": "”",
    "„": "“",
    "‟": "”",
    "«": "»",
    "»": "«",
    '"': '"',
    "”": "”",
    "「": "」",
    "『": "』",
}
_OPENERS, _CLOSERS = frozenset("„‟「『"), frozenset("」』")

_REVERSED = {"“": "„", "«": "»"}
_LEADING = " \t\u00a0\u202f([{—–-/"


class Role(Enum):
    """What a mark does."""

    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark at code point `at` of a segment; `leads` where it begins the segment."""

    segment: int
    at: int
    sign: str
    leads: bool

    @property
    def family(self) -> str:
        """Its kind: straight, curly, angle or corner."""
        return _FAMILIES.get(self.sign, "curly")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation; a mark is None where it is missing."""

    opening: Mark | None
    closing: Mark | None


def closer_of(sign: str) -> str:
    """The mark that closes what this one opens."""
    return _CLOSER_OF.get(sign, sign)


def marks_in(text: str) -> int:
    """How many double quotation marks a text has."""
    return len(_MARK.findall(text))


def quotations(document: Document) -> Iterator[Quotation]:
    """The quotations of a document in the order in which they end.

    A paragraph may open a quotation again that runs on from the one before; only the last
    paragraph closes it.
    """
    opening: Mark | None = None
    for segment in document.segments:
        for mark in _marks(segment):
            role = _role(mark, segment.mt.text, opening)
            if role is Role.OPEN:
                if opening is not None and not mark.leads:
                    yield Quotation(opening, None)
                opening = mark
            elif role is Role.CLOSE:
                yield Quotation(opening, mark)
                opening = None
    if opening is not None:
        yield Quotation(opening, None)


def _marks(segment: Segment) -> Iterator[Mark]:
    text = segment.mt.text
    for found in _MARK.finditer(text):
        yield Mark(segment.index, found.start(), found.group(), not text[: found.start()].strip())


def _role(mark: Mark, text: str, opening: Mark | None) -> Role | None:
    """What a mark does, from its shape, its neighbours and what is open; None for an inch sign."""
    before, after = text[mark.at - 1 : mark.at], text[mark.at + 1 : mark.at + 2]
    begins_word = not before.strip(_LEADING) and bool(after.strip())
    opened = opening.sign if opening else ""
    if mark.sign in _OPENERS or mark.sign in _CLOSERS:
        return Role.OPEN if mark.sign in _OPENERS else Role.CLOSE
    if mark.sign in _REVERSED:  # “ closes „ in German, « closes » in Danish
        ends_word = bool(opened and before.strip()) and not after.isalnum()
        return Role.CLOSE if ends_word or opened == _REVERSED[mark.sign] else Role.OPEN
    if mark.sign == '"' and not opened and before.isdigit():
        return None
    if not opened:
        return Role.OPEN if not before.strip(_LEADING) or after.isalnum() else Role.CLOSE
    return Role.OPEN if begins_word and mark.sign == '"' else Role.CLOSE
