"""A quotation that is opened and never closed, or closed and never opened.

## What it finds
A double quotation mark without its partner. Quotations may run over several sentences and
paragraphs (each paragraph may open it again); inch signs are no quotation marks. Where the
source's segment has an odd number of marks as well, the translation followed it and the rule is
silent.

## Why that is bad
The reader cannot tell any more who says what: in news, that is a factual error.

## Source
EYD V (2022), chapter on quotation marks; The Chicago Manual of Style, 17th edition, 13.30
(paragraphs).
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Document, Severity, Span
from qa.check import Check, Example, Finding
from qa.language import Pair
from qa.quotes import Mark, marks_in, quotations


def _find(document: Document, _: Pair) -> Iterator[Finding]:
    found = list(_alone(document))
    sides = {mark.segment: document.segments[mark.segment].source for mark, _ in found}
    odd = {at for at, side in sides.items() if side is not None and marks_in(side.text) % 2}
    for mark, what in found:
        if mark.segment not in odd:
            yield Finding(mark.segment, Span(mark.at, mark.at + 1), f"{mark.sign} {what}")


def _alone(document: Document) -> Iterator[tuple[Mark, str]]:
    """The marks without another, and what they do."""
    for quotation in quotations(document):
        if quotation.opening is None and quotation.closing is not None:
            yield quotation.closing, "closes a quotation that nothing opened"
        elif quotation.closing is None and quotation.opening is not None:
            yield quotation.opening, "opens a quotation that nothing closes"


check = Check(
    find=_find,
    severity=Severity.MINOR,
    category="fluency/punctuation",
    confidence=0.75,
    bad=(
        Example("He said: [[“]]We will go. Nobody stayed."),
        Example("We will go,[[”]] he said."),
        Example('"Kami datang," katanya. [["]]Mereka pergi.', language="id"),
    ),
    good=(
        Example('“We will go.\nWe will stay,” he said. A 12" record.'),
        Example("“First paragraph.\n“Second paragraph,” he said."),
        Example("„Ja“, sagte er. »Nein«, sagte sie.", language="de"),
        Example("« Oui », dit-il.", language="fr"),
        Example("“We go on.", source="“Kami lanjut."),
    ),
)
