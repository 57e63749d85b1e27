"""`He` for `she`.

## What it finds
Pronouns of one gender only where the reference has those of the other only. The forms are in the
language file (`pronouns`); languages whose pronouns have no gender (Indonesian `ia`) stay silent.

## Why that is bad
The person in the story is misgendered; a paper has to print a correction.

## Source
Stanovsky, Smith and Zettlemoyer 2019, Evaluating Gender Bias in Machine Translation
(aclanthology.org/P19-1164). DEMETR (Karpinska et al. 2022), kind 11.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Document, Severity, Side, Span
from corpora.words import words_of
from qa.check import Check, Example, Finding
from qa.language import Pair


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    genders = languages.target.pronouns
    for segment in document.segments if genders else ():
        if segment.realigned or not segment.references:
            continue
        ours = words_of(segment.mt.text)
        used = {gender for gender, forms in genders.items() for w in ours if w.key in forms}
        theirs = {
            gender
            for gender, forms in genders.items()
            for reference in segment.references
            for w in words_of(reference.text)
            if w.key in forms
        }
        if len(used) == 1 and len(theirs) == 1 and used != theirs:
            (wrong,) = used
            first = next(w for w in ours if w.key in genders[wrong])
            message = f"'{first.text}' is {wrong}; the reference's pronouns are {theirs.pop()}"
            yield Finding(segment.index, Span(first.start, first.end), message)


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/mistranslation",
    confidence=0.8,
    needs=frozenset([Side.REFERENCE]),
    bad=(
        Example(
            "The minister said that [[he]] would come.",
            reference="The minister said she would come.",
        ),
    ),
    good=(
        Example("She met him on Monday.", reference="He was met by her on Monday."),
        Example("Ia datang.", reference="Dia datang.", language="id"),
    ),
)
