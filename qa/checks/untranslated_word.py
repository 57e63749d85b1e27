"""A word of the source left standing in a sentence that was translated.

## What it finds
A word that stands in the source as it is, written small, or in a script of its own, and that the
translation's language does not know while the source's does (by wordfreq's lists); words that the
reference has, too, names, quotations and words that several languages share stay silent. Runs of
five words and whole segments are the rule `untranslated`'s.

## Why that is bad
The reader stumbles over a word he cannot know.

## Source
MQM (themqm.org), accuracy: untranslated. DEMETR (Karpinska et al. 2022), kind 4. Frequencies:
wordfreq (Speer 2022, doi:10.5281/zenodo.7199437).
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpora.detection import primary
from corpora.text import Document, Segment, Severity, Side, Span
from corpora.words import Word, words_of
from qa import frequency
from qa.check import Check, Example, Finding
from qa.language import Pair

_KNOWN_THERE, _KNOWN_HERE, _FAR = 2.8, 2.6, 1.5
_HERE_AT_MOST, _COMMON, _FAR_SURE = 4.3, 4.6, 1.0
_SHORTEST, _RUN = 4, 5
_QUOTED = regex.compile(r"[\"“„«(][^\"“”„«»()]{0,60}$")


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    source, target = languages.source, languages.target
    if source is None or primary(source.code) == primary(target.code):
        return
    if not (frequency.known(source.code) and frequency.known(target.code)):
        return
    for segment in document.segments:
        if segment.source is not None and segment.source.text.strip() != segment.mt.text.strip():
            nouns = source.capital_nouns and not target.capital_nouns
            yield from _left(segment, source.code, target.code, capital_nouns=nouns)


def _left(segment: Segment, theirs: str, ours: str, *, capital_nouns: bool) -> Iterator[Finding]:
    text = segment.mt.text
    source = {word.text for word in words_of(segment.source.text)} if segment.source else set()
    shared = {word.key for reference in segment.references for word in words_of(reference.text)}
    left = [w for w in words_of(text) if w.text in source and w.key not in shared]
    sure = bool(segment.references)
    nouns = sure and capital_nouns
    left = [w for w in left if _is_foreign(w, theirs, ours, sure=sure, nouns=nouns)]
    if len(left) >= _RUN:
        return
    for word in left:
        if not _QUOTED.search(text[max(0, word.start - 60) : word.start]):
            message = f"'{word.text}' is left as the source has it"
            yield Finding(segment.index, Span(word.start, word.end), message)


def _is_foreign(word: Word, theirs: str, ours: str, *, sure: bool, nouns: bool) -> bool:
    """Whether the source's language knows it and ours does not; `sure`: the reference lacks it."""
    if len(word.text) < _SHORTEST or not word.text.isalpha():
        return False
    if not word.text.islower() and not (nouns and word.text.istitle()):
        return False
    there, here = frequency.zipf(word.key, theirs), frequency.zipf(word.key, ours)
    if not frequency.has_large_list(ours) and there < _COMMON:
        return False
    most = _HERE_AT_MOST if sure else _KNOWN_HERE
    far = _FAR_SURE if sure else _FAR
    return there >= _KNOWN_THERE and here < most and there - here >= far


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/untranslated",
    confidence=0.75,
    needs=frozenset([Side.SOURCE]),
    bad=(
        Example(
            "The new demands [[könnten]] not be met.",
            source="Die neuen Forderungen könnten nicht erfüllt werden.",
            source_language="de",
        ),
    ),
    good=(
        Example(
            "Menteri itu memuji program internet “agreement”.",
            source="The minister praised the internet program “agreement”.",
            language="id",
            source_language="en",
        ),
    ),
)
