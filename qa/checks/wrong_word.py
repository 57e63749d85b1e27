"""A word in the place of another.

## What it finds
A word that stands between the same neighbours as another word in the reference, where something
else speaks against it: it is one letter away from the reference's word, which is far more common
(`form` for `from`; only in languages whose file says `checks_spelling`), or it is the source's own
word, kept although it means something else (`Chef` → `chef`, for `boss`). A mere synonym stays
silent.

## Why that is bad
It is a word of the language, so no spelling checker sees it.

## Source
Kukich 1992, doi:10.1145/146370.146380, real-word errors; MQM, accuracy: mistranslation.
Frequencies: wordfreq (Speer 2022, doi:10.5281/zenodo.7199437).
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from corpora.text import Segment, Severity, Side, Span
from corpora.words import words_of
from qa import frequency
from qa.alignment import aligned, is_related, substitutions
from qa.check import Check, Example, Finding, each_segment
from qa.language import Language, Pair

_FAR, _FARTHER, _LONG, _ENDING = 0.8, 1.25, 5, 1


def _find(segment: Segment, languages: Pair) -> Iterator[Finding]:
    code = languages.target.code
    if not segment.references or segment.realigned or not frequency.known(code):
        return
    source = {w.text for w in words_of(segment.source.text)} if segment.source else set()
    spelling = languages.target.checks_spelling
    foreign = languages.source is not None and languages.source.code != code
    for here, there in substitutions(aligned(segment.mt.text, segment.references[0].text)):
        span = Span(here.start, here.end)
        if not (here.text.islower() and there.text.islower() and here.text.isalpha()):
            continue
        if spelling and _is_misprint(here.key, there.key, languages.target):
            message = f"one letter away from the reference's '{there.text}'"
            yield Finding(segment.index, span, message, there.text)
        elif foreign and here.text in source and _is_borrowed(here.key, there.key, languages):
            message = "the source's own word; the reference has another"
            yield Finding(segment.index, span, message, there.text, None, 0.6)


def _is_borrowed(word: str, right: str, languages: Pair) -> bool:
    """Whether the word belongs to the source's language rather than to ours."""
    if len(word) < _LONG or is_related(word, right) or languages.source is None:
        return False
    theirs = frequency.zipf(word, languages.source.code)
    return theirs - frequency.zipf(word, languages.target.code) >= _FAR


def _is_misprint(word: str, right: str, language: Language) -> bool:
    """Whether a letter got lost or changed, and not merely an ending."""
    if OSA.distance(word, right, score_cutoff=1) != 1:
        return False
    if len(word) == 1:
        return word not in language.function_words
    shorter = min(len(word), len(right))
    stem = shorter - (_ENDING if shorter < _LONG else 2 * _ENDING)
    if stem > 1 and word[:stem] == right[:stem]:
        return False
    known = frequency.zipf(word, language.code)
    return frequency.zipf(right, language.code) - known >= _FARTHER


check = Check(
    find=each_segment(_find),
    severity=Severity.MINOR,
    category="accuracy/mistranslation",
    confidence=0.7,
    needs=frozenset([Side.REFERENCE]),
    bad=(
        Example("He came [[form → from]] London.", reference="He came from London."),
        Example("It [[wis → was]] by a survey.", reference="It was by a survey."),
    ),
    good=(
        Example("He walks home.", reference="He walked home."),
        Example("He bought a big house.", reference="He bought a large house."),
    ),
)
