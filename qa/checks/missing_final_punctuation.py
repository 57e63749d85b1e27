"""A sentence without its full stop.

## What it finds
A segment of four words or more that ends in a letter or a figure, where its source (without one,
its reference) ends in a final mark. Headlines and captions, which have none in the source
either, stay silent.

## Why that is bad
The sentence looks cut off, and may be.

## Source
The Chicago Manual of Style, 17th edition, 6.12; Indonesian: EYD V (2022), the full stop.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpora.text import Document, Severity, Side, Span
from corpora.words import words_of
from qa.check import Check, Example, Finding
from qa.facing import facings
from qa.language import Pair

_FINAL = regex.compile(r"([.。।!！?？؟…])[\p{Pe}\p{Pf}\p{Pi}\"'’”»]*\s*$")
_BARE = regex.compile(r"[\p{L}\p{M}\p{Nd}%][\p{Pe}\p{Pf}\"'’”»]*\s*$")
_WORDS = 4
_OWN = {"。": ".", "！": "!", "？": "?", "।": ".", "؟": "?"}
_CJK = frozenset({"zh", "ja"})


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    keeps = languages.target.code.split("-")[0] in _CJK
    for facing in facings(document, languages):
        text = facing.segment.mt.text
        if not _BARE.search(text):
            continue
        words, final = words_of(text), _FINAL.search(facing.other.text)
        if len(words) < _WORDS or final is None:
            continue
        last, sign = words[-1], final[1]
        span = Span(last.start, last.end)
        right = f"{last.text}{sign if keeps else _OWN.get(sign, sign)}"
        message = f"no '{sign}' at the end; the {facing.side} has one"
        yield Finding(facing.segment.index, span, message, right, safe=facing.is_plain)


check = Check(
    find=_find,
    severity=Severity.MINOR,
    category="fluency/punctuation",
    confidence=0.8,
    needs=frozenset([Side.SOURCE, Side.REFERENCE]),
    bad=(
        Example(
            "Perundingan itu akan [[dilanjutkan → dilanjutkan.]]",
            source="The talks will go on.",
            language="id",
        ),
    ),
    good=(
        Example("Minister says talks go on", source="Menteri: perundingan berlanjut"),
        Example("Perundingan itu dilanjutkan.", source="The talks go on.", language="id"),
    ),
)
