"""Words that a professional would probably mark as clumsy.

## What it finds
A phrase of one to six words that the estimator, a small neural model that runs offline, thinks a
professional translator would mark as a fault of fluency or style: word order, grammar, an unusual
wording. It has learned from translations that professionals marked and from good ones spoiled as
machines spoil them; what it has seen, and how often it is right, is in docs/estimator.md. Its
threshold is set so that a rater had marked at least half of the words on news it had not seen, into
German and into English, and so that a word is sooner marked than not; the threshold of other
languages is the higher one of these two. It never speaks of names, figures or little words alone.
The flag's confidence is the probability that a professional marks the words.

## Why that is bad
A reader stumbles, or smells the machine.

## Source
MQM, fluency: awkward. Trained on WMT's MQM (Freitag et al. 2021, aclanthology.org/2021.tacl-1.87).
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Document, Severity
from qa.check import Check, Example, Finding
from qa.doubts import doubts
from qa.language import Pair

_HALF = 0.5


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    for doubt in doubts(document, languages):
        if doubt.fluency >= _HALF:
            message = f"may be clumsy (a professional would mark it: {doubt.risk:.0%})"
            message += f"; the reference has '{doubt.facing}' here" if doubt.facing else ""
            yield Finding(doubt.segment, doubt.span, message, confidence=round(doubt.risk, 2))


check = Check(
    find=_find,
    severity=Severity.MINOR,
    category="fluency/awkward",
    confidence=0.5,
    is_learned=True,
    bad=(Example("Kami menghargai kami [[sejarah ikatan]], kata presiden.", language="id"),),
    good=(
        Example(
            "Presiden mengatakan bahwa kedua negara akan bekerja sama di bidang pertahanan.",
            language="id",
        ),
        Example("The minister opened the new bridge over the river on Monday."),
    ),
)
