"""A statement made a question, or a question made a statement.

## What it finds
A segment that ends in a question mark where its source (without one, its reference) has none at
all, and the other way round. Questions that the source's language marks with a word (Japanese
`か`, Chinese `吗`) count as questions.

## Why that is bad
What somebody asked is printed as what he said.

## Source
MQM (themqm.org), accuracy: mistranslation. DEMETR (Karpinska et al. 2022), kind 19.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpora.text import Document, Severity, Side, Span
from qa.check import Check, Example, Finding
from qa.facing import facings, texts_beside
from qa.language import Pair

_MARK = regex.compile(r"[?？؟⁇;¿]")
_FINAL_QUESTION = regex.compile(r"[?？؟]+[\p{Pe}\p{Pf}\p{Pi}\"'’”»]*\s*$")
_FINAL_STATEMENT = regex.compile(r"([.。।!！])[\p{Pe}\p{Pf}\p{Pi}\"'’”»]*\s*$")
_ASKING = regex.compile(r"か[。」』]*\s*$|[吗呢么][。”]*\s*$|क्या|哪|什么|怎么|为何|何(?!も)")


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    for facing in facings(document, languages):
        if not facing.is_plain:
            continue
        text, other = facing.segment.mt.text, facing.other.text
        asked = _FINAL_QUESTION.search(text)
        stated = _FINAL_STATEMENT.search(text)
        if asked and not any(_is_asked(text) for text in texts_beside(facing.segment)):
            message = f"a question here, a statement in the {facing.side}"
            yield Finding(facing.segment.index, Span(*asked.span()), message)
        elif stated and _FINAL_QUESTION.search(other) and not _MARK.search(text):
            message = f"a statement here, a question in the {facing.side}"
            yield Finding(facing.segment.index, Span(*stated.span(1)), message, "?")


def _is_asked(text: str) -> bool:
    return _MARK.search(text) is not None or _ASKING.search(text) is not None


check = Check(
    find=_find,
    severity=Severity.MAJOR,
    category="accuracy/mistranslation",
    confidence=0.8,
    needs=frozenset([Side.SOURCE, Side.REFERENCE]),
    bad=(
        Example("Did Putin stress that[[?]]", source="Putin betonte das."),
        Example("Apakah ia datang[[. → ?]]", source="Is he coming?", language="id"),
    ),
    good=(
        Example("Is he coming?", source="彼は来ますか。", source_language="ja"),
        Example("“Why?” he asked.", source="„Warum?“, fragte er."),
    ),
)
