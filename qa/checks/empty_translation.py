"""Nothing stands where a sentence should be.

## What it finds
A segment whose source or reference has words and whose translation has none. Where sentences had to
be realigned the flag is milder, as the aligner may be wrong.

## Why that is bad
The reader misses a sentence and cannot know it.

## Source
MQM (themqm.org), accuracy: omission.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Document, Severity, Side, Span
from qa.check import Check, Example, Finding
from qa.language import Pair

_SHOWN = 60


def _find(document: Document, _: Pair) -> Iterator[Finding]:
    for segment in document.segments:
        other = segment.source or next(iter(segment.references), None)
        if segment.mt.is_blank and other is not None and not other.is_blank:
            shown = other.text if len(other.text) <= _SHOWN else f"{other.text[: _SHOWN - 1]}…"
            if segment.realigned:  # the aligner may be wrong
                message = f"seems to be left out: '{shown}'"
                yield Finding(segment.index, Span(0, 0), message, None, Severity.MAJOR, 0.5)
            else:
                yield Finding(segment.index, Span(0, 0), f"not translated at all: '{shown}'")


check = Check(
    find=_find,
    severity=Severity.CRITICAL,
    category="accuracy/omission",
    confidence=0.9,
    needs=frozenset([Side.SOURCE, Side.REFERENCE]),
    bad=(Example("First.\n[[]]\nThird.", source="Pertama.\nKedua.\nKetiga."),),
    good=(
        Example("First.\n\nThird.", source="Pertama.\n\nKetiga."),
        Example("First.\nSecond.", source="Pertama.\nKedua."),
    ),
)
