"""Source words left standing in the translation.

## What it finds
A segment that is its source, word for word, or a run of at least five source words copied into
the translation, most of them written small (a run of capitals is a name or a title). Names,
addresses and figures stay silent.

## Why that is bad
The reader cannot read it.

## Source
MQM (themqm.org), accuracy: untranslated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpora.detection import primary
from corpora.text import Document, Segment, Severity, Side, Span
from corpora.words import Word, words_of
from qa.check import Check, Example, Finding
from qa.language import Pair

_SHORTEST_RUN = 5
_SMALL_SHARE = 0.6
_WHOLE = 0.9


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    if languages.source and primary(languages.source.code) == primary(languages.target.code):
        return
    for segment in document.segments:
        if segment.source is not None:
            yield from _runs(segment, words_of(segment.mt.text), words_of(segment.source.text))


def _runs(segment: Segment, ours: Sequence[Word], theirs: Sequence[Word]) -> Iterator[Finding]:
    windows, source = _windows(ours), frozenset(_windows(theirs))
    start = 0
    while start < len(windows):
        end = start
        while end < len(windows) and windows[end] in source:
            end += 1
        if end > start:
            yield from _finding(segment, ours[start : end + _SHORTEST_RUN - 1], len(ours))
        start = end + 1


def _finding(segment: Segment, run: Sequence[Word], words: int) -> Iterator[Finding]:
    if _is_prose(run):
        whole = len(run) >= _WHOLE * words
        message = "not translated" if whole else "source words left untranslated"
        severity = Severity.CRITICAL if whole else Severity.MAJOR
        yield Finding(segment.index, Span(run[0].start, run[-1].end), message, severity=severity)


def _windows(words: Sequence[Word]) -> list[tuple[str, ...]]:
    """Every run of the shortest length that counts."""
    keys = [word.key for word in words]
    return [tuple(keys[i : i + _SHORTEST_RUN]) for i in range(len(keys) - _SHORTEST_RUN + 1)]


def _is_prose(run: Sequence[Word]) -> bool:
    small = sum(word.text.isalpha() and word.text.islower() for word in run)
    unspaced = all(len(word.text) == 1 for word in run)
    return small >= _SMALL_SHARE * len(run) or unspaced


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/untranslated",
    confidence=0.9,
    needs=frozenset([Side.SOURCE]),
    bad=(
        Example(
            "[[The minister said that talks would go on]].",
            source="The minister said that talks would go on.",
            language="id",
            source_language="en",
        ),
        Example(
            "Menteri itu [[said that the talks would]] berlanjut.",
            source="The minister said that the talks would go on.",
            language="id",
            source_language="en",
        ),
    ),
    good=(
        Example(
            "Pusat Johns Hopkins University School of Public Health menjawab.",
            source="The Johns Hopkins University School of Public Health answered.",
            language="id",
            source_language="en",
        ),
        Example(
            "The same sentence in the same language.",
            source="The same sentence in the same language.",
            source_language="en",
        ),
    ),
)
