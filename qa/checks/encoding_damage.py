"""Characters damaged by a wrong encoding.

## What it finds
Words in which ftfy recognises text decoded with the wrong encoding (`dâ€™accord`, `SÃ£o Paulo`),
the replacement character `�`, and control characters.

## Why that is bad
It cannot be read, and tells the reader that nobody has.

## Source
The Unicode Standard, 5.22 (U+FFFD); ftfy (Speer 2019, doi:10.5281/zenodo.2591652).
"""

from __future__ import annotations

from collections.abc import Iterator

import regex
from ftfy import fix_encoding
from ftfy.badness import is_bad

from corpora.text import Segment, Severity, Span
from qa.check import Check, Example, Finding, each_segment
from qa.language import Pair

_TOKEN = regex.compile(r"\S+")
_LOST = regex.compile(r"\S*(?:\ufffd|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f])\S*")
_SUSPECT = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]|[ÂÃâÅÐÑØÙàãäåæçèé](?=[^\x00-\x7f])")


def _find(segment: Segment, _: Pair) -> Iterator[Finding]:
    text = segment.mt.text
    if not _SUSPECT.search(text):
        return
    for found in _TOKEN.finditer(text):
        word = found.group()
        if _LOST.fullmatch(word):
            yield Finding(segment.index, Span(*found.span()), "a character is damaged")
        elif not word.isascii() and is_bad(word):
            right = fix_encoding(word)
            span = Span(*found.span())
            message = "text decoded with the wrong encoding"
            if right != word:
                yield Finding(segment.index, span, message, right, safe=True)


check = Check(
    find=each_segment(_find),
    severity=Severity.MAJOR,
    category="fluency/spelling",
    confidence=0.95,
    bad=(
        Example("The city of [[SÃ£o → São]] Paulo voted."),
        Example("He said [[caf\ufffd]] twice."),
    ),
    good=(
        Example("The city of São Paulo voted."),
        Example("Ångström, Æthelred, naïve and Škoda.", language="en"),
    ),
)
