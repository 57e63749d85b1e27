"""Another day of the week, or another month, than the source's.

## What it finds
A weekday in the translation that the source (without one, the reference) does not name, while it
names another; and the same with months. The names in every language come from the Unicode CLDR;
endings are allowed for. Days of the month and years are the rule `number-mismatch`'s.

## Why that is bad
The reader comes a day late.

## Source
Unicode CLDR, calendar data (unicode.org/cldr); MQM, accuracy: mistranslation.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpora.text import Document, Severity, Side, Span
from corpora.words import words_of
from qa import cldr
from qa.check import Check, Example, Finding
from qa.facing import Facing, facings
from qa.language import Pair

_STEM, _ENDING, _LETTERS = 5, 2, 2
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Thai}]")
_NUMBERED = regex.compile(r"(?<!\d)(1[0-2]|[1-9])月(?!間|后|後|前)")
_MONTH = "一月"


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    for facing in facings(document, languages):
        if facing.language is None:
            continue
        for names in (cldr.weekdays, cldr.months):
            yield from _compare(facing, names(languages.target.code), names(facing.language.code))


def _compare(facing: Facing, here: cldr.Names, there: cldr.Names) -> Iterator[Finding]:
    ours = _named(facing.segment.mt.text, here)
    theirs = _named(facing.other.text, there) if ours else ()
    named = {number for number, _ in theirs}
    if not named or any(number in named for number, _ in ours):
        return
    right = next((n for n, number in here.items() if {number} == named), None)
    words = ", ".join(facing.other.text[s.start : s.end] for _, s in theirs)
    for _, span in ours:
        yield Finding(facing.segment.index, span, f"the {facing.side} says '{words}'", right)


def _named(text: str, names: cldr.Names) -> tuple[tuple[int, Span], ...]:
    """The days or months that a text names, each with its place."""
    if any(_UNSPACED.match(name) for name in names):
        return tuple(_inside(text, names))
    first = {name[:_LETTERS] for name in names}
    found = []
    for word in words_of(text):
        if word.text[:_LETTERS] in first:
            number = names.get(word.text, _inflected(word.text, names))
            if number is not None:
                found.append((number, Span(word.start, word.end)))
    return tuple(found)


def _inside(text: str, names: cldr.Names) -> Iterator[tuple[int, Span]]:
    for name, number in names.items():
        at = text.find(name)
        if at >= 0:
            yield number, Span(at, at + len(name))
    for found in _NUMBERED.finditer(text) if _MONTH in names else ():
        yield int(found[1]), Span(*found.span())


def _inflected(word: str, names: cldr.Names) -> int | None:
    """The day or month whose name, but for its last letter, this word begins with."""
    if len(word) < _STEM:
        return None
    for name, number in names.items():
        stem = name[:-1]
        if len(stem) >= _STEM - 1 and word.startswith(stem) and len(word) <= len(name) + _ENDING:
            return number
    return None


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/mistranslation",
    confidence=0.85,
    needs=frozenset([Side.SOURCE, Side.REFERENCE]),
    bad=(
        Example(
            "Ia tiba pada hari [[Selasa → Senin]].",
            source="He arrived on Monday.",
            language="id",
            source_language="en",
        ),
        Example("He left on [[Friday → Sunday]].", source="他星期日离开了。", source_language="zh"),
    ),
    good=(
        Example("He left on October 12.", source="他于10月12日离开。", source_language="zh"),
        Example(
            "Ia tiba dua minggu lalu, hari Jumat.",
            source="He arrived on Friday, two weeks ago.",
            language="id",
            source_language="en",
        ),
        Example("He left on Wednesday.", source="Он уехал в среду.", source_language="ru"),
    ),
)
