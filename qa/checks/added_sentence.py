"""A sentence that nothing in the source answers to.

## What it finds
A sentence of four words or more that the aligner could lay beside no sentence of the source, nor,
where there is one, of the reference. With a reference that has none either, the flag is major.

## Why that is bad
The machine made it up, or the source's sentence was left out of the file.

## Source
MQM (themqm.org), accuracy: addition.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Segment, Severity, Side, Span
from corpora.words import words_of
from qa.check import Check, Example, Finding, each_segment
from qa.language import Pair

_WORDS = 4


def _find(segment: Segment, _: Pair) -> Iterator[Finding]:
    sides = [s for s in (segment.source, *segment.references) if s is not None]
    words = words_of(segment.mt.text)
    if not sides or len(words) < _WORDS or not all(side.is_blank for side in sides):
        return
    span = Span(words[0].start, words[-1].end)
    sure = len(sides) > 1
    severity, confidence = (Severity.MAJOR, 0.75) if sure else (Severity.MINOR, 0.5)
    message = "nothing in the source answers to this" if segment.source else "not in the reference"
    yield Finding(segment.index, span, message, None, severity, confidence)


check = Check(
    find=each_segment(_find),
    severity=Severity.MINOR,
    category="accuracy/addition",
    confidence=0.6,
    needs=frozenset([Side.SOURCE, Side.REFERENCE]),
    bad=(
        Example(
            "Menteri itu tiba.\n[[Cuaca cerah sepanjang hari itu]].\nIa pergi lagi.",
            source="The minister arrived.\n\nHe left again.",
            language="id",
        ),
    ),
    good=(Example("Menteri itu tiba di Astana.", source="The minister arrived.", language="id"),),
)
