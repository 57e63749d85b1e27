"""A translation far too short or far too long for its source.

## What it finds
A segment whose length against its source (in characters, for scripts without spaces weighted)
is less than two fifths or more than two and a half times what this article's other segments
lead one to expect. Short segments stay silent.

## Why that is bad
Something was left out, or something was made up.

## Source
Gale and Church 1993 (Computational Linguistics 19): lengths of translations are close to
proportional.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from corpora.text import Document, Segment, Severity, Side, Span
from qa.check import Check, Example, Finding
from qa.language import Pair
from qa.lengths import usual_ratio, visual_length

_TOO_SHORT, _TOO_LONG = 0.4, 2.5
_SHORTEST = 30
_ENOUGH = 8


def _find(document: Document, _: Pair) -> Iterator[Finding]:
    side = Side.SOURCE if document.has_source else Side.REFERENCE
    measured = [
        (s, ratio) for s in document.segments if (ratio := usual_ratio(s, side)) is not None
    ]
    usual = median(ratio for _, ratio in measured) if len(measured) >= _ENOUGH else 1.0
    for segment, ratio in measured:
        relative = ratio / usual
        longer = max(_lengths(segment, side))
        if longer >= _SHORTEST and not _TOO_SHORT <= relative <= _TOO_LONG:
            size = "short" if relative < 1 else "long"
            message = f"very {size}: {relative:.1f} times the length expected from the {side}"
            span = Span(0, len(segment.mt.text))
            if segment.realigned:  # the aligner may be wrong
                yield Finding(segment.index, span, message, None, Severity.MINOR, 0.4)
            else:
                yield Finding(segment.index, span, message)


def _lengths(segment: Segment, side: Side) -> tuple[float, float]:
    other = segment.on(side)
    return visual_length(segment.mt.text), visual_length(other.text if other else "")


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/omission",
    confidence=0.7,
    needs=frozenset([Side.SOURCE, Side.REFERENCE]),
    bad=(
        Example(
            "[[The minister.]]",
            source="Menteri itu mengatakan bahwa perundingan akan dilanjutkan pekan depan.",
        ),
        Example(
            "[[Ya, menteri itu datang ke kota, lalu pergi lagi, lalu datang lagi.]]",
            source="The minister came.",
            language="id",
        ),
    ),
    good=(
        Example("Yes.", source="Ya, benar sekali."),
        Example(
            "部长说，谈判将于下周继续。", source="The minister said talks would go on next week."
        ),
    ),
)
