"""A bracket opened and never closed, or closed and never opened.

## What it finds
Round and square brackets of a segment that have no partner in it; enumerations (`1)`, `a)`) and
smileys stay silent, and so does a segment whose source has the same.

## Why that is bad
The reader looks for the end of an aside that never comes: mostly words are missing.

## Source
The Chicago Manual of Style, 17th edition, 6.95 to 6.101; Indonesian: EYD V (2022), brackets.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpora.text import Segment, Severity, Span
from qa.check import Check, Example, Finding, each_segment
from qa.facing import texts_beside
from qa.language import Pair

_BRACKET = regex.compile(r"[()\[\]（）]")
_ENUMERATION = regex.compile(r"(?:^|[\s,;:.])\w{1,4}$")
_PARTNERS = {")": "(", "]": "[", "）": "（"}
_SMILEY = frozenset(":;-=8")


def _find(segment: Segment, _: Pair) -> Iterator[Finding]:
    text = segment.mt.text
    lonely = list(_lonely(text))
    if lonely and not any(list(_lonely(other)) for other in texts_beside(segment)):
        for at in lonely:
            message = f"'{text[at]}' without its partner"
            yield Finding(segment.index, Span(at, at + 1), message)


def _lonely(text: str) -> Iterator[int]:
    """Where brackets without a partner stand."""
    opened: list[int] = []
    for found in _BRACKET.finditer(text):
        at, sign = found.start(), found.group()
        if sign not in _PARTNERS:
            opened.append(at)
        elif opened and text[opened[-1]] == _PARTNERS[sign]:
            opened.pop()
        elif not _ENUMERATION.search(text[max(0, at - 6) : at]) and text[at - 1] not in _SMILEY:
            yield at
    yield from opened


check = Check(
    find=each_segment(_find),
    severity=Severity.MINOR,
    category="fluency/punctuation",
    confidence=0.8,
    bad=(
        Example("He left [[(]]on Monday and came back."),
        Example("Ia pergi kemarin[[)]] lalu kembali.", language="id"),
    ),
    good=(
        Example("1) first, b) second (and last) :)"),
        Example("He left (on Monday.", source="Ia pergi (hari Senin."),
    ),
)
