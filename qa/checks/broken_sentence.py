"""A full stop in the middle of a sentence.

## What it finds
A full stop after a word of some length, and after it a word that begins with a small letter:
`penjaga keamanan. kehormatan`. Abbreviations, ellipses, enumerations and names that begin small
(`iPhone`) stay silent, and so does a translation whose source has the same pattern. Nothing is
suggested: to strike the full stop is seldom enough.

## Why that is bad
The sentence is torn apart: the system translated the halves without each other, so the words around
the break are often wrong as well (here a guard of honour became security guards).

## Source
Indonesian: EYD V (2022), chapter on the full stop: it ends a statement, and a sentence begins
with a capital. English: The Chicago Manual of Style, 17th edition, 6.12.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpora.text import Segment, Severity, Span
from qa.check import Check, Example, Finding, each_segment
from qa.language import Language, Pair

_BREAK = regex.compile(
    r"(?<![\p{L}\p{M}.])(?<!\p{Nd}\s)([\p{L}\p{M}'’-]{2,})\.[ \u00a0]+(\p{Ll}[\p{L}\p{M}'’-]*)"
)

_SHORT_NAME, _LONG = 5, 4


def _find(segment: Segment, languages: Pair) -> Iterator[Finding]:
    breaks = list(_BREAK.finditer(segment.mt.text))
    if breaks and segment.source is not None and _BREAK.search(segment.source.text):
        return
    for found in breaks:
        before, after = found.groups()
        if _is_abbreviation(before, languages.target) or _is_short_name(before):
            continue
        if len(before) < _LONG and before not in languages.target.function_words:
            continue
        if not after.islower():  # iPhone
            continue
        yield Finding(
            segment.index,
            Span(*found.span()),
            f"a full stop after '{before}', but the sentence goes on with '{after}'",
        )


def _is_abbreviation(word: str, language: Language) -> bool:
    return f"{word.casefold()}." in {known.casefold() for known in language.abbreviations}


def _is_short_name(word: str) -> bool:
    """Whether this is probably an abbreviated name: `Wash.`, `Calif.`"""
    return word[0].isupper() and len(word) <= _SHORT_NAME


check = Check(
    find=each_segment(_find),
    severity=Severity.MAJOR,
    category="fluency/punctuation",
    confidence=0.9,
    bad=(
        Example(
            "Upacara dengan penjaga [[keamanan. kehormatan]] dimulai.",
            language="id",
        ),
        Example("The minister met the [[guards. honour]] at noon."),
    ),
    good=(
        Example("Brigjen. pol. itu datang, dll. dan pergi.", language="id"),
        Example("He waited... and left. iPhones were sold at apple.com."),
    ),
)
