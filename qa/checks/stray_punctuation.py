"""A punctuation mark where none can stand.

## What it finds
An underscore, tilde, caret or at-sign that hangs on a word; a comma, colon or semicolon after
another; a question or exclamation mark, and after it a small letter outside a quotation; a hyphen
hanging on a word; a colon, semicolon, question or exclamation mark in a segment whose source and
reference have nothing of the kind. What the source has in the same way stays silent.

## Why that is bad
It stops the reader, and tells him that nobody has read the text before him.

## Source
The Chicago Manual of Style, 17th edition, chapter 6; Indonesian: EYD V (2022), punctuation.
DEMETR (Karpinska et al. 2022), kind 29.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpora.text import Segment, Severity, Span
from corpora.words import words_of
from qa.check import Check, Example, Finding, each_segment
from qa.facing import texts_beside
from qa.language import Language, Pair

_HANGING = regex.compile(r"(?<=[\p{L}\p{Nd},.])[_~^@](?=[\s,.;:!?]|$)|(?<=\s)[_~^](?=[\p{L}])")
_DOUBLED = regex.compile(r"(?<=[\p{L}\p{Nd}”\"’)])(?:[,;:]\s?[,;:.]|\.\s?[,;:](?!\w)|,\.)(?=\s|$)")
_MIDDLE = regex.compile(r"(?<=[\p{L}\p{M}\p{Nd}])[!?](?=\s[\p{Ll}\p{Nd}])")
_HYPHEN = regex.compile(
    r"(?<=[ ]\p{Ll}{3,20})-(?=[ ](?!(?:and|or|to|und|oder|bis|dan|atau|y|e|et|ou|i|и)\b)\p{Ll})"
)
_QUOTE = regex.compile(r"(?<=\p{Ll}[\p{Ll}--[s]])'(?=\s\p{L})", regex.V1)
_OPENED = regex.compile(r"(?:^|[\s(\"“])['‘]\w")
_SIGNS = {
    ":": regex.compile("[:：∶]"),
    ";": regex.compile("[;；]"),
    "?": regex.compile("[?？؟]"),
    "!": regex.compile("[!！]"),
}
_ABBREVIATION = regex.compile(r"\b\p{L}{1,5}\.[,;:]$")


def _find(segment: Segment, languages: Pair) -> Iterator[Finding]:
    text = segment.mt.text
    beside = texts_beside(segment)
    patterns = [_HANGING, _DOUBLED, _MIDDLE, _HYPHEN]
    if not _OPENED.search(text):
        patterns.append(_QUOTE)
    for pattern in patterns:
        for found in pattern.finditer(text):
            shared = any(pattern.search(other) for other in beside)
            before = text[max(0, found.start() - 6) : found.end()]
            if not shared and not _ABBREVIATION.search(before):
                message = f"'{found.group()}' cannot stand here"
                yield Finding(segment.index, Span(*found.span()), message)
    yield from _after_proclitics(segment, languages.target.proclitics)
    sure = segment.source is not None and segment.references and not segment.realigned
    if sure and languages.target.proclitics:
        yield from _unasked(segment, beside, languages.target)


def _after_proclitics(segment: Segment, proclitics: frozenset[str]) -> Iterator[Finding]:
    """Punctuation after a word that leans on the next one."""
    text = segment.mt.text
    for word in words_of(text) if proclitics else ():
        sign = text[word.end : word.end + 1]
        if word.key in proclitics and sign in {",", ";", ":", "."} and word.text.islower():
            message = f"'{sign}' cannot stand after '{word.text}'"
            yield Finding(segment.index, Span(word.start, word.end + 1), message)


def _unasked(segment: Segment, beside: tuple[str, ...], language: Language) -> Iterator[Finding]:
    """Signs after a little word, more of them than the source and the reference have."""
    text = segment.mt.text
    for word in words_of(text):
        sign = text[word.end : word.end + 1]
        little = language.function_words
        if sign not in _SIGNS or word.key not in little or not text[word.end + 1 :].strip():
            continue
        kin = _SIGNS[sign]
        most = max(len(kin.findall(other)) for other in beside)
        if len(kin.findall(text)) > most and word.text.islower():
            message = f"neither the source nor the reference has so many '{sign}'"
            span = Span(word.end, word.end + 1)
            yield Finding(segment.index, span, message, None, None, 0.6)


check = Check(
    find=each_segment(_find),
    severity=Severity.MINOR,
    category="fluency/punctuation",
    confidence=0.75,
    bad=(
        Example("He watched the storms[[_]] and went[[;.]]"),
        Example("They came[[?]] and left."),
        Example("He left [[the,]] town."),
        Example("The bridge and[[:]] characters.", source="人物と橋", reference="Both."),
    ),
    good=(
        Example("“Why?” he asked. Yahoo! Finance, 5 p.m., etc., and a two- or three-year plan."),
        Example("He wrote to @user_name: yes."),
    ),
)
