"""Addresses, hashtags and handles changed on the way.

## What it finds
Web addresses, e-mail addresses, hashtags and @handles of the source that are not in the
translation as they are. They are copied, never translated; where the translation has one that
nearly agrees, that is flagged, and the source's suggested.

## Why that is bad
The link leads nowhere, or to somebody else.

## Source
RFC 3986 (URI) and RFC 5322 (addresses): every character counts.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex
from rapidfuzz import fuzz

from corpora.text import Document, Severity, Side, Span
from qa.check import Check, Example, Finding
from qa.facing import Facing, facings
from qa.language import Pair

_COPIED = regex.compile(
    r"\bhttps?://[^\s<>\"“”«»()]+[^\s<>\"“”«».,;:!?()]"
    r"|\bwww\.[^\s<>\"“”«»()]+[^\s<>\"“”«».,;:!?()]"
    r"|\b[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<![\w&/#])[#＃](?=\w*[A-Za-z])[A-Za-z]\w+"
    r"|(?<![\w@/])@[A-Za-z]\w{2,}"
)
_ANY = regex.compile(r"://|www\.|[@#＃]")
_ALIKE = 60


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    for facing in facings(document, languages):
        if facing.side is Side.SOURCE and facing.is_plain:
            yield from _changed(facing)


def _changed(facing: Facing) -> Iterator[Finding]:
    if not _ANY.search(facing.other.text):
        return
    text, index = facing.segment.mt.text, facing.segment.index
    ours = [f for f in _COPIED.finditer(text) if f.group() not in facing.other.text]
    for found in _COPIED.finditer(facing.other.text):
        right = found.group()
        if right.casefold() in text.casefold():
            continue
        alike = max(ours, key=lambda one: fuzz.ratio(one.group(), right), default=None)
        if alike is not None and fuzz.ratio(alike.group(), right) >= _ALIKE:
            message = f"the source has '{right}'"
            yield Finding(index, Span(*alike.span()), message, right)
        else:
            span = Span(*found.span(), Side.SOURCE)
            yield Finding(index, span, f"'{right}' is not in the translation")


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/mistranslation",
    confidence=0.8,
    needs=frozenset([Side.SOURCE]),
    bad=(
        Example(
            "Lihat [[https://example.com/berita → https://example.com/news]].",
            source="See https://example.com/news.",
            language="id",
        ),
        Example("Tulis kepada kami.", source="Write to [[desk@example.com]].", language="id"),
    ),
    good=(
        Example("Ikuti #MeToo dan @nytimes.", source="Follow #MeToo and @nytimes.", language="id"),
        Example("Nomor 5.", source="No. #5.", language="id"),
    ),
)
