"""A sentence that breaks off.

## What it finds
A segment that ends on a word which cannot end a sentence (`and`, `yang`; from the language
file), or that ends without any final mark although its source has one and it is shorter than
its source leads one to expect. Headlines, which end without a mark on both sides, stay silent.

## Why that is bad
The end of the thought is missing: systems cut long segments silently.

## Source
MQM (themqm.org), accuracy: omission.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpora.text import Segment, Severity, Side, Span
from corpora.words import Word, words_of
from qa.check import Check, Example, Finding, each_segment
from qa.language import Pair
from qa.lengths import usual_ratio

_FINAL = regex.compile(r"[\p{Sentence_Terminal}…:;][\p{Pe}\p{Pf}\p{Pi}\"'’”»]*\s*$")
_TRAILING_COMMA = regex.compile(r"[\p{L}\p{M},،、-]\s*$")
_TOO_SHORT = 0.7
_WORDS = 4


def _find(segment: Segment, languages: Pair) -> Iterator[Finding]:
    text, words = segment.mt.text, words_of(segment.mt.text)
    if len(words) < _WORDS or _FINAL.search(text):
        return
    last = words[-1]
    dangling = last.key in languages.target.dangling_words and not text[last.end :].strip(" ,")
    if dangling and not last.text[0].isupper():
        yield _finding(segment, last, f"breaks off after '{last.text}'")
    elif _is_cut(segment) and _TRAILING_COMMA.search(text):
        yield _finding(segment, last, "ends without a final mark, and shorter than its source")


def _finding(segment: Segment, last: Word, message: str) -> Finding:
    return Finding(segment.index, Span(last.start, last.end), message)


def _is_cut(segment: Segment) -> bool:
    side = Side.SOURCE if segment.source is not None else Side.REFERENCE
    other, ratio = segment.on(side), usual_ratio(segment, side)
    if other is None or ratio is None:
        return False
    return ratio < _TOO_SHORT and _FINAL.search(other.text) is not None


check = Check(
    find=each_segment(_find),
    severity=Severity.MAJOR,
    category="accuracy/omission",
    confidence=0.75,
    bad=(
        Example("Menteri itu mengatakan bahwa perundingan akan dilanjutkan [[dan]]", language="id"),
        Example(
            "The minister said that [[talks]]",
            source="Menteri itu mengatakan bahwa perundingan akan dilanjutkan pekan depan.",
        ),
    ),
    good=(
        Example("Minister says talks go on", source="Menteri: perundingan berlanjut"),
        Example("The minister said that talks would go on.", source="Menteri bilang lanjut."),
    ),
)
