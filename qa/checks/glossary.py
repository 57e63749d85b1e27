"""A term that is not translated as the glossary wants it.

## What it finds
A term of the glossary (`--glossary`, TSV or TBX) in the source, and none of its translations in the
same segment of the translation; a translation that the glossary forbids. Letter case and endings
do not count, and a longer term goes before a shorter one that it holds.

## Why that is bad
The paper, the client or the ministry has settled what the thing is called.

## Source
ISO 30042 (TBX); MQM (themqm.org), terminology: inconsistent with terminology resource.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from corpora.text import Document, Segment, Severity, Side, Span
from corpora.words import Word, words_of
from qa.check import Check, Example, Finding
from qa.language import Pair
from qa.terms import Term

_STEM = 4


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    if not languages.glossary:
        return
    index = _index(languages.glossary)
    for segment in document.segments:
        if segment.source is not None and not segment.mt.is_blank:
            yield from _missing(segment, index)
            yield from _forbidden(segment, index)


@lru_cache(maxsize=8)
def _index(terms: tuple[Term, ...]) -> Mapping[str, Sequence[Term]]:
    """The terms by the first word of their source, the longest first."""
    found: dict[str, list[Term]] = defaultdict(list)
    for term in sorted(terms, key=lambda one: -len(one.source)):
        words = words_of(term.source)
        if words:
            found[words[0].key[:_STEM]].append(term)
    return found


def _used(segment: Segment, index: Mapping[str, Sequence[Term]]) -> Iterator[tuple[Term, Span]]:
    """The terms that the source uses, with their places."""
    words = words_of(segment.source.text) if segment.source else ()
    at = 0
    while at < len(words):
        term = next(
            (t for t in index.get(words[at].key[:_STEM], ()) if _stands(t.source, words, at)), None
        )
        size = len(words_of(term.source)) if term else 1
        if term is not None:
            yield term, Span(words[at].start, words[at + size - 1].end, Side.SOURCE)
        at += size


def _missing(segment: Segment, index: Mapping[str, Sequence[Term]]) -> Iterator[Finding]:
    ours = words_of(segment.mt.text)
    for term, span in _used(segment, index):
        if not any(_stands(t, ours, at) for t in term.targets for at in range(len(ours))):
            wanted = "' or '".join(term.targets)
            note = f" ({term.note})" if term.note else ""
            yield Finding(segment.index, span, f"the glossary wants '{wanted}'{note}")


def _forbidden(segment: Segment, index: Mapping[str, Sequence[Term]]) -> Iterator[Finding]:
    ours = words_of(segment.mt.text)
    for term, _ in _used(segment, index):
        for wrong in term.forbidden:
            size = len(words_of(wrong))
            for at in range(len(ours) - size + 1):
                if size and _stands(wrong, ours, at):
                    span = Span(ours[at].start, ours[at + size - 1].end)
                    message = f"the glossary forbids it for '{term.source}'"
                    yield Finding(segment.index, span, message, term.targets[0])


def _stands(phrase: str, words: Sequence[Word], at: int) -> bool:
    """Whether a phrase stands at this word, endings aside."""
    parts = words_of(phrase)
    there = words[at : at + len(parts)]
    return len(there) == len(parts) and all(
        _same(part.key, word.key) for part, word in zip(parts, there, strict=True)
    )


def _same(part: str, word: str) -> bool:
    stem = part[: max(_STEM, len(part) - 1)]
    inflected = len(part) >= _STEM and word.startswith(stem)
    return word == part or (inflected and abs(len(word) - len(part)) <= _STEM)


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="terminology/inconsistent",
    confidence=0.85,
    needs=frozenset([Side.SOURCE]),
    bad=(
        Example(
            "Kementerian Perang menolak.",
            source="The [[Ministry of Defence]] refused.",
            language="id",
            glossary=(Term("Ministry of Defence", ("Kementerian Pertahanan",)),),
        ),
        Example(
            "Ia memakai [[drone → pesawat nirawak]] dan pesawat nirawak.",
            source="He uses drones.",
            language="id",
            glossary=(Term("drone", ("pesawat nirawak",), ("drone",)),),
        ),
    ),
    good=(
        Example(
            "Menurut Kementerian Pertahanan, itu benar.",
            source="According to the Ministry of Defence it is true.",
            language="id",
            glossary=(Term("Ministry of Defence", ("Kementerian Pertahanan",)),),
        ),
    ),
)
