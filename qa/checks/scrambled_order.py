"""Words thrown into a heap.

## What it finds
A segment in which hardly two words stand together as in the reference, although it has the
reference's words: neighbours in one are strangers in the other. Free word order alone does not
come near it.

## Why that is bad
Nobody can read it.

## Source
Birch and Osborne 2010, LRscore for Evaluating Lexical and Reordering Quality in MT
(aclanthology.org/W10-1749). DEMETR (Karpinska et al. 2022), kind 20.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from corpora.text import Document, Segment, Severity, Side, Span
from corpora.words import words_of
from qa.alignment import aligned
from qa.check import Check, Example, Finding
from qa.language import Pair

_STEPS, _NEAR = 6, 3
_MOST_FORWARD, _MOST_NEAR, _MOST_KEPT, _LINKED = 0.67, 0.34, 0.11, 0.4


def _find(document: Document, _: Pair) -> Iterator[Finding]:
    for segment in document.segments:
        if segment.realigned or not segment.references:
            continue
        if all(_is_scrambled(segment, r.text) for r in segment.references):
            words = words_of(segment.mt.text)
            span = Span(words[0].start, words[-1].end)
            yield Finding(segment.index, span, "the reference's words in no order")


def _is_scrambled(segment: Segment, reference: str) -> bool:
    """Whether the linked words hop about: seldom forward, and hardly ever to the next word."""
    words = aligned(segment.mt.text, reference)
    counts = Counter(word.key for word in words.ours)
    links = [
        (here, there)
        for here, there in sorted(words.links.items())
        if counts[words.ours[here].key] == 1
    ]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(links)]
    if len(steps) < _STEPS or len(words.links) < _LINKED * len(words.ours):
        return False
    forward = sum(there > 0 for _, there in steps)
    near = sum(0 < there <= _NEAR for _, there in steps)
    kept = sum(step == (1, 1) for step in steps)
    most = (_MOST_FORWARD * len(steps), _MOST_NEAR * len(steps), _MOST_KEPT * len(steps))
    return forward < most[0] and near < most[1] and kept <= most[2]


check = Check(
    find=_find,
    severity=Severity.CRITICAL,
    category="fluency/word-order",
    confidence=0.8,
    needs=frozenset([Side.REFERENCE]),
    bad=(
        Example(
            "[[Tuesday debate parliament a evening budget new after long passed]].",
            reference="Parliament passed the new budget after a long debate on Tuesday evening.",
        ),
    ),
    good=(
        Example(
            "On Tuesday evening, after a long debate, parliament passed the new budget.",
            reference="Parliament passed the new budget on Tuesday evening after a long debate.",
        ),
    ),
)
