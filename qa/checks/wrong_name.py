"""A name that is not in the source: another, or one misspelt.

## What it finds
A name of the translation that stands neither in the source nor in the reference, in any spelling
or transliteration, while the reference has one that the translation lacks, and which is named. It
must be a rare word or a country, or stand where the reference's name does; part of a longer name
(`Krasnodar Territory` for `Krai`) and one side's acronym spelt out by the other stay silent.
Without a reference, a name that the source spells nearly so, and differently
(`Tasmagambetow` for `Tasmagambetov`), where the word is no word of the language.

## Why that is bad
The wrong person, place or company is in the paper.

## Source
MQM (themqm.org), accuracy: mistranslation. DEMETR (Karpinska et al. 2022), kind 9.
Transliteration: anyascii.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import Prefix

from corpora.text import Document, Segment, Severity, Side
from qa import cldr, frequency
from qa.check import Check, Example, Finding
from qa.language import Language, Pair
from qa.names import Name, has_capitals, keys_of, names_of
from qa.replaced_names import replaced_names

_NEAR, _SHORTEST = 80.0, 5
_KNOWN, _RARE = 1.0, 3.6
_ENDING = 2


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    for segment in document.segments:
        if segment.mt.is_blank or segment.realigned:
            continue
        if segment.references and not languages.target.capital_nouns:
            yield from _replaced(segment, languages)
        elif segment.source is not None:
            yield from _misspelt(segment, languages)


def _replaced(segment: Segment, languages: Pair) -> Iterator[Finding]:
    """Names that neither side has, where the reference's names are missing."""
    for found in replaced_names(segment, languages):
        listed = " ".join(name.text for name in found.wanted)
        message = f"neither side has this name; missing is the reference's '{listed}'"
        yield Finding(segment.index, found.span, message)


def _misspelt(segment: Segment, languages: Pair) -> Iterator[Finding]:
    """Names that the source spells a little differently."""
    source = segment.source.text if segment.source else ""
    if (
        languages.source is None
        or not has_capitals(source)
        or not frequency.known(languages.source.code)
    ):
        return
    code, theirs = languages.target.code, keys_of(source)
    strange = [n for n in names_of(segment.mt.text, languages.target) if n.key not in theirs]
    if not strange:
        return
    ours = keys_of(segment.mt.text)
    wanted = [n for n in names_of(source, languages.source) if n.key not in ours and _is_latin(n)]
    for name in strange:
        right = _nearest(name, wanted)
        if right is not None and not _is_word(name, code) and _is_rare(right, languages.source):
            message = f"the source spells it '{right.text}'"
            yield Finding(segment.index, name.span, message, right.text, None, 0.6)


def _is_latin(name: Name) -> bool:
    return name.text.isascii() and len(name.key) >= _SHORTEST


def _nearest(name: Name, wanted: list[Name]) -> Name | None:
    """A Latin name close to this one that is neither its beginning nor its end."""
    if len(name.key) < _SHORTEST:
        return None
    near = (n for n in wanted if fuzz.ratio(name.key, n.key, score_cutoff=_NEAR))
    other = next(near, None)
    return None if other is None or _differs_in_ending(name.key, other.key) else other


def _is_rare(name: Name, language: Language) -> bool:
    """Whether the source's name is one that no language has a word of its own for."""
    return frequency.zipf(name.key, language.code) < _RARE


def _differs_in_ending(one: str, other: str) -> bool:
    """Whether only the last letters differ, as in a name's own form in another language."""
    shared = Prefix.similarity(one, other)
    return shared >= min(len(one), len(other)) - _ENDING


def _is_word(name: Name, code: str) -> bool:
    """Whether the language itself spells it so (`Rusia`), or nothing can say."""
    if not frequency.known(code) or name.text in cldr.words_of_countries(code):
        return True
    return frequency.zipf(name.text.casefold(), code) >= _KNOWN


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/mistranslation",
    confidence=0.7,
    needs=frozenset([Side.SOURCE, Side.REFERENCE]),
    bad=(
        Example(
            "Menurut [[Petrovsky]], perundingan selesai.",
            reference="Menurut Tasmagambetov, perundingan telah selesai.",
            language="id",
        ),
        Example(
            "[[Donald Trump]], who preached on his farm, had a degree.",
            reference="John Lewis, who preached on his farm, had a degree.",
        ),
        Example(
            "It is widely seen as the [[Tony]] of the industry.",
            reference="It is widely considered the Oscar of the industry.",
        ),
        Example(
            "Menteri Imangali [[Tasmagembetow → Tasmagambetov]] datang.",
            source="Minister Imangali Tasmagambetov came.",
            language="id",
            source_language="en",
        ),
    ),
    good=(
        Example(
            "A video from the Krasnodar Territory is popular.",
            reference="A video from Krasnodar Krai is popular.",
        ),
        Example("The United Arab Emirates left.", reference="The UAE went."),
        Example(
            "Menurut Nazarbayev, perundingan selesai.",
            source="По словам Назарбаева, переговоры завершены.",
            language="id",
            source_language="ru",
        ),
        Example(
            "Ia tiba di Rusia.",
            source="He arrived in Russia.",
            language="id",
            source_language="en",
        ),
    ),
)
