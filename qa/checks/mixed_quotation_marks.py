"""Quotation marks of two kinds in one article.

## What it finds
A quotation opened with one kind of mark and closed with another (`“… "`), and quotations whose
marks differ from those of the rest. The kind that the language uses is the norm, unless the
article nearly always uses the other; quotations of the other kind make one flag, at the first
of them.

## Why that is bad
It looks careless, it breaks search and layout tools, and a pair that does not match often hides a
quotation put together from two translations.

## Source
EYD V (2022), chapter on quotation marks; The Chicago Manual of Style, 17th edition, 6.115
(directional marks).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from corpora.text import Document, Severity, Span
from qa.check import Check, Example, Finding
from qa.language import Pair, Quotes
from qa.quotes import Mark, Quotation, closer_of, quotations

_NEARLY_ALWAYS = 3
_KINDS = {"straight": 'straight ("…")', "curly": "curly (“…”)", "angle": "angle («…»)"}


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    found = list(quotations(document))
    whole = [(q.opening, q.closing) for q in found if q.opening and q.closing]
    norm = _norm(found, Mark(0, 0, languages.target.quotes.open, leads=False).family)
    for opening, closing in whole:
        if opening.family != closing.family:
            message = f"opened with {opening.sign} and closed with {closing.sign}"
            right = closer_of(opening.sign)
            yield Finding(closing.segment, _span(closing), message, suggestion=right)
    others = [
        opening
        for opening, closing in whole
        if opening.family == closing.family != norm and {opening.family, norm} <= _KINDS.keys()
    ]
    if others:
        yield _other_kind(others, norm, languages.target.quotes)


def _other_kind(others: Sequence[Mark], norm: str, quotes: Quotes) -> Finding:
    first = others[0]
    more = f" (the first of {len(others)} quotations)" if len(others) > 1 else ""
    message = f"{_KINDS[first.family]} marks here{more}, {_KINDS[norm]} ones elsewhere"
    return Finding(first.segment, _span(first), message, suggestion=_opener(norm, quotes))


def _span(mark: Mark) -> Span:
    return Span(mark.at, mark.at + 1)


def _norm(found: Sequence[Quotation], usual: str) -> str:
    """The kind of marks that the article should use throughout."""
    marks = [mark for q in found for mark in (q.opening, q.closing) if mark is not None]
    counts = Counter(mark.family for mark in marks)
    most, times = counts.most_common(1)[0] if counts else (usual, 0)
    return most if times > _NEARLY_ALWAYS * counts[usual] else usual


def _opener(family: str, quotes: Quotes) -> str:
    return {"straight": '"', "angle": "«"}.get(family, quotes.open)


check = Check(
    find=_find,
    severity=Severity.MINOR,
    category="fluency/punctuation",
    confidence=0.9,
    bad=(
        Example('“We will go,[[" → ”]] he said.'),
        Example('“Kami datang,” katanya. [[" → “]]Kami pergi," katanya lagi.', language="id"),
    ),
    good=(
        Example('"We will go," he said. "We will stay," she said.'),
        Example("“We will go,” he said. “We will stay,” she said."),
        Example("„Ja“, sagte er.", language="de"),
    ),
)
