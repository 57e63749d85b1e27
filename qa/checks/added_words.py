"""Words that nothing answers to.

## What it finds
A run of six words or more that no word of the reference answers to, in a segment that is also far
longer than its reference and, where there is one, than its source.

## Why that is bad
The machine has embroidered: what it added is printed as fact.

## Source
MQM (themqm.org), accuracy: addition. Raunak et al. 2021 on hallucinations
(aclanthology.org/2021.naacl-main.92).
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Segment, Severity, Side, Span
from qa.alignment import aligned, gaps
from qa.check import Check, Example, Finding, each_segment
from qa.language import Pair
from qa.lengths import visual_length

_RUN, _LONG = 6, 1.5


def _find(segment: Segment, _: Pair) -> Iterator[Finding]:
    if not segment.references or segment.realigned:
        return
    mt, reference = segment.mt.text, segment.references[0].text
    others = [reference, *([segment.source.text] if segment.source else [])]
    if any(visual_length(mt) < _LONG * visual_length(other) for other in others if other.strip()):
        return
    words = aligned(mt, reference)
    for start, end in gaps(len(words.ours), words.links, _RUN):
        span = Span(words.ours[start].start, words.ours[end - 1].end)
        yield Finding(segment.index, span, "nothing in the reference answers to this")


check = Check(
    find=each_segment(_find),
    severity=Severity.MAJOR,
    category="accuracy/addition",
    confidence=0.6,
    needs=frozenset([Side.REFERENCE]),
    bad=(
        Example(
            "The minister arrived late [[and praised everybody who had worked there so hard]].",
            source="Menteri itu tiba terlambat.",
            reference="The minister arrived late.",
        ),
    ),
    good=(Example("The minister was late.", reference="The minister arrived too late, alas."),),
)
