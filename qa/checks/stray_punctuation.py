"""A punctuation mark where none can stand.

## What it finds
An underscore, tilde, caret or at-sign that hangs on a word; a comma, colon or semicolon before
another sign; a question or exclamation mark, and after it a small letter outside a quotation; a
hyphen hanging on a word; brackets and quotation marks with nothing between; a sign after a word
that leans on the next one (`the,`, `of-`, `and.`). With a source and a reference, too: a colon,
semicolon, comma, question or exclamation mark of which neither has so many, after a little word or
where the reference writes the words around it in one go. What the source has in the same way stays
silent.

## Why that is bad
It stops the reader, and tells him that nobody has read the text before him.

## Source
The Chicago Manual of Style, 17th edition, chapter 6; Indonesian: EYD V (2022), punctuation.
DEMETR (Karpinska et al. 2022), kind 29.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from corpora.text import Segment, Severity, Span
from corpora.words import Word, words_of
from qa.alignment import aligned
from qa.check import Check, Example, Finding, each_segment
from qa.facing import texts_beside
from qa.language import Language, Pair

_HANGING = regex.compile(
    r"^[,;:](?=\s)|(?<=[\p{L}\p{Nd},.])[_~^@](?=[\s,.;:!?]|$)|(?<=\s)[_~^](?=[\p{L}])"
)
_DOUBLED = regex.compile(
    r"(?<=[\p{L}\p{Nd}”\"’)])(?:[,;:]\s?[,;:.]|\.[,;:](?!\w)|[,;:][!?]|,\.|(?<!\p{Nd}),[-–])(?=\s|$)"
)
_MIDDLE = regex.compile(r"(?<=[\p{L}\p{M}\p{Nd}])[!?](?=\s[\p{Ll}\p{Nd}])")
_HYPHEN = regex.compile(
    r"(?<=[ ]\p{Ll}{3,20})-(?=[ ](?!(?:and|or|to|und|oder|bis|dan|atau|y|e|et|ou|i|и)\b)\p{Ll})"
)
_EMPTY = regex.compile(
    r"(?<![^\s(])(?:\(\s?\)|\[\s?\]|\"\"(?!\s[\p{Lu}\"])|“\s?”|„\s?[“”]|«\s?»)(?=[\s.,;:!?]|$)"
)
_QUOTE = regex.compile(r"(?<=\b\p{Ll}+[\p{Ll}--[sxzß]])'(?=\s\p{L})", regex.V1)
_OPENED = regex.compile(r"(?:^|[\s(\"“])['‘]\w")
_COMMA_QUOTE = regex.compile(r"(?<=\p{L}),'(?=\s\p{L})")
_ANY_QUOTE = regex.compile("[\"'‘’“”„«»「」『』]")
_SIGNS = {
    ",": regex.compile("[,，、،]"),
    ":": regex.compile("[:：∶]"),
    ";": regex.compile("[;；]"),
    "?": regex.compile("[?？؟]"),
    "!": regex.compile("[!！]"),
}
_PROCLITIC = frozenset(",;:.-")
_DANGLING = frozenset(";:.")
_ENDS = frozenset("?!")
_AND = "and or to und oder bis dan atau y e et ou i и"
_SUSPENDING = frozenset(_AND.split())
_ABBREVIATION = regex.compile(r"\b\p{L}{1,5}\.[,;:]$")


def _find(segment: Segment, languages: Pair) -> Iterator[Finding]:
    text, beside = segment.mt.text, texts_beside(segment)
    for pattern in _patterns(text, beside):
        hits = list(pattern.finditer(text))
        if hits and any(pattern.search(other) for other in beside):
            continue
        for found in hits:
            before = text[max(0, found.start() - 6) : found.end()]
            if not _ABBREVIATION.search(before):
                message = f"'{found.group()}' cannot stand here"
                yield Finding(segment.index, Span(*found.span()), message)
    yield from _after_little_words(segment, languages.target)
    sure = segment.source is not None and segment.references and not segment.realigned
    if sure and languages.target.proclitics:
        yield from _unasked(segment, languages.target)


def _patterns(text: str, beside: tuple[str, ...]) -> list[regex.Pattern[str]]:
    patterns = [_HANGING, _DOUBLED, _MIDDLE, _HYPHEN, _EMPTY]
    if not _OPENED.search(text):
        patterns.append(_QUOTE)
        if beside and not any(_ANY_QUOTE.search(other) for other in beside):
            patterns.append(_COMMA_QUOTE)
    return patterns


def _after_little_words(segment: Segment, language: Language) -> Iterator[Finding]:
    """Punctuation after a word that leans on the next one."""
    text, words = segment.mt.text, words_of(segment.mt.text)
    for word, after in pairwise(words) if language.proclitics else ():
        sign = text[word.end : after.start].rstrip(" ")
        if sign and word.text.islower() and _leans(word, sign, after, language):
            message = f"'{sign}' cannot stand after '{word.text}'"
            yield Finding(segment.index, Span(word.start, word.end + len(sign)), message)


def _leans(word: Word, sign: str, after: Word, language: Language) -> bool:
    if sign in _PROCLITIC and word.key in language.proclitics:
        return True
    if sign == "-":
        return word.key in language.function_words and after.key not in _SUSPENDING
    return sign in _DANGLING and word.key in language.dangling_words


def _unasked(segment: Segment, language: Language) -> Iterator[Finding]:
    """Signs of which neither the source nor the reference has so many."""
    text, beside = segment.mt.text, texts_beside(segment)
    spare = {sign for sign, kin in _SIGNS.items() if _is_most(kin, text, beside)}
    for at, word in enumerate(words_of(text)[:-1] if spare else ()):
        sign = text[word.end : word.end + 1]
        if sign not in spare or not text[word.end + 1 : word.end + 2].isspace():
            continue
        if _is_out_of_place(sign, at, segment, language):
            message = f"neither the source nor the reference has so many '{sign}'"
            yield Finding(segment.index, Span(word.end, word.end + 1), message, None, None, 0.6)


def _is_most(sign: regex.Pattern[str], text: str, beside: tuple[str, ...]) -> bool:
    """Whether a text has more of a sign than every other text."""
    return len(sign.findall(text)) > max(len(sign.findall(other)) for other in beside)


def _is_out_of_place(sign: str, at: int, segment: Segment, language: Language) -> bool:
    """Whether a sign after this word cannot stand there, or not after what the reference says.

    A comma is free, but not after a little word.
    """
    text, reference = segment.mt.text, segment.references[0].text
    word, after = words_of(text)[at : at + 2]
    if _leans(word, sign, after, language):  # said already
        return False
    little = word.key in language.function_words and word.text.islower()
    if sign == ",":
        return little and _is_joined(at, text, reference)
    return sign in _ENDS or little or _is_joined(at, text, reference)


def _is_joined(at: int, text: str, reference: str) -> bool:
    """Whether the reference has this word and the next one side by side, with no sign between."""
    words = aligned(text, reference)
    here, there = words.links.get(at), words.links.get(at + 1)
    if here is None or there != here + 1:
        return False
    return reference[words.theirs[here].end : words.theirs[there].start].isspace()


check = Check(
    find=each_segment(_find),
    severity=Severity.MINOR,
    category="fluency/punctuation",
    confidence=0.75,
    bad=(
        Example("He watched the storms[[_]] and went[[;.]]"),
        Example("They came[[?]] and left."),
        Example("He left [[the,]] town."),
        Example("The bridge was[[:]] broken.", source="橋", reference="It broke."),
        Example("The first[[;]] Chinese book.", source="书。", reference="The first Chinese book."),
        Example('The symptoms [[of-]] the illness, called [[""]], in [[and.]] Italy[[,?]] grew.'),
    ),
    good=(
        Example("“Why?” he asked. Yahoo! Finance, 5 p.m., etc., and a two- or three-year plan."),
        Example("He wrote to @user_name: yes."),
    ),
)
