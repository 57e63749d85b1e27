"""A name that got lost.

## What it finds
A name that source and reference have in common, in whatever spelling, and that the translation
lacks, while it has no other name in its place. Without a reference the rule is silent: what a name
becomes in another language only a reference tells. Without a source, or with one in a script that
has no capitals, too: a reference alone adds and drops names freely.

## Why that is bad
The reader does not learn who, or where.

## Source
MQM (themqm.org), accuracy: omission. DEMETR (Karpinska et al. 2022), kind 25.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Document, Segment, Severity, Side, Span
from qa.alignment import aligned
from qa.check import Check, Example, Finding
from qa.language import Pair
from qa.names import Name, has_capitals, is_alias, is_among, keys_of, names_of

_SHORTEST = 3


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    if languages.target.capital_nouns:
        return
    for segment in document.segments:
        if segment.references and not segment.realigned and not segment.mt.is_blank:
            yield from _missing(segment, languages)


def _missing(segment: Segment, languages: Pair) -> Iterator[Finding]:
    reference = segment.references[0].text
    source = segment.source.text if segment.source else ""
    if not has_capitals(source):
        return
    ours, theirs, names = (
        keys_of(segment.mt.text),
        keys_of(source),
        names_of(reference, languages.target),
    )
    lost = [n for n in names if not (is_among(n, ours) or is_alias(n, ours))]
    lost = [n for n in lost if is_among(n, theirs) and _is_plain(n)]
    if not lost or any(
        not is_among(n, keys_of(reference)) for n in names_of(segment.mt.text, languages.target)
    ):
        return
    at = aligned(segment.mt.text, reference).place_of(lost[0].span.start)
    listed = ", ".join(f"'{name.text}'" for name in lost)
    message = f"missing here: {listed}, which the source and the reference have"
    yield Finding(segment.index, Span(at, at), message)


def _is_plain(name: Name) -> bool:
    return name.text.isalpha() and len(name.text) >= _SHORTEST


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/omission",
    confidence=0.6,
    needs=frozenset([Side.REFERENCE]),
    bad=(
        Example(
            "The diocese of[[]] and its bishop answered.",
            source="Le diocèse de Nantes et son évêque ont répondu.",
            reference="The diocese of Nantes and its bishop answered.",
            source_language="fr",
        ),
    ),
    good=(
        Example("He came.", source="他来了。", reference="Tasmagambetov came."),
        Example("He spoke.", source="Il a parlé.", reference="Tasmagambetov spoke."),
    ),
)
