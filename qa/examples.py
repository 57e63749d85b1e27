"""A rule's examples as tests: where its flags should be, and whether they are there.

The project's tests run every rule and every language file through this; so can a plug-in's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpora.line_pairing import pair_lines
from corpora.pairing import Partner
from corpora.reader import ReadOptions
from corpora.readers import lines
from corpora.text import Document, Side, Span, TextFile
from qa.check import Check, Example, Find
from qa.language import Entry, Language, Pair, load

_MARK = re.compile(r"\[\[(?P<words>.*?)(?: → (?P<suggestion>.*?))?\]\]")


@dataclass(frozen=True, slots=True)
class Expected:
    """A flag that an example asks for; no suggestion where the example names none."""

    segment: int
    span: Span
    suggestion: str | None


@dataclass(frozen=True, slots=True)
class _Marked:
    text: str
    expected: tuple[Expected, ...]


def problems(check: Check) -> Iterator[str]:
    """What is wrong with a check's examples, a line each; nothing where all is well."""
    if not check.bad or not check.good:
        yield "a rule needs at least one bad and one good example"
    for example in check.good:
        if "[[" in example.mt + (example.source or ""):
            yield f"a [[mark]] in the good example: {example.mt!r}"
    for example in check.bad:
        if "[[" not in example.mt + (example.source or ""):
            yield f"no [[mark]] in the bad example: {example.mt!r}"
    for example in (*check.bad, *check.good):
        yield from _compare(check.find, example, load(example.language))


def entry_problems(find: Find, language: Language, entry: Entry) -> Iterator[str]:
    """What is wrong with the examples of one entry of a language file."""
    for text in entry.bad:
        if "[[" not in text:
            yield f"no [[mark]] in the bad example: {text!r}"
    for text in (*entry.bad, *entry.good):
        yield from _compare(find, Example(text, language=language.code), language)


def _compare(find: Find, example: Example, language: Language) -> Iterator[str]:
    document, expected = build(example)
    source = load(document.source_language) if document.source_language else None
    found = {
        Expected(finding.segment, finding.span, finding.suggestion)
        for finding in find(document, Pair(language, source, example.glossary))
    }
    unnamed = {replace(one, suggestion=None) for one in found}
    for one in expected:
        if one not in (unnamed if one.suggestion is None else found):
            yield f"{example.mt!r}: expected {one}, found {sorted(map(repr, found))}"
    for one in unnamed - {replace(one, suggestion=None) for one in expected}:
        yield f"{example.mt!r}: not expected: {one}"


def build(example: Example) -> tuple[Document, tuple[Expected, ...]]:
    """The document that an example describes, and the flags that it asks for."""
    mt = _unmarked(example.mt, Side.TRANSLATION)
    source = _unmarked(example.source, Side.SOURCE) if example.source is not None else None
    partners = [Partner(Side.SOURCE, _document(source.text))] if source else []
    if example.reference is not None:
        partners.append(Partner(Side.REFERENCE, _document(example.reference)))
    document = replace(
        pair_lines(_document(mt.text), partners),
        language=example.language,
        source_language=example.source_language,
    )
    return document, mt.expected + (source.expected if source else ())


def _document(text: str) -> Document:
    return next(lines.reader.read(TextFile("example", text), ReadOptions()))


def _unmarked(text: str, side: Side) -> _Marked:
    plain: list[str] = []
    expected: list[Expected] = []
    for index, line in enumerate(text.split("\n")):
        out, last = "", 0
        for found in _MARK.finditer(line):
            out += line[last : found.start()]
            span = Span(len(out), len(out) + len(found["words"]), side)
            expected.append(Expected(index, span, found["suggestion"]))
            out += found["words"]
            last = found.end()
        plain.append(out + line[last:])
    return _Marked("\n".join(plain), tuple(expected))
