"""Markup, placeholders and tokens of the machine left in the text.

## What it finds
HTML and XML tags, entities (`&nbsp;`, `&#39;`), placeholders (`{0}`, `%s`, `{{name}}`), Markdown
links, and what tokenizers leave behind (`▁`, `@@ `, `<unk>`). What the source has, too, stays
silent.

## Why that is bad
The reader sees the machinery.

## Source
MQM (themqm.org), design and markup.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpora.text import Segment, Severity, Span
from qa.check import Check, Example, Finding, each_segment
from qa.facing import texts_beside
from qa.language import Pair

_MARKUP = regex.compile(
    r"</?[A-Za-z][A-Za-z0-9_:-]{0,30}(?:\s[^<>]{0,200})?/?>"
    r"|&(?:[A-Za-z]{2,8}|#\d{2,6}|#x[0-9A-Fa-f]{2,6});"
    r"|\{\{[^{}\n]{1,40}\}\}|\{\d{1,2}\}|%(?:\d\$)?[sd]\b(?!\s*\p{L})"
    r"|\[[^\[\]\n]{1,80}\]\(https?://[^\s()]{1,200}\)"
    r"|▁|(?<=\p{L})@@(?= )|<(?:unk|pad|s|/s)>|\[(?:UNK|MASK|SEP|CLS)\]|⟨unk⟩"
)
_ANY = regex.compile(r"[<&{%\[▁@⟨]")


def _find(segment: Segment, _: Pair) -> Iterator[Finding]:
    text = segment.mt.text
    if not _ANY.search(text):
        return
    beside = texts_beside(segment)
    for found in _MARKUP.finditer(text):
        if not any(found.group() in other for other in beside):
            message = f"'{found.group()}' is not for the reader"
            yield Finding(segment.index, Span(*found.span()), message)


check = Check(
    find=each_segment(_find),
    severity=Severity.MAJOR,
    category="fluency/markup",
    confidence=0.95,
    bad=(
        Example("The talks[[&nbsp;]]will [[<b>]]go on[[</b>]]."),
        Example("Pre[[@@]] si dent [[{0}]] said so."),
    ),
    good=(
        Example("AT&T rose 5% since Monday; 3 < 4 and 6 > 5."),
        Example("Write <b> in the form.", source="Tulis <b> di formulir."),
    ),
)
