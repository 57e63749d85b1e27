"""An acronym kept in one place and translated in another.

## What it finds
An acronym of the source that some segments of the translation keep (`UN`) and others replace by
one that the source has not (`PBB`). The form used less often is flagged.

## Why that is bad
The reader takes them for two organisations.

## Source
Reuters Handbook of Journalism, on abbreviations; ISO 17100, consistency of terms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import regex

from corpora.text import Document, Segment, Severity, Side, Span
from qa.check import Check, Example, Finding
from qa.language import Pair

_ACRONYM = regex.compile(r"(?<![\p{L}\p{Nd}./-])\p{Lu}{2,6}(?![\p{L}\p{Nd}/-])")
_Place = tuple[Segment, Span]


def _find(document: Document, _: Pair) -> Iterator[Finding]:
    kept: dict[str, list[_Place]] = defaultdict(list)
    replaced: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for segment in document.segments:
        if segment.source is None or segment.realigned:
            continue
        theirs = set(_ACRONYM.findall(segment.source.text))
        ours = {m.group(): Span(*m.span()) for m in _ACRONYM.finditer(segment.mt.text)}
        for acronym in theirs & ours.keys():
            kept[acronym].append((segment, ours[acronym]))
        gone, new = theirs - ours.keys(), ours.keys() - theirs
        if len(gone) == 1 and len(new) == 1:
            key = (gone.pop(), new.pop())
            replaced[key].append((segment, ours[key[1]]))
    for (acronym, other), places in replaced.items():
        if kept[acronym]:
            yield from _rarer(acronym, kept[acronym], other, places)


def _rarer(
    acronym: str, kept: list[_Place], other: str, replaced: list[_Place]
) -> Iterator[Finding]:
    wrong, right = (kept, other) if len(kept) < len(replaced) else (replaced, acronym)
    for segment, span in wrong:
        yield Finding(segment.index, span, f"elsewhere in the article: '{right}'", right)


check = Check(
    find=_find,
    severity=Severity.MINOR,
    category="terminology/inconsistent",
    confidence=0.75,
    needs=frozenset([Side.SOURCE]),
    bad=(
        Example(
            "PBB mengutuk serangan itu.\n[[UN → PBB]] akan bersidang.\nMenurut PBB, itu benar.",
            source="The UN condemned it.\nThe UN will meet.\nAccording to the UN, it is true.",
            language="id",
        ),
    ),
    good=(
        Example(
            "PBB mengutuk serangan itu.\nPBB akan bersidang.",
            source="The UN condemned it.\nThe UN will meet.",
            language="id",
        ),
    ),
)
