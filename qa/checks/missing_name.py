"""A name that got lost.

## What it finds
A name of the reference that the translation lacks in every spelling, while it has no other name in
its place, and something speaks for it: the source has it, too, in its own script (Chinese names in
pinyin) or as the name of a country in its own language; or, where the source's script has no
capitals or there is none, it can hardly be anything but a name and is all that is missing between
its neighbours. Part of a longer name (`Lukaku` for `Romelu Lukaku`) is enough. Without a reference
the rule is silent: what a name becomes in another language only a reference tells.

## Why that is bad
The reader does not learn who, or where.

## Source
MQM (themqm.org), accuracy: omission. DEMETR (Karpinska et al. 2022), kind 25.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from corpora.text import Document, Segment, Severity, Side, Span
from corpora.words import words_of
from qa.alignment import WordAlignment, aligned
from qa.check import Check, Example, Finding
from qa.facing import texts_beside
from qa.language import Pair
from qa.names import (
    Name,
    has_capitals,
    is_acronym,
    is_alias,
    is_among,
    is_country_in,
    is_heard,
    is_telling,
    keys_of,
    latin,
    names_of,
)
from qa.replaced_names import replaced_names

_SHORTEST, _NOT_UNLIKE = 3, 62.0


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    if languages.target.capital_nouns:
        return
    for segment in document.segments:
        if segment.references and not segment.realigned and not segment.mt.is_blank:
            yield from _missing(segment, languages)


def _missing(segment: Segment, languages: Pair) -> Iterator[Finding]:
    mt, reference = segment.mt.text, segment.references[0].text
    ours = keys_of(mt)
    names = [*_opener(segment, languages), *names_of(reference, languages.target)]
    lost = [n for n in names if _is_plain(n) or _is_acronym(n, segment)]
    lost = [n for n in lost if not (is_among(n, ours) or is_alias(n, ours))]
    lost = [n for n in lost if not _is_hidden(n, segment, languages)]
    if lost and _has_others(segment, languages):
        source = keys_of(segment.source.text) if segment.source else frozenset()
        lost = [n for n in lost if n.key in source]
    if lost:
        told = {n.span for found in replaced_names(segment, languages) for n in found.wanted}
        lost = [n for n in lost if n.span not in told]
    words = aligned(mt, reference) if lost else None
    lost = [n for n in lost if words and _is_sure(n, segment, words, languages)]
    if lost and words:
        at = words.place_of(lost[0].span.start)
        listed = ", ".join(f"'{name.text}'" for name in lost)
        yield Finding(segment.index, Span(at, at), f"missing here: the reference's {listed}")


def _opener(segment: Segment, languages: Pair) -> Iterator[Name]:
    """The reference's first word, if the source has the same in capitals."""
    words = words_of(segment.references[0].text)
    source = _written(segment.source.text) if segment.source else frozenset()
    if words and words[0].text in source and words[0].text[0].isupper():
        first, known = words[0], names_of(segment.references[0].text, languages.target)
        if first.key not in languages.target.function_words and all(n.span.start for n in known):
            yield Name(first.text, Span(first.start, first.end), latin(first.text))


def _is_acronym(name: Name, segment: Segment) -> bool:
    """Whether it is an acronym of the source, too, which the translation does not spell out."""
    if not is_acronym(name.text) or segment.source is None:
        return False
    said = name.text in _written(segment.source.text)
    return said and name.text not in _initials(segment.mt.text)


@lru_cache(maxsize=16)
def _written(text: str) -> frozenset[str]:
    return frozenset(word.text for word in words_of(text))


@lru_cache(maxsize=16)
def _initials(text: str) -> str:
    return "".join(word.text[0] for word in words_of(text) if word.text[0].isupper())


@lru_cache(maxsize=16)
def _letters(text: str) -> str:
    return "".join(word.key for word in words_of(text))


def _has_others(segment: Segment, languages: Pair) -> bool:
    """Whether the translation has names that nothing beside it has: the same ones, perhaps."""
    beside = keys_of(*texts_beside(segment))
    source = segment.source.text if segment.source else ""
    return any(
        not (is_among(name, beside) or is_heard(name, source))
        for name in names_of(segment.mt.text, languages.target)
    )


def _is_hidden(name: Name, segment: Segment, languages: Pair) -> bool:
    """Whether the translation has it in one word with another, or a name not unlike it."""
    ours = names_of(segment.mt.text, languages.target)
    return name.key in _letters(segment.mt.text) or any(
        fuzz.ratio(name.key, n.key) >= _NOT_UNLIKE for n in ours
    )


def _is_sure(name: Name, segment: Segment, words: WordAlignment, languages: Pair) -> bool:
    """Whether something besides the reference speaks for a name.

    The source has it, too; or it can only be a name and is all that is missing in its place.
    """
    code, source = languages.target.code, segment.source.text if segment.source else ""
    if is_among(name, keys_of(source)) or is_heard(name, source):
        return not _is_part(name, segment, words, languages)
    if languages.source and is_country_in(name, code, source, languages.source.code):
        return True
    alone = is_telling(name, code) and words.is_gap(name.span.start, name.span.end)
    return alone and not has_capitals(source) and not _is_beside_name(name, words)


def _is_beside_name(name: Name, words: WordAlignment) -> bool:
    """Whether a word in capitals stands beside it that the translation has."""
    return any(words.theirs[n].text[0].isupper() for n in _kept_beside(name, words))


def _is_part(name: Name, segment: Segment, words: WordAlignment, languages: Pair) -> bool:
    """Whether the rest of a longer name is there: `Lukaku` for `Romelu Lukaku`."""
    code, source = languages.target.code, segment.source.text if segment.source else ""
    starts = {words.theirs[n].start for n in _kept_beside(name, words)}
    names = names_of(segment.references[0].text, languages.target)
    beside = [n for n in names if n.span.start in starts]
    return any(is_telling(n, code) or is_among(n, keys_of(source)) for n in beside)


def _kept_beside(name: Name, words: WordAlignment) -> list[int]:
    """The neighbours of a word of the reference that the translation has."""
    at = bisect_left(words.theirs, name.span.start, key=lambda word: word.start)
    near = (n for n in (at - 1, at + 1) if 0 <= n < len(words.theirs))
    return [n for n in near if n in words.back]


def _is_plain(name: Name) -> bool:
    letters = name.key.replace("-", "")
    return letters.isalpha() and len(letters) >= _SHORTEST and not name.text.isupper()


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/omission",
    confidence=0.6,
    needs=frozenset([Side.REFERENCE]),
    bad=(
        Example(
            "The diocese of[[]] and its bishop answered.",
            source="Le diocèse de Nantes et son évêque ont répondu.",
            reference="The diocese of Nantes and its bishop answered.",
            source_language="fr",
        ),
        Example(
            "The play is designed by[[]], he says.",
            source="该剧由柳云龙设计，他说。",
            reference="The play is designed by Liu Yunlong, he says.",
            source_language="zh",
        ),
        Example(
            "Its team[[]] was out for 247 runs.",
            source="बांग्लादेश की टीम 247 रन पर आउट हो गई।",
            reference="Its team, Bangladesh, was out for 247 runs.",
            source_language="hi",
        ),
    ),
    good=(
        Example(
            "Minister Lukaku spoke.",
            source="Le ministre Romelu Lukaku a parlé.",
            reference="Minister Romelu Lukaku spoke.",
            source_language="fr",
        ),
        Example("He came.", source="他来了。", reference="Tasmagambetov came."),
        Example("He spoke.", source="Il a parlé.", reference="Tasmagambetov spoke."),
    ),
)
