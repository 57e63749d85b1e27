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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from corpora.detection import primary
from corpora.text import Document, Segment, Severity, Side, Span
from corpora.words import Word, words_of
from qa import frequency
from qa.check import Check, Example, Finding
from qa.language import Pair

_KNOWN_THERE, _KNOWN_HERE, _FAR = 2.8, 2.6, 1.5
_HERE_AT_MOST, _COMMON, _FAR_SURE = 4.3, 4.6, 1.0
_LITTLE, _VERY_FAR, _UNKNOWN = 6.3, 2.3, 1.0
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
            sure = bool(segment.references)
            yield from _left(segment, _Judge(source.code, target.code, nouns, sure))


def _left(segment: Segment, judge: _Judge) -> Iterator[Finding]:
    text = segment.mt.text
    source = {word.text for word in words_of(segment.source.text)} if segment.source else set()
    shared = {word.key for reference in segment.references for word in words_of(reference.text)}
    words = words_of(text)
    left = [
        word
        for at, word in enumerate(words)
        if word.text in source and word.key not in shared and judge.is_foreign(words, at)
    ]
    if len(left) >= _RUN:
        return
    for word in left:
        if not _QUOTED.search(text[max(0, word.start - 60) : word.start]):
            message = f"'{word.text}' is left as the source has it"
            yield Finding(segment.index, Span(word.start, word.end), message)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Tells the source's words from ours; `sure`: a reference has been asked, and lacks them."""

    theirs: str
    ours: str
    nouns: bool
    sure: bool

    def is_foreign(self, words: Sequence[Word], at: int) -> bool:
        """Whether the source's language knows this word and ours does not."""
        word = words[at].text
        if not word.isalpha() or not self._is_plain(words, at):
            return False
        there, here = frequency.zipf(words[at].key, self.theirs), self._here(words[at].key)
        if len(word) < _SHORTEST:
            return self.sure and there >= _LITTLE and there - here >= _VERY_FAR
        if self.sure and here < _UNKNOWN and frequency.has_large_list(self.ours):
            return True
        if not frequency.has_large_list(self.ours) and there < _COMMON:
            return False
        most, far = (_HERE_AT_MOST, _FAR_SURE) if self.sure else (_KNOWN_HERE, _FAR)
        return there >= _KNOWN_THERE and here < most and there - here >= far

    def _here(self, key: str) -> float:
        return frequency.zipf(key, self.ours)

    def _is_plain(self, words: Sequence[Word], at: int) -> bool:
        """Whether the word is no name: small, or a capital that its place or language explains."""
        word = words[at].text
        if word.islower():
            near = (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])
            named = len(word) < _SHORTEST and any(one.text[0].isupper() for one in near)
            return not named
        opening = at == 0 and not any(one.text[0].isupper() for one in words[1:2])
        return self.sure and word.istitle() and (self.nouns or opening)


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
