"""Checks whose knowledge is a section of the language files: wordings to look for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from corpora.text import Segment, Severity, Span
from qa.check import Find, Finding, each_segment
from qa.language import Entry, Language, Pair
from qa.literals import needed

_LOOK_BACK = 20
_OPENING = re.compile(r"[\s\"'“‘«„(\[]+$")


def entries_check(section: Callable[[Language], tuple[Entry, ...]]) -> Find:
    """A check that looks for the entries of one section of the translation's language file."""

    def find(segment: Segment, languages: Pair) -> Iterator[Finding]:
        text = segment.mt.text
        small = text.lower()
        for pieces, entry in _prepared(section(languages.target)):
            if not pieces or _any_in(pieces, small):
                for found in _compiled(entry.find).finditer(text):
                    yield _finding(segment, entry, found)

    return each_segment(find)


def _any_in(pieces: tuple[str, ...], text: str) -> bool:
    for piece in pieces:  # noqa: SIM110 — a generator costs three times as much, and this is hot
        if piece in text:
            return True
    return False


_Prepared = tuple[tuple[str, ...], Entry]


@cache
def _prepared(entries: tuple[Entry, ...]) -> tuple[_Prepared, ...]:
    """Each entry with the pieces of text without which it cannot match."""
    return tuple((tuple(needed(entry.find)), entry) for entry in entries)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _finding(segment: Segment, entry: Entry, found: re.Match[str]) -> Finding:
    suggestion = None
    if entry.replace is not None:
        written = " ".join(found.expand(entry.replace).split())
        suggestion = _capitalised(written) if _opens_sentence(found) else written
    return Finding(
        segment.index,
        Span(*found.span()),
        entry.why,
        suggestion=suggestion,
        severity=Severity[entry.severity.upper()],
        safe=entry.safe,
    )


def _opens_sentence(found: re.Match[str]) -> bool:
    before = _OPENING.sub("", found.string[max(0, found.start() - _LOOK_BACK) : found.start()])
    return found.group()[:1].isupper() and (not before or before[-1] in ".!?…")


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
