"""A quotation put into the wrong mouth.

## What it finds
A segment with a verb of saying (`speech_verbs` of the language file) next to a name, where the
source has another name next to its verb of saying, and both names stand in the segment on both
sides: so neither is merely spelt differently. It is off unless selected: in WMT news it was
right too seldom.

## Why that is bad
It is libel waiting to happen.

## Source
The Associated Press Stylebook, quotations; MQM (themqm.org), accuracy: mistranslation.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Document, Severity, Side
from corpora.words import words_of
from qa.check import Check, Example, Finding
from qa.facing import facings
from qa.language import Language, Pair
from qa.names import Name, alike, has_capitals, is_among, keys_of, names_of

_NEAR = 3


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    for facing in facings(document, languages):
        if facing.language is None or not has_capitals(facing.other.text):
            continue
        ours = _speakers(facing.segment.mt.text, languages.target)
        theirs = _speakers(facing.other.text, facing.language) if ours else []
        if not ours or not theirs or any(alike(a.key, b.key) for a in ours for b in theirs):
            continue
        here, there = keys_of(facing.segment.mt.text), keys_of(facing.other.text)
        if is_among(ours[0], there) and is_among(theirs[0], here):
            message = f"in the {facing.side} it is {theirs[0].text} who speaks"
            yield Finding(facing.segment.index, ours[0].span, message, theirs[0].text)


def _speakers(text: str, language: Language) -> list[Name]:
    """The names, first and last, next to the only verb of saying; none where there are several."""
    words = words_of(text)
    names = {name.span.start: name for name in names_of(text, language)}
    verbs = [at for at, word in enumerate(words) if word.key in language.speech_verbs]
    if len(verbs) != 1:
        return []
    near = range(max(0, verbs[0] - _NEAR), min(len(words), verbs[0] + _NEAR + 1))
    return [names[words[at].start] for at in near if words[at].start in names]


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/mistranslation",
    confidence=0.6,
    needs=frozenset([Side.SOURCE, Side.REFERENCE]),
    optional=True,
    bad=(
        Example(
            "“Kami menang,” kata [[Lieberman → Tasmagambetov]] kepada wartawan setelah bertemu "
            "dengan menteri Tasmagambetov.",
            source="“We won,” said Tasmagambetov to the press after he and minister Lieberman met.",
            language="id",
            source_language="en",
        ),
    ),
    good=(
        Example(
            "“Kami menang,” kata Tasmagambetov setelah bertemu Lieberman.",
            source="“We won,” Tasmagambetov said after a meeting with Lieberman.",
            language="id",
            source_language="en",
        ),
    ),
)
