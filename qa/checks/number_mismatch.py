"""A figure that the source does not have, or one of the source's that got lost.

## What it finds
Figures in the translation against those of the source (or of the reference, where there is no
source), whatever their notation: `45.000` is `45,000`, `7,5` is `7.5`, `18.30` is `6.30 p.m.`,
`7.5 million` is `7,5 juta`, and number words, months and Roman figures excuse a figure on the
other side. Where the number words of one of the languages are not listed yet, only a figure
that stands in another's place is flagged, as minor. Measures that a translator may convert
(miles, feet, degrees Fahrenheit …) stay silent, and so does a figure that stands in the next
segment.

## Why that is bad
A wrong figure is the costliest slip in news, and the reader cannot see it.

## Source
MQM (themqm.org), accuracy: mistranslation, number. Notations: Unicode CLDR.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpora.text import Document, Passage, Segment, Severity, Side, Span
from corpora.words import words_of
from qa.check import Check, Example, Finding
from qa.language import Language, Numbers, Pair
from qa.numbers import Figure, figures_of, plain, values_in_words

_AFTER = 25


@dataclass(frozen=True, slots=True)
class _Text:
    """The figures of one side of a segment, and every value that it may speak of."""

    figures: tuple[Figure, ...]
    values: frozenset[float]
    text: str


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    side = Side.SOURCE if document.has_source else Side.REFERENCE
    other = languages.source if side is Side.SOURCE else languages.target
    names = _Names(side, languages.target, other)
    numbers = languages.target.numbers if names.known else None
    theirs = other.numbers if other and names.known else None
    ours = [_read(segment.mt, numbers) for segment in document.segments]
    others = [_read(segment.on(side), theirs) for segment in document.segments]
    for segment in document.segments:
        if segment.mt.is_blank or (on := segment.on(side)) is None or on.is_blank:
            continue
        yield from _compare(segment, ours, others, names)


def _witnesses(segment: Segment, names: _Names) -> list[frozenset[float]]:
    """What the references speak of, where the translation is compared with its source."""
    if names.side is not Side.SOURCE:
        return []
    numbers = names.target.numbers if names.known else None
    return [_read(r, numbers).values for r in segment.references if not r.is_blank]


@dataclass(frozen=True, slots=True)
class _Names:
    """The side to compare with, and the languages; `known`: their number words are listed."""

    side: Side
    target: Language
    other: Language | None

    @property
    def known(self) -> bool:
        return bool(self.target.numbers and self.other and self.other.numbers)


def _compare(
    segment: Segment, ours: Sequence[_Text], others: Sequence[_Text], names: _Names
) -> Iterator[Finding]:
    here, there = ours[segment.index], others[segment.index]
    if not here.figures and not there.figures:
        return
    added = _unmatched(here.figures, _near(others, segment.index))
    lost = _unmatched(there.figures, _near(ours, segment.index))
    if any(_is_customary(figure, there.text, names.other) for figure in lost):
        return
    witnesses = _witnesses(segment, names)
    added = [f for f in added if not any(f.agrees(values) for values in witnesses)]
    lost = [f for f in lost if all(f.agrees(values) for values in witnesses)]
    if not names.known:
        added = [f for f in added if len(f.text) > 1] if lost else []
        lost = [f for f in lost if len(f.text) > 1][: len(added)]
        added = added[: len(lost)]
    yield from _wrong(segment, added, lost, names)
    missing = lost[len(added) :]
    if missing and names.side is Side.SOURCE:
        first = missing[0].span
        listed = ", ".join(f"'{figure.text}'" for figure in missing)
        message = f"not in the translation: the source's {listed}"
        span = Span(first.start, first.end, Side.SOURCE)
        yield Finding(segment.index, span, message, None, Severity.MAJOR, 0.6)


def _wrong(
    segment: Segment, added: Sequence[Figure], lost: Sequence[Figure], names: _Names
) -> Iterator[Finding]:
    """The translation's figures that nothing explains, in the place of lost ones or beside them."""
    severity = Severity.MAJOR if names.known else Severity.MINOR
    for figure, right in zip(added, lost, strict=False):
        message = f"'{figure.text}', but the {names.side} has '{right.text}'"
        suggestion = _notation(right.text, names)
        yield Finding(segment.index, figure.span, message, suggestion, severity)
    for figure in (f for f in added[len(lost) :] if len(f.text) > 1 and f.text != "00"):
        message = f"'{figure.text}' is not in the {names.side}"
        yield Finding(segment.index, figure.span, message, None, Severity.MINOR, 0.5)


def _unmatched(figures: Sequence[Figure], values: frozenset[float]) -> list[Figure]:
    """The figures that no value explains; a lone 1 is mostly an article (`1美元`, a dollar)."""
    wrong = [f for f in figures if not f.in_name and not f.agrees(values)]
    return [f for f in wrong if f.text != "1"]


def _read(passage: Passage | None, numbers: Numbers | None) -> _Text:
    text = passage.text if passage else ""
    figures = figures_of(text, numbers)
    values = values_in_words(text, numbers).union(*(figure.values for figure in figures))
    return _Text(figures, values, text)


def _near(texts: Sequence[_Text], index: int) -> frozenset[float]:
    """The values of a segment and its neighbours: sentence borders may lie elsewhere."""
    near = texts[max(0, index - 1) : index + 2]
    return frozenset[float]().union(*(text.values for text in near))


def _is_customary(figure: Figure, text: str, language: Language | None) -> bool:
    if language is None or language.numbers is None:
        return False
    after = words_of(text[figure.span.end : figure.span.end + _AFTER])
    return bool(after) and after[0].key in language.numbers.customary_units


def _notation(figure: str, names: _Names) -> str | None:
    """The source's figure as the translation's language writes it; None for one with words."""
    if any(sign.isalpha() for sign in figure):
        return None
    figure = plain(figure)
    if names.other is None or names.other.numbers is None or names.target.numbers is None:
        return figure
    theirs, ours = names.other.numbers, names.target.numbers
    signs = {theirs.group: ours.group, theirs.decimal: ours.decimal}
    return "".join(signs.get(sign, sign) for sign in figure)


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/mistranslation",
    confidence=0.8,
    needs=frozenset([Side.SOURCE, Side.REFERENCE]),
    bad=(
        Example(
            "Sebanyak [[54.000 → 45.000]] orang datang pada pukul 18.30.",
            source="45,000 people came at 6.30 p.m.",
            language="id",
            source_language="en",
        ),
        Example(
            "Biayanya 7,5 juta dolar.",
            source="It cost 7.5 million dollars in [[2017]].",
            language="id",
            source_language="en",
        ),
        Example("There were [[13 → 15]] guests.", reference="There were 15 guests."),
    ),
    good=(
        Example(
            "Sebanyak 45.000 orang membayar 7,5 juta dolar pada pukul 18.30.",
            source="45,000 people paid 7.5 million dollars at 6.30 p.m.",
            language="id",
            source_language="en",
        ),
        Example(
            "Dua puluh lima orang datang pada 5/9, abad ke-21.",
            source="25 people came on 5 September, in the XXI century.",
            language="id",
            source_language="en",
        ),
        Example(
            "Tingginya 1,8 meter.", source="He is 6 feet tall.", language="id", source_language="en"
        ),
    ),
)
