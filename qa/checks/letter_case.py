"""A sentence that begins with a small letter.

## What it finds
A segment of four words or more, with a final mark, that begins with a small letter, where its
source or reference begins with a capital or is in a script that has none; with neither, where
nearly all other segments of the article begin with one. Names that begin small (`iPhone`,
`al-Qaeda`, `de Gaulle`) stay silent.

## Why that is bad
It looks like the middle of something; capitals lost throughout also hide the names.

## Source
Indonesian: EYD V (2022), capital letters. English: The Chicago Manual of Style, 17th edition, 8.1.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpora.text import Document, Segment, Severity, Span
from corpora.words import words_of
from qa.check import Check, Example, Finding
from qa.facing import texts_beside
from qa.language import Pair

_OPENING = regex.compile(r"^[\p{P}\p{S}\s]*")
_FINAL = regex.compile(r"[.!?…][\p{P}\s]*$")
_SMALL = frozenset({"al", "de", "van", "von", "el", "bin", "da", "di", "la", "le", "du", "des"})
_WORDS, _MOST = 4, 0.8


def _find(document: Document, _: Pair) -> Iterator[Finding]:
    begins = [s for s in document.segments if _opening(s.mt.text)[:1].isupper()]
    usual = len(begins) >= _MOST * max(len(document.segments), 1)
    for segment in document.segments:
        words = words_of(segment.mt.text)
        if len(words) < _WORDS or not _FINAL.search(segment.mt.text) or not _is_small(segment):
            continue
        others = [_opening(text) for text in texts_beside(segment)]
        continues = any(other[:1].islower() for other in others)
        if continues or segment.realigned or not (others or usual):
            continue
        first = words[0]
        right = f"{first.text[0].upper()}{first.text[1:]}"
        span = Span(first.start, first.end)
        capitals = sum(word.text[0].isupper() for word in words)
        what = (
            "the sentence begins" if capitals else "no capital letter at all: the sentence begins"
        )
        yield Finding(segment.index, span, f"{what} with a small letter", right)


def _opening(text: str) -> str:
    return _OPENING.sub("", text, count=1)


def _is_small(segment: Segment) -> bool:
    words = words_of(segment.mt.text)
    first = words[0].text
    before = segment.mt.text[: words[0].start]
    plain = first.islower() and first.isalpha() and first not in _SMALL
    return plain and "…" not in before and "..." not in before


check = Check(
    find=_find,
    severity=Severity.MINOR,
    category="fluency/spelling",
    confidence=0.75,
    bad=(
        Example("[[the → The]] talks will go on.", source="Perundingan akan dilanjutkan."),
        Example("[[the → The]] talks will go on.", source="会谈将继续。", source_language="zh"),
    ),
    good=(
        Example("iPhones were sold there yesterday.", source="iPhone dijual di sana."),
        Example("and so it went on.", source="dan begitulah seterusnya."),
        Example("al-Qaeda said so on Monday.", source="Al-Qaeda mengatakannya."),
    ),
)
