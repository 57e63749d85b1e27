"""A sentence that no reader of a newspaper follows to its end.

## What it finds
Sentences with more words than the language file bears (`longest_sentence`; 60 where it says
nothing), counted between final marks and semicolons. Lists stay silent.

## Why that is bad
Machines keep the source's sentence whole, however long its language lets it grow; an editor would
make two of it.

## Source
Cutts, Oxford Guide to Plain English, 5th edition (2020), chapter 1; Indonesian: Rosihan Anwar,
Bahasa Jurnalistik Indonesia dan Komposisi (2004), on short sentences.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpora.text import Segment, Severity, Span
from corpora.words import words_of
from qa.check import Check, Example, Finding, each_segment
from qa.language import Pair

_END = regex.compile(r"[.!?][\p{Pe}\p{Pf}\p{Pi}\"'’”»]*(?=\s+[\p{Lu}\p{Pi}\"“„«])|[;;。！？।؟]")
_LIST = 8


def _find(segment: Segment, languages: Pair) -> Iterator[Finding]:
    text, most = segment.mt.text, languages.target.longest_sentence
    if len(words_of(text)) <= most:
        return
    ends = [found.end() for found in _END.finditer(text)]
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        words = words_of(text[start:end])
        if len(words) > most and text.count(",", start, end) < _LIST:
            span = Span(start + words[0].start, start + words[-1].end)
            message = f"a sentence of {len(words)} words; make two of it"
            yield Finding(segment.index, span, message)


_LONG = " ".join(["and", "then", "he", "went", "on", "to", "say"] * 9)

check = Check(
    find=each_segment(_find),
    severity=Severity.NEUTRAL,
    category="style/awkward",
    confidence=0.6,
    bad=(Example(f"[[He rose {_LONG}]]."),),
    good=(Example("He rose. He sat down; then he rose again."),),
)
