"""Figures with their units and currencies: `5 km`, `$20 million`, `20 Prozent`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

from corpora.text import Document, Side, Span
from corpora.words import words_of
from qa import cldr
from qa.check import Finding
from qa.facing import Facing, facings
from qa.language import Language, Pair
from qa.numbers import Figure, figures_of

_AFTER, _LONGEST = 40, 4
_BEFORE = regex.compile(r"(US\$|[$€£₽₹]|Rp|\b[A-Z]{3})[ \u00a0.]?$")
_SIGN = regex.compile(r"[ \u00a0\u202f]?(%|°[CFcf]|[$€£₽₹])")
_MONEY = 3  # the length of an ISO 4217 code
_DOLLARS = frozenset({"USD"})


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure and what it counts: a CLDR unit (`length-mile`) or an ISO 4217 currency."""

    figure: Figure
    unit: str
    span: Span

    @property
    def is_money(self) -> bool:
        """Whether it is a sum of money."""
        return len(self.unit) == _MONEY


def measures_of(text: str, language: Language) -> tuple[Measure, ...]:
    """The figures of a text that a known unit or currency follows or precedes."""
    return _measures(text, language.code, figures_of(text, language.numbers))


@lru_cache(maxsize=4096)
def _measures(text: str, code: str, figures: tuple[Figure, ...]) -> tuple[Measure, ...]:
    names = cldr.measures(code)
    return tuple(found for figure in figures if (found := _measure(text, figure, names)))


def _measure(text: str, figure: Figure, names: Mapping[str, str]) -> Measure | None:
    start, end = figure.span.start, figure.span.end
    if (before := _BEFORE.search(text[max(0, start - 5) : start])) and before[1] in names:
        return Measure(figure, names[before[1]], Span(start - len(before[0]), end))
    if (sign := _SIGN.match(text, end)) and sign[1].casefold() in names:
        return Measure(figure, names[sign[1].casefold()], Span(start, sign.end()))
    after = text[end : end + _AFTER]
    words = words_of(after)
    for count in range(min(_LONGEST, len(words)), 0, -1):
        written = after[words[0].start : words[count - 1].end]
        unit = names.get(written) or names.get(written.casefold())
        if unit and not after[: words[0].start].strip(" -\u00a0\u202f"):
            return Measure(figure, unit, Span(end + words[0].start, end + words[count - 1].end))
    return None


def mismatches(document: Document, languages: Pair, *, money: bool) -> Iterator[Finding]:
    """The measures whose figure stands on the other side with another unit or currency."""
    for facing in facings(document, languages):
        if facing.language is None:
            continue
        ours = measures_of(facing.segment.mt.text, languages.target)
        theirs = measures_of(facing.other.text, facing.language) if ours else ()
        for measure in ours:
            if measure.is_money == money:
                yield from _compare(measure, theirs, facing)


def _compare(measure: Measure, theirs: tuple[Measure, ...], facing: Facing) -> Iterator[Finding]:
    same_kind = [m for m in theirs if m.is_money == measure.is_money]
    same_figure = [m for m in same_kind if measure.figure.agrees(m.figure.values)]
    if not same_figure or any(m.unit == measure.unit for m in same_kind):
        return
    other = same_figure[0]
    start = min(other.figure.span.start, other.span.start)
    end = max(other.figure.span.end, other.span.end)
    message = f"the {facing.side} says '{facing.other.text[start:end]}'"
    span = Span(measure.span.start, measure.span.end, Side.TRANSLATION)
    yield Finding(facing.segment.index, span, message)
