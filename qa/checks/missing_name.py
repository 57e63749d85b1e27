"""A name that got lost.

## What it finds
A name of the reference that the translation lacks in every spelling, while it has no other name in
its place, and something speaks for it: the source has it, too; or, where the source's script has no
capitals or there is none, it can hardly be anything but a name and is all that is missing between
its neighbours. Without a reference the rule is silent: what a name becomes in another language
only a reference tells.

## Why that is bad
The reader does not learn who, or where.

## Source
MQM (themqm.org), accuracy: omission. DEMETR (Karpinska et al. 2022), kind 25.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Document, Segment, Severity, Side, Span
from qa.alignment import WordAlignment, aligned
from qa.check import Check, Example, Finding
from qa.language import Pair
from qa.names import Name, has_capitals, is_alias, is_among, is_telling, keys_of, names_of

_SHORTEST = 3


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    if languages.target.capital_nouns:
        return
    for segment in document.segments:
        if segment.references and not segment.realigned and not segment.mt.is_blank:
            yield from _missing(segment, languages)


def _missing(segment: Segment, languages: Pair) -> Iterator[Finding]:
    mt, reference = segment.mt.text, segment.references[0].text
    ours, theirs = keys_of(mt), keys_of(reference)
    names = names_of(reference, languages.target)
    lost = [n for n in names if _is_plain(n) and not (is_among(n, ours) or is_alias(n, ours))]
    if not lost or any(not is_among(n, theirs) for n in names_of(mt, languages.target)):
        return
    words = aligned(mt, reference)
    lost = [n for n in lost if _is_sure(n, segment, words, languages.target.code)]
    if lost:
        at = words.place_of(lost[0].span.start)
        listed = ", ".join(f"'{name.text}'" for name in lost)
        yield Finding(segment.index, Span(at, at), f"missing here: the reference's {listed}")


def _is_sure(name: Name, segment: Segment, words: WordAlignment, code: str) -> bool:
    """Whether something besides the reference speaks for a name.

    The source has it, too; or it can only be a name and is all that is missing in its place.
    """
    source = segment.source.text if segment.source else ""
    if has_capitals(source):
        return is_among(name, keys_of(source))
    alone = is_telling(name, code) and words.is_gap(name.span.start, name.span.end)
    return alone and not _is_part(name, words)


def _is_part(name: Name, words: WordAlignment) -> bool:
    """Whether the rest of a longer name is there: `Lukaku` for `Romelu Lukaku`."""
    at = next(n for n, word in enumerate(words.theirs) if word.start == name.span.start)
    near = (n for n in (at - 1, at + 1) if 0 <= n < len(words.theirs))
    return any(words.theirs[n].text[0].isupper() and n in words.back for n in near)


def _is_plain(name: Name) -> bool:
    name_like = name.text.isalpha() and not name.text.isupper()
    return name_like and len(name.text) >= _SHORTEST


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
