"""`He` for `she`.

## What it finds
A pronoun of a gender that the reference's pronouns have not, where the reference has more of the
other gender. The forms are in the
language file (`pronouns`); languages whose pronouns have no gender (Indonesian `ia`) stay silent.

## Why that is bad
The person in the story is misgendered; a paper has to print a correction.

## Source
Stanovsky, Smith and Zettlemoyer 2019, Evaluating Gender Bias in Machine Translation
(aclanthology.org/P19-1164). DEMETR (Karpinska et al. 2022), kind 11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corpora.text import Document, Severity, Side, Span
from corpora.words import Word, words_of
from qa.check import Check, Example, Finding
from qa.language import Pair


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    genders = languages.target.pronouns
    for segment in document.segments if genders else ():
        if segment.realigned or not segment.references:
            continue
        ours = _by_gender(segment.mt.text, genders)
        theirs = [_by_gender(reference.text, genders) for reference in segment.references]
        for gender, words in ours.items():
            other = next(iter(genders.keys() - {gender}), "")
            lost = all(len(one[other]) > len(ours[other]) for one in theirs)
            if words and lost and not any(one[gender] for one in theirs):
                message = f"'{words[0].text}' is {gender}; the reference's pronouns are {other}"
                yield Finding(segment.index, Span(words[0].start, words[0].end), message)


def _by_gender(text: str, genders: Mapping[str, frozenset[str]]) -> Mapping[str, list[Word]]:
    """The pronouns of a text, by their gender."""
    words = words_of(text)
    return {gender: [w for w in words if w.key in forms] for gender, forms in genders.items()}


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
