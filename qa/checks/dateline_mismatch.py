"""The agency's mark lost or changed.

## What it finds
A source that opens with a dateline and an agency (`ASTANA, Nov 3 (Reuters) -`, `(AP)`), or names it
in brackets at the end, whose translation does not name the agency at all.

## Why that is bad
The agency must be credited; its contract says so.

## Source
Reuters Handbook of Journalism, datelines; The Associated Press Stylebook, datelines.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpora.text import Document, Severity, Side, Span
from qa.check import Check, Example, Finding
from qa.language import Pair

_AGENCIES = (
    "Reuters|AP|AFP|Xinhua|TASS|Interfax|DPA|dpa|EFE|ANSA|Kyodo|Yonhap|Bernama|Antara|ANTARA|PTI|ANI"
    "|UPI|Anadolu|AA|IRNA|Kazinform|Bloomberg|APA|Ritzau|PAP|CTK|ČTK"
)
_OPENING = regex.compile(rf"^[^()\n]{{0,60}}[(（]({_AGENCIES})[)）]\s*[-–—:]")
_CLOSING = regex.compile(rf"[(（]({_AGENCIES})(?:[/,][^()]{{0,20}})?[)）]\s*$")


def _find(document: Document, _: Pair) -> Iterator[Finding]:
    for segment in document.segments:
        if segment.source is None or segment.mt.is_blank:
            continue
        text = segment.source.text
        found = _OPENING.search(text) or _CLOSING.search(text)
        if found and found[1].casefold() not in segment.mt.text.casefold():
            message = f"the translation does not name {found[1]}"
            yield Finding(segment.index, Span(*found.span(1), Side.SOURCE), message)


check = Check(
    find=_find,
    severity=Severity.MINOR,
    category="accuracy/omission",
    confidence=0.8,
    needs=frozenset([Side.SOURCE]),
    bad=(
        Example(
            "ASTANA – Menteri itu tiba.",
            source="ASTANA, Nov 3 ([[Reuters]]) - The minister arrived.",
            language="id",
        ),
    ),
    good=(
        Example(
            "ASTANA (Reuters) – Menteri itu tiba.",
            source="ASTANA, Nov 3 (Reuters) - The minister arrived.",
            language="id",
        ),
    ),
)
