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
from difflib import SequenceMatcher

from corpora.text import Document, Segment, Severity, Side, Span
from corpora.words import Word, words_of
from qa.check import Check, Example, Finding
from qa.language import Pair

_SHORTEST_RUN = 5
_SMALL_SHARE = 0.6
_WHOLE = 0.9


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    if languages.source is not None and languages.source.code == languages.target.code:
        return
    for segment in document.segments:
        if segment.source is not None:
            yield from _runs(segment, words_of(segment.mt.text), words_of(segment.source.text))


def _runs(segment: Segment, ours: Sequence[Word], theirs: Sequence[Word]) -> Iterator[Finding]:
    common = {word.key for word in ours} & {word.key for word in theirs}
    if len(common) < _SHORTEST_RUN - 1:
        return
    matcher = SequenceMatcher(None, [w.key for w in theirs], [w.key for w in ours], autojunk=False)
    for match in matcher.get_matching_blocks():
        run = ours[match.b : match.b + match.size]
        if len(run) < _SHORTEST_RUN or not _is_prose(run):
            continue
        whole = len(run) >= _WHOLE * len(ours)
        message = "not translated" if whole else "source words left untranslated"
        severity = Severity.CRITICAL if whole else Severity.MAJOR
        yield Finding(segment.index, Span(run[0].start, run[-1].end), message, severity=severity)


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
