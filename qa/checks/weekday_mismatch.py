"""Another day of the week than the source's.

## What it finds
A weekday in the translation that the source (without one, the reference) does not name, while it
names another. The names of the days in every language come from the Unicode CLDR; endings are
allowed for.

## Why that is bad
The reader comes a day late.

## Source
Unicode CLDR, calendar data (unicode.org/cldr); MQM, accuracy: mistranslation.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from corpora.text import Document, Severity, Side, Span
from corpora.words import words_of
from qa import cldr
from qa.check import Check, Example, Finding
from qa.facing import facings
from qa.language import Pair

_STEM, _ENDING = 5, 2


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    for facing in facings(document, languages):
        if facing.language is None:
            continue
        ours = _days(facing.segment.mt.text, languages.target.code)
        theirs = _days(facing.other.text, facing.language.code) if ours else ()
        named = {day for day, _ in theirs}
        if not named or any(day in named for day, _ in ours):
            continue
        right = _name(min(named), languages.target.code) if len(named) == 1 else None
        words = ", ".join(facing.other.text[s.start : s.end] for _, s in theirs)
        for _, span in ours:
            message = f"the {facing.side} says '{words}'"
            yield Finding(facing.segment.index, span, message, right)


@lru_cache(maxsize=4096)
def _days(text: str, code: str) -> tuple[tuple[int, Span], ...]:
    """The days that a text names, each with its place."""
    names = cldr.weekdays(code)
    if not names:
        return ()
    if code.split("-", maxsplit=1)[0] in {"zh", "ja", "th"}:
        return tuple(_inside(text, names))
    found = []
    for word in words_of(text):
        day = names.get(word.text, _inflected(word.text, code))
        if day is not None:
            found.append((day, Span(word.start, word.end)))
    return tuple(found)


def _inside(text: str, names: cldr.Names) -> Iterator[tuple[int, Span]]:
    for name, day in names.items():
        at = text.find(name)
        if at >= 0:
            yield day, Span(at, at + len(name))


def _inflected(word: str, code: str) -> int | None:
    """The day whose name, but for its last letter, this word begins with."""
    if len(word) < _STEM:
        return None
    for name, day in cldr.weekdays(code).items():
        stem = name[:-1]
        if len(stem) >= _STEM - 1 and word.startswith(stem) and len(word) <= len(name) + _ENDING:
            return day
    return None


def _name(day: int, code: str) -> str | None:
    return next((name for name, number in cldr.weekdays(code).items() if number == day), None)


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
        Example(
            "Ia tiba dua minggu lalu, hari Jumat.",
            source="He arrived on Friday, two weeks ago.",
            language="id",
            source_language="en",
        ),
        Example("He left on Wednesday.", source="Он уехал в среду.", source_language="ru"),
    ),
)
