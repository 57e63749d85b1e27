"""Text in another language than the translation's.

## What it finds
A paragraph that langdetect (seeded, so always of the same mind) takes for another language. The
whole article votes first: where it is in the expected language, the detector must be nearly
certain. With less than a dozen words that are not capitalised the rule is silent, as it is in
languages that the detector does not know. Neighbouring segments make one flag.

## Why that is bad
The reader cannot read it, or the wrong file was sent.

## Source
MQM (themqm.org), accuracy: untranslated. Detector: Nakatani 2010, language-detection, through
langdetect 1.0.9.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from corpora.detection import detectable, guess_language, primary
from corpora.text import Document, Segment, Severity, Span
from corpora.words import words_of
from qa.check import Check, Example, Finding
from qa.language import Language, Pair, is_plainly

_ENOUGH_WORDS = 12
_SAMPLE = 3_000
_SURE_ALONE, _SURE_DOCUMENT = 0.99, 0.9


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    expected = primary(languages.target.code)
    if not detectable(languages.target.code):
        return
    as_expected = _vote(document, languages.target, expected)
    wrong: list[tuple[Segment, str]] = []
    for _, group in groupby(document.segments, key=lambda s: s.paragraph):
        segments = [segment for segment in group if not segment.mt.is_blank]
        found = _other_language(segments, languages.target, as_expected=as_expected)
        if found is not None and found != expected:
            wrong.extend((segment, found) for segment in segments)
    yield from _merged(wrong, languages.target)


def _vote(document: Document, language: Language, expected: str) -> bool:
    """Whether the article as a whole is in the expected language."""
    text = " ".join(segment.mt.text for segment in document.segments)
    if is_plainly(language, [word.key for word in words_of(text[:_SAMPLE])]):
        return True
    guess = guess_language(text)
    return guess is None or guess.code == expected or guess.probability < _SURE_DOCUMENT


def _other_language(
    segments: list[Segment], language: Language, *, as_expected: bool
) -> str | None:
    text = " ".join(segment.mt.text for segment in segments)
    words = [word for word in words_of(text) if word.text.isalpha()]
    plain = sum(not word.text[0].isupper() for word in words)  # names speak every language
    if plain < _ENOUGH_WORDS or (as_expected and is_plainly(language, [w.key for w in words])):
        return None
    guess = guess_language(text)
    sure = _SURE_ALONE if as_expected else _SURE_DOCUMENT
    return guess.code if guess is not None and guess.probability >= sure else None


def _merged(wrong: list[tuple[Segment, str]], language: Language) -> Iterator[Finding]:
    """One flag for each run of neighbouring segments in one language."""
    start = 0
    for at, (segment, found) in enumerate(wrong):
        following = wrong[at + 1] if at + 1 < len(wrong) else None
        if following and following[1] == found and following[0].index == segment.index + 1:
            continue
        first = wrong[start][0]
        more = at - start
        also = f", and so are the next {more} segments" if more else ""
        message = f"this is '{found}', not '{language.code}'{also}"
        yield Finding(first.index, Span(0, len(first.mt.text)), message)
        start = at + 1


check = Check(
    find=_find,
    severity=Severity.CRITICAL,
    category="accuracy/untranslated",
    confidence=0.85,
    bad=(
        Example(
            "[[The minister said on Monday that the talks with the other side would go on.]]",
            language="id",
        ),
        Example(
            "Menteri itu mengatakan pada hari Senin bahwa perundingan itu akan dilanjutkan.\n"
            "[[The minister said on Monday that the talks with the other side would go on.]]\n"
            "Perundingan itu sudah berlangsung selama dua tahun dan akan segera selesai.",
            language="id",
        ),
    ),
    good=(
        Example("OK, no problem.", language="id"),
        Example(
            "Menteri itu mengatakan bahwa perundingan akan dilanjutkan pekan depan.", language="id"
        ),
        Example("Menteri itu mengatakan bahwa perundingan akan dilanjutkan.", language="kk"),
    ),
)
