"""A word in the place of another.

## What it finds
A word that stands between the same neighbours as another word in the reference, where something
else speaks against it: it is one letter away from the reference's word, which is far more common
(`form` for `from`), or has lost a letter of it that is neither an ending nor a matter of taste
(`art` for `part`, also beside only one same neighbour; both only in languages whose file says
`checks_spelling`), or it is the source's own word, kept although it means something else (`Chef` →
`chef`, for `boss`). A mere synonym stays silent.

## Why that is bad
It is a word of the language, so no spelling checker sees it.

## Source
Kukich 1992, doi:10.1145/146370.146380, real-word errors; MQM, accuracy: mistranslation.
Frequencies: wordfreq (Speer 2022, doi:10.5281/zenodo.7199437).
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA, Prefix

from corpora.languages import primary_of
from corpora.text import Segment, Severity, Side, Span
from corpora.words import Word, words_of
from qa import frequency
from qa.alignment import WordAlignment, aligned, is_related, neighbours, substitutions
from qa.check import Check, Example, Finding, each_segment
from qa.language import Language, Pair

_COMMONEST, _SHORTEST, _OPTIONAL = 5.8, 2, frozenset("ue")
_DIGRAPHS = frozenset({"ae", "oe"})
_FAR, _FARTHER, _LONG, _ENDING = 0.8, 1.25, 5, 1


def _find(segment: Segment, languages: Pair) -> Iterator[Finding]:
    if not segment.references or segment.realigned:
        return
    if not frequency.known(languages.target.code):
        return
    words = aligned(segment.mt.text, segment.references[0].text)
    misprints = dict(_misprints(words, languages.target))
    for here, there in misprints.items():
        message = f"one letter away from the reference's '{there.text}'"
        yield Finding(segment.index, Span(here.start, here.end), message, there.text)
    source = {w.text for w in words_of(segment.source.text)} if segment.source else set()
    for here, there in substitutions(words) if source else ():
        if here in misprints or here.text not in source or not _are_plain(here, there):
            continue
        if _is_borrowed(here.key, there.key, languages):
            message = "the source's own word; the reference has another"
            span = Span(here.start, here.end)
            yield Finding(segment.index, span, message, there.text, None, 0.6)


def _misprints(words: WordAlignment, language: Language) -> Iterator[tuple[Word, Word]]:
    """Words one letter away from the reference's in the same place, with those."""
    if not language.checks_spelling:
        return
    for here, there in substitutions(words):
        near = _is_misprint(here.key, there.key, language) or _is_cut(here.key, there.key, language)
        if near and _are_plain(here, there):
            yield here, there
    ours, theirs = {word.key for word in words.ours}, {word.key for word in words.theirs}
    for here, there in neighbours(words):
        if here.key in theirs or there.key in ours or not _are_plain(here, there):
            continue
        if here.key in language.function_words or there.key == f"a{here.key}":  # wait, await
            continue
        if _is_cut(here.key, there.key, language):
            yield here, there


def _are_plain(here: Word, there: Word) -> bool:
    both = here.text + there.text
    return both.islower() and both.isalpha()


def _is_borrowed(word: str, right: str, languages: Pair) -> bool:
    """Whether the word belongs to the source's language rather than to ours."""
    if languages.source is None or primary_of(languages.source.code) == primary_of(
        languages.target.code
    ):
        return False
    if len(word) < _LONG or is_related(word, right):
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
    if known >= _COMMONEST:
        return False
    return frequency.zipf(right, language.code) - known >= _FARTHER


def _is_cut(word: str, right: str, language: Language) -> bool:
    """Whether a letter is missing at the beginning or inside, and it is no other spelling.

    `colour` and `color`, `traveller` and `traveler`, `ageing` and `aging`, `caesium` and `cesium`.
    """
    if len(right) != len(word) + 1 or len(word) < _SHORTEST:
        return False
    if {word, right} & (language.determiners | language.negations) or any(
        word in group for group in language.pronouns.values()
    ):
        return False
    at = Prefix.similarity(word, right)
    if at == len(word):
        return {word, right} <= language.function_words
    doubled = right[at] in right[max(0, at - 1) : at]
    optional = right[at] in _OPTIONAL or right[at : at + 2] in _DIGRAPHS
    return right[at + 1 :] == word[at:] and not doubled and not optional


check = Check(
    find=each_segment(_find),
    severity=Severity.MINOR,
    category="accuracy/mistranslation",
    confidence=0.7,
    needs=frozenset([Side.REFERENCE]),
    bad=(
        Example("He came [[form → from]] London.", reference="He came from London."),
        Example("The northern [[art → part]] is high.", reference="The northern part is high."),
        Example("It [[wis → was]] by a survey.", reference="It was by a survey."),
    ),
    good=(
        Example("The color is right.", reference="The colour is right."),
        Example("The police wait here.", reference="The police await orders."),
        Example("He walks home.", reference="He walked home."),
        Example("He bought a big house.", reference="He bought a large house."),
    ),
)
