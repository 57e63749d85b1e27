"""Words that probably do not say what the source says.

## What it finds
A phrase of one to six words that the estimator, a small neural model that runs offline, thinks a
professional translator would mark as wrong: it read the translation beside the source, the
reference, or both. What it has learned from, and how often it is right, is in docs/estimator.md.
Its threshold is set so that a rater had marked at least half of the words on news it had not seen,
into German and into English, and so that a word is sooner marked than not; the threshold of other
languages is the higher one of these two. It never speaks of names, figures or little words alone:
other rules know more of these. The flag's confidence is the probability that a professional marks
the words.

## Why that is bad
The reader learns something that was not said.

## Source
MQM, accuracy: mistranslation. Trained on WMT's MQM (Freitag et al. 2021,
aclanthology.org/2021.tacl-1.87).
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Document, Severity, Side
from qa.check import Check, Example, Finding
from qa.doubts import doubts
from qa.language import Pair

_HALF = 0.5


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    for doubt in doubts(document, languages):
        if doubt.fluency < _HALF:
            message = f"may be wrong (a professional would mark it: {doubt.risk:.0%})"
            message += f"; the reference has '{doubt.facing}' here" if doubt.facing else ""
            yield Finding(doubt.segment, doubt.span, message, confidence=round(doubt.risk, 2))


check = Check(
    find=_find,
    severity=Severity.MINOR,
    category="accuracy/mistranslation",
    confidence=0.5,
    is_learned=True,
    needs=frozenset([Side.SOURCE, Side.REFERENCE]),
    bad=(
        Example(
            "The minister opened the new [[war]] in the city on Monday.",
            source="Ministrul a inaugurat luni noul pod din oraș.",
            source_language="ro",
        ),
    ),
    good=(
        Example(
            "The minister opened the new bridge in the city on Monday.",
            source="Ministrul a inaugurat luni noul pod din oraș.",
            source_language="ro",
        ),
    ),
)
