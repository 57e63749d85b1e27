"""A word written twice in a row.

## What it finds
The same word twice, with nothing but white space between: `the the minister`. Names that double
(`Duran Duran`), figures, words that a language doubles by rule (`had had`), and what the source
doubles too stay silent.

## Why that is bad
Neural translation stutters, most often at function words; the reader stumbles and trusts the
story less.

## Source
Loops and repetitions as a known failure of neural translation: Fu et al. 2021, "A Theoretical
Analysis of the Repetition Problem in Text Generation", doi:10.1609/aaai.v35i14.17520.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from corpora.text import Segment, Severity, Span
from corpora.words import Word, words_of
from qa.check import Check, Example, Finding, each_segment
from qa.facing import texts_beside
from qa.language import Language, Pair

_SHORTEST = 2


def _find(segment: Segment, languages: Pair) -> Iterator[Finding]:
    text = segment.mt.text
    beside = texts_beside(segment)
    excused = frozenset[str]().union(*(_doubled_keys(other) for other in beside))
    for first, second in pairwise(words_of(text)):
        between = text[first.end : second.start]
        if first.key != second.key or not between.isspace() or first.key in excused:
            continue
        if _is_meant(first, second, languages.target, sure=bool(beside)):
            continue
        span = Span(first.start, second.end)
        yield Finding(segment.index, span, f"'{first.text}' stands twice", suggestion=first.text)


def _doubled_keys(text: str) -> frozenset[str]:
    return frozenset(a.key for a, b in pairwise(words_of(text)) if a.key == b.key)


def _is_meant(first: Word, second: Word, language: Language, *, sure: bool) -> bool:
    """Whether a writer may have doubled this word on purpose; `sure`: no other side has."""
    if len(first.key) < _SHORTEST or first.key in language.doubled_words:
        return True
    is_little = first.key in language.function_words
    if not first.key.isalpha() or (second.text[0].isupper() and not is_little):
        return not sure or language.reduplicates
    return language.reduplicates and not is_little


check = Check(
    find=each_segment(_find),
    severity=Severity.MINOR,
    category="fluency/grammar",
    confidence=0.9,
    bad=(
        Example("He said that [[the the → the]] talks would go on."),
        Example("They live in the [[States States → States]].", source="Mereka tinggal di AS."),
        Example("Pertemuan itu [[di di → di]] Jakarta.", language="id"),
    ),
    good=(
        Example("The minister had had enough of Duran Duran."),
        Example("Duran Duran sang.", source="Duran Duran bernyanyi."),
        Example("Skor akhir 2 2.", language="id"),
        Example("Very very good.", source="Sangat sangat baik."),
    ),
)
