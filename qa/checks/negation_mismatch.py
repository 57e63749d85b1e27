"""A negation lost, or one that nobody made.

## What it finds
A segment that denies where neither its source nor its reference does, or does not deny where they
all do. With a source alone the flag is minor: a good translation may put it the other way round.
The words that deny are in the language files (`negations`); a language without them stays silent,
and so do segments that the aligner joined.

## Why that is bad
The sentence says the opposite.

## Source
MQM (themqm.org), accuracy: mistranslation. DEMETR (Karpinska et al. 2022), kind 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from corpora.text import Document, Segment, Severity, Side, Span
from corpora.words import words_of
from qa.check import Check, Example, Finding
from qa.language import Language, Pair

_LONG = 6
_ALONE = 0.45
_UNSPACED = frozenset({"zh", "ja", "th"})


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    for segment in document.segments:
        others = list(_others(segment, languages))
        if not others or segment.realigned or segment.mt.is_blank:
            continue
        ours = _negations(segment.mt.text, languages.target)
        theirs = [_negations(text, language) for text, language in others]
        implied = [_implied(*other) for other in others]
        denied = any(_denies(*other) for other in others)
        if ours and not denied and not any(implied) and not _by_affix(segment, others):
            names = " or ".join(side for side in ("source", "reference") if segment.on(Side(side)))
            yield _finding(segment, ours[0], f"nothing is denied in the {names}")
        elif (
            not _denies(segment.mt.text, languages.target)
            and all(theirs)
            and not _implied(segment.mt.text, languages.target)
        ):
            yield from _lost(segment, theirs, others)


def _others(segment: Segment, languages: Pair) -> Iterator[tuple[str, Language]]:
    """The texts beside the translation whose words of denial are known."""
    if not languages.target.negations:
        return
    if segment.source is not None and not segment.source.is_blank:
        if languages.source is None or not languages.source.negations:
            return
        yield segment.source.text, languages.source
    for reference in segment.references:
        yield reference.text, languages.target


def _finding(segment: Segment, span: Span, message: str) -> Finding:
    """Milder without a reference: a source may be denied in many ways."""
    if segment.references:
        return Finding(segment.index, span, message)
    return Finding(segment.index, span, message, None, Severity.MINOR, _ALONE)


def _lost(
    segment: Segment, theirs: list[tuple[Span, ...]], others: list[tuple[str, Language]]
) -> Iterator[Finding]:
    spans, (text, _) = theirs[0], others[0]
    word = text[spans[0].start : spans[0].end]
    from_source = segment.source is not None and not segment.source.is_blank
    message = f"'{word}' is not in the translation"
    whole = Span(0, len(segment.mt.text.rstrip()))
    if from_source:
        yield _finding(segment, Span(spans[0].start, spans[0].end, Side.SOURCE), message)
    else:
        yield Finding(segment.index, whole, f"{message}; the reference has it", None, None, 0.5)


def _negations(text: str, language: Language) -> tuple[Span, ...]:
    if language.code.split("-")[0] in _UNSPACED:
        return tuple(_inside(text, language.negations))
    return _words(text, language.negations, language.focus_words)


@lru_cache(maxsize=8192)
def _words(text: str, negations: frozenset[str], focus: frozenset[str]) -> tuple[Span, ...]:
    words = words_of(text)
    following = [word.key for word in words[1:]] + [""] * bool(words)
    return tuple(
        Span(word.start, word.end)
        for word, after in zip(words, following, strict=True)
        if word.key.replace("’", "'") in negations
        and after not in focus
        and text[word.end : word.end + 1] != "."  # No. 2
    )


def _inside(text: str, negations: frozenset[str]) -> Iterator[Span]:
    for found in _any_of(negations).finditer(text) if negations else ():
        yield Span(*found.span())


@cache
def _any_of(negations: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(negations, key=lambda sign: (-len(sign), sign))
    return re.compile("|".join(map(re.escape, longest_first)))


def _denies(text: str, language: Language) -> bool:
    """Whether a word denies anything at all, if only `not only`."""
    return bool(_negations(text, language)) or any(
        word.key.replace("’", "'") in language.negations for word in words_of(text)
    )


def _by_affix(segment: Segment, others: list[tuple[str, Language]]) -> bool:
    """Whether a source on its own may deny within a word: `unusual`, `hopeless`."""
    text, language = others[0]
    if segment.source is None or len(others) > 1 or not language.denying_affixes:
        return False
    begins = tuple(a[:-1] for a in language.denying_affixes if a.endswith("-"))
    ends = tuple(a[1:] for a in language.denying_affixes if a.startswith("-"))
    words = [word.key for word in words_of(text) if len(word.key) >= _LONG]
    return any(word.startswith(begins) or word.endswith(ends) for word in words)


def _implied(text: str, language: Language) -> bool:
    """Whether a word denies without being a word of denial: `fail`, `unlikely`, `kecuali`."""
    if language.code.split("-")[0] in _UNSPACED:
        return any(sign in text for sign in language.implied_negations)
    beginnings = tuple(language.implied_negations)
    return any(word.key.startswith(beginnings) for word in words_of(text))


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/mistranslation",
    confidence=0.7,
    needs=frozenset([Side.SOURCE, Side.REFERENCE]),
    bad=(
        Example(
            "Menteri itu [[tidak]] datang kemarin.",
            source="The minister came yesterday.",
            language="id",
            source_language="en",
        ),
        Example(
            "Menteri itu datang kemarin.",
            source="The minister did [[not]] come yesterday.",
            language="id",
            source_language="en",
        ),
    ),
    good=(
        Example(
            "Menteri itu tidak datang.",
            source="The minister failed to come.",
            language="id",
            source_language="en",
        ),
        Example(
            "Menteri itu tidak datang.",
            source="The minister didn’t come.",
            language="id",
            source_language="en",
        ),
    ),
)
