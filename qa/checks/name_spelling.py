"""One name spelt in two ways within an article.

## What it finds
Two names of six letters or more that differ in a letter or two (`Tasmagambetov`,
`Tasmagambetow`), neither of them a word of the language. The rarer spelling is flagged, or the
one that the source has not; the other is suggested. Names that the source itself tells apart stay
silent.

## Why that is bad
The reader takes them for two people.

## Source
Reuters Handbook of Journalism, on names; The Associated Press Stylebook, names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from rapidfuzz.distance import OSA

from corpora.text import Document, Severity, Span
from qa import frequency
from qa.check import Check, Example, Finding
from qa.facing import texts_beside
from qa.language import Pair
from qa.names import keys_of, names_of

_SHORTEST, _LONG, _SAME = 6, 9, 3
_KNOWN = 2.0


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    code = languages.target.code
    if languages.target.capital_nouns:
        return
    names = [(s, n) for s in document.segments for n in names_of(s.mt.text, languages.target)]
    counts = Counter(n.text for _, n in names if len(n.text) >= _SHORTEST)
    variants = _variants(counts, code)
    if not variants:
        return
    theirs = keys_of(*(text for s in document.segments for text in texts_beside(s)))
    for segment, name in names:
        right = variants.get(name.text)
        if right is None or {name.key, right.casefold()} <= theirs:
            continue
        if name.key in theirs and right.casefold() not in theirs:
            continue
        message = f"elsewhere in the article: '{right}'"
        span = Span(name.span.start, name.span.end)
        yield Finding(segment.index, span, message, right)


def _variants(counts: Mapping[str, int], code: str) -> Mapping[str, str]:
    """For each rarer spelling, the commoner one."""
    groups: dict[str, list[str]] = {}
    for name in counts:
        groups.setdefault(name[:_SAME], []).append(name)
    found: dict[str, str] = {}
    for group in groups.values():
        for name in group:
            for other in group:
                if _is_variant(name, other, code):
                    rarer, right = sorted((name, other), key=lambda one: (counts[one], one))
                    found[rarer] = right
    return found


def _is_variant(name: str, other: str, code: str) -> bool:
    if name >= other or abs(len(name) - len(other)) > 1:
        return False
    if name.startswith(other) or other.startswith(name) or name[-1:] == "s" != other[-1:]:
        return False
    most = 2 if min(len(name), len(other)) >= _LONG else 1
    if not 0 < OSA.distance(name, other, score_cutoff=most) <= most:
        return False
    return all(frequency.zipf(one.casefold(), code) < _KNOWN for one in (name, other))


check = Check(
    find=_find,
    severity=Severity.MINOR,
    category="terminology/inconsistent",
    confidence=0.75,
    bad=(
        Example(
            "Menteri Tasmagambetov datang.\nPaginya Tasmagambetov bicara.\n"
            "Lalu [[Tasmagambetow → Tasmagambetov]] pergi.",
            language="id",
        ),
    ),
    good=(
        Example(
            "Hansen met Hanson.\nThen Hansen left Hanson.",
            source="Hansen bertemu Hanson.\nLalu Hansen pergi.",
        ),
        Example("The German met Germans; Kazakh and Kazakhs.", language="en"),
    ),
)
