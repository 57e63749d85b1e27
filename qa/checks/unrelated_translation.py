"""A translation that has nothing to do with its reference.

## What it finds
A segment of eight words or more, little words aside, that shares next to no word, stem or figure
with its reference. Where it shares a figure with its source it is the reference that is off,
and the rule is silent; so it is on segments that the aligner joined.

## Why that is bad
The machine made it up, or the files are out of step.

## Source
Raunak et al. 2021, The Curious Case of Hallucinations in Neural Machine Translation
(aclanthology.org/2021.naacl-main.92).
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Document, Segment, Severity, Side, Span
from corpora.words import words_of
from qa.alignment import is_related
from qa.check import Check, Example, Finding
from qa.language import Language, Pair
from qa.numbers import figures_of

_WORDS, _MOST_SHARED = 8, 0.12
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    if languages.target.code.split("-")[0] in _UNSPACED:
        return
    for segment in document.segments:
        if segment.realigned or not segment.references or _shares_figures(segment, languages):
            continue
        shares = [_shared(segment, r.text, languages.target) for r in segment.references]
        if all(share is not None and share < _MOST_SHARED for share in shares):
            words = words_of(segment.mt.text)
            span = Span(words[0].start, words[-1].end)
            message = "next to no word in common with the reference: perhaps of another sentence"
            yield Finding(segment.index, span, message)


def _shares_figures(segment: Segment, languages: Pair) -> bool:
    """Whether a figure of the translation is in the source: then the reference is off."""
    if segment.source is None:
        return False
    theirs = figures_of(segment.source.text, languages.source.numbers if languages.source else None)
    values = frozenset[float]().union(*(figure.values for figure in theirs))
    return any(f.agrees(values) for f in figures_of(segment.mt.text, languages.target.numbers))


def _shared(segment: Segment, reference: str, language: Language) -> float | None:
    """The share of the content words that both have; None where there are too few."""
    ours, theirs = _content(segment.mt.text, language), _content(reference, language)
    if min(len(ours), len(theirs)) < _WORDS:
        return None
    both = ours & theirs
    related = sum(any(is_related(a, b) for b in theirs) for a in ours - both)
    return (len(both) + related) / min(len(ours), len(theirs))


def _content(text: str, language: Language) -> set[str]:
    return {w.key for w in words_of(text) if w.key not in language.function_words}


check = Check(
    find=_find,
    severity=Severity.CRITICAL,
    category="accuracy/hallucination",
    confidence=0.8,
    needs=frozenset([Side.REFERENCE]),
    bad=(
        Example(
            "[[Heavy rains flooded three villages near our coast last night]].",
            reference="Parliament passed the new budget after a long debate on Tuesday evening.",
        ),
    ),
    good=(
        Example(
            "The parliament adopted its budget late on Tuesday after long debates.",
            reference="Parliament passed the new budget after a long debate on Tuesday evening.",
        ),
    ),
)
