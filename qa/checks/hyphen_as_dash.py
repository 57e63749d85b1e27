"""A hyphen where a dash belongs.

## What it finds
A hyphen with a space on either side between words (`Elbit Systems - perusahaan`). Datelines
(`JAKARTA - …`), scores and sums between figures stay silent. An article that does it throughout
gets one flag, at the first place.

## Why that is bad
A hyphen joins, a dash parts. Machine translation turns dashes into hyphens; often a comma is
better still.

## Source
EYD V (2022), chapter on the dash (tanda pisah); The Chicago Manual of Style, 17th edition, 6.75.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from corpora.text import Document, Segment, Severity, Span
from qa.check import Check, Example, Finding
from qa.language import Pair

_HYPHEN = regex.compile(r"(?<=[\p{L}\p{M})\"”’»])[ \u00a0]+(-{1,2})[ \u00a0]+(?=[\p{L}(\"“‘«])")
_LONGEST_DATELINE = 40
_DATELINE = regex.compile(r"[\p{Lu}\p{N}][\p{L}\p{M}\p{N} .,()/]*")
_SPACED_COMPOUND = regex.compile(r"\d -[ \u00a0]\w+$")  # 3 - year - old


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    places = [place for segment in document.segments for place in _places(segment)]
    if places:
        more = f" (the first of {len(places)} places)" if len(places) > 1 else ""
        message = f"a hyphen used as a dash{more}"
        first = places[0]
        yield Finding(first.segment, first.span, message, suggestion=languages.target.dash)


@dataclass(frozen=True, slots=True)
class _Place:
    segment: int
    span: Span


def _places(segment: Segment) -> Iterator[_Place]:
    text = segment.mt.text
    for found in _HYPHEN.finditer(text):
        before = text[: found.start()]
        if not _is_dateline(before) and not _SPACED_COMPOUND.search(before):
            yield _Place(segment.index, Span(*found.span(1)))


def _is_dateline(before: str) -> bool:
    if len(before) > _LONGEST_DATELINE or not _DATELINE.fullmatch(before):
        return False
    return all(word[0].isupper() or not word[0].isalpha() for word in before.split())


check = Check(
    find=_find,
    severity=Severity.MINOR,
    category="fluency/punctuation",
    confidence=0.6,
    bad=(Example("He visited the firm [[- → –]] a maker of radars - on Monday."),),
    good=(
        Example("JAKARTA, Kompas.com - Menteri itu pergi.", language="id"),
        Example("The match ended 2 - 1 after extra time."),
        Example("A well-known maker – it sells radars."),
    ),
)
