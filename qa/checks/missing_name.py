"""A name that got lost.

## What it finds
A name of the reference that the translation lacks in every spelling, while it has no other name
in its place and the source, where its script has capitals, has the name, too. Without a reference
the rule is silent: what a name becomes in another language only a reference tells.

## Why that is bad
The reader does not learn who, or where.

## Source
MQM (themqm.org), accuracy: omission. DEMETR (Karpinska et al. 2022), kind 25.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Document, Segment, Severity, Side, Span
from qa import frequency
from qa.alignment import aligned
from qa.check import Check, Example, Finding
from qa.language import Pair
from qa.names import Name, has_capitals, is_alias, is_among, keys_of, names_of

_MOST_UNSEEN, _RARE = 2, 3.7


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    for segment in document.segments:
        if segment.references and not segment.realigned and not segment.mt.is_blank:
            yield from _missing(segment, languages)


def _missing(segment: Segment, languages: Pair) -> Iterator[Finding]:
    code, reference = languages.target.code, segment.references[0].text
    ours = keys_of(segment.mt.text)
    source = segment.source.text if segment.source else ""
    theirs = keys_of(source) if has_capitals(source) else None
    lost = [n for n in names_of(reference, languages.target) if not is_among(n, ours)]
    lost = [n for n in lost if not is_alias(n, ours) and not n.text.isupper()]
    lost = [n for n in lost if (is_among(n, theirs) if theirs else _is_rare(n, code))]
    if not lost or (theirs is None and len(lost) > _MOST_UNSEEN):
        return
    beside = keys_of(reference)
    if any(not is_among(n, beside) for n in names_of(segment.mt.text, languages.target)):
        return
    at = aligned(segment.mt.text, reference).place_of(lost[0].span.start)
    listed = ", ".join(f"'{name.text}'" for name in lost)
    yield Finding(segment.index, Span(at, at), f"missing here: the reference's {listed}")


def _is_rare(name: Name, code: str) -> bool:
    """Whether it can hardly be anything but a name."""
    return frequency.known(code) and frequency.zipf(name.text.casefold(), code) < _RARE


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/omission",
    confidence=0.6,
    needs=frozenset([Side.REFERENCE]),
    bad=(
        Example(
            "The diocese of[[]] and its bishop answered.",
            reference="The diocese of Nantes and its bishop answered.",
        ),
    ),
    good=(
        Example("He came to Astana.", reference="He came to Astana today."),
        Example("The president spoke.", reference="President Nazarbayev, who spoke to Putin."),
    ),
)
