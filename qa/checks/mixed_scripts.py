"""Letters of another script.

## What it finds
Words in a script that the article is not written in (`weather are ожидаются`), outside brackets and
quotation marks, and words that mix the letters of two scripts (a Cyrillic `о` in a Latin word).
What the reference has, too, stays silent.

## Why that is bad
A word nobody translated, or one that a search will never find.

## Source
Unicode Technical Standard 39, mixed-script detection (unicode.org/reports/tr39).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import regex

from corpora.text import Document, Segment, Severity, Span
from qa.check import Check, Example, Finding
from qa.language import Pair

_SCRIPTS = {
    "Latin": r"\p{Latin}",
    "Cyrillic": r"\p{Cyrillic}",
    "Greek": r"\p{Greek}",
    "Arabic": r"\p{Arabic}",
    "Hebrew": r"\p{Hebrew}",
    "Devanagari": r"\p{Devanagari}",
    "Thai": r"\p{Thai}",
    "Hangul": r"\p{Hangul}",
    "Han or kana": r"[\p{Han}\p{Hiragana}\p{Katakana}]",
}
_RUN = regex.compile("|".join(f"(?:{signs}\\p{{M}}*)+" for signs in _SCRIPTS.values()))
_KINDS = {name: regex.compile(signs) for name, signs in _SCRIPTS.items()}
_ASIDE = regex.compile(r"[(\[（“”„«»\"‘'’「『《][^()\[\]（）“”„«»\"‘’「」『』《》]{0,80}$")
_OTHER = regex.compile(r"[\p{L}--\p{Latin}]", regex.V1)
_SHARE = 0.75
_ENOUGH, _SAMPLE = 12, 4_000
_LONE = 2
_CASELESS = frozenset({"Han or kana", "Thai", "Hangul", "Arabic", "Hebrew", "Devanagari"})


def _find(document: Document, _: Pair) -> Iterator[Finding]:
    usual = _script_of(document)
    if usual is None:
        return
    for segment in document.segments:
        text = segment.mt.text
        if usual != "Latin" or (not text.isascii() and _OTHER.search(text)):
            yield from _foreign(segment, usual)


def _script_of(document: Document) -> str | None:
    """The script of most letters; None where there are few, or where scripts are mixed."""
    text = "".join(segment.mt.text for segment in document.segments[:50])[:_SAMPLE]
    if len(_OTHER.findall(text)) <= (1 - _SHARE) * len(text) / 2:
        return "Latin" if len(_KINDS["Latin"].findall(text[: 4 * _ENOUGH])) >= _ENOUGH else None
    counts = Counter({name: len(kind.findall(text)) for name, kind in _KINDS.items()})
    name, most = counts.most_common(1)[0]
    return name if most >= _ENOUGH and most >= _SHARE * counts.total() else None


def _foreign(segment: Segment, usual: str) -> Iterator[Finding]:
    text = segment.mt.text
    allowed = "".join(reference.text for reference in segment.references)
    runs = list(_RUN.finditer(text))
    own = [run for run in runs if _kind(run.group()) == usual]
    touched = {run.end() for run in own} | {-run.start() for run in own}
    for run in runs:
        kind = _kind(run.group())
        glued = run.start() in touched or -run.end() in touched
        if kind == usual or run.group() in allowed or _is_usual(run.group(), kind, glued=glued):
            continue
        if (glued and usual not in _CASELESS) or not (
            glued or _ASIDE.search(text[max(0, run.start() - 80) : run.start()])
        ):
            message = f"{kind} letters in a {usual} text"
            yield Finding(segment.index, Span(*run.span()), message)


def _is_usual(run: str, kind: str, *, glued: bool) -> bool:
    """Latin words stand in texts of every script, Greek letters in science."""
    return (kind == "Latin" and not glued) or (kind == "Greek" and len(run) <= _LONE)


def _kind(run: str) -> str:
    return next(name for name, kind in _KINDS.items() if kind.match(run))


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/untranslated",
    confidence=0.85,
    bad=(
        Example("Light rains and cloudy weather are [[ожидаются]] today."),
        Example("Pertemuan itu berlangsung di M[[о]]skwa kemarin.", language="id"),
    ),
    good=(
        Example("The paper (Ведомости) said so, and the α-particle, too."),
        Example("В отчёте компании Google сказано иначе.", language="ru"),
    ),
)
