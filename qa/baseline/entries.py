"""A flag as a baseline keeps it: what it is known by, and what people are told of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from corpora.rows import whole_name
from corpora.text import Document, Flag, Severity
from qa.baseline.surroundings import WordsAround

_DIGITS = 16
Word = Literal["neutral", "minor", "major", "critical"]
_WORDS: Mapping[Severity, Word] = MappingProxyType(
    {
        Severity.NEUTRAL: "neutral",
        Severity.MINOR: "minor",
        Severity.MAJOR: "major",
        Severity.CRITICAL: "critical",
    }
)


class Entry(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """A flag, as found before flags of one fault were put together.

    `document` is the whole document's name, `text` the flagged text as shown. What follows is in
    words without letter case and marks, with a space between them: `words` are the flagged ones,
    `before` and `after` up to three beside them in the segment, `lead` and `trail` those of the
    segments beside it that make up the three. `source` is a hash of the segment's source without
    its spacing, empty where there is none. `dismissed` is the reason why it stays silent, None for
    a flag that is shown.
    """

    document: str
    rule: str
    severity: Word
    text: str = ""
    message: str
    words: str = ""
    before: str = ""
    after: str = ""
    lead: str = ""
    trail: str = ""
    source: str = ""
    fingerprint: str
    alias: str = ""
    dismissed: str | None = None

    @property
    def weight(self) -> Severity:
        """The severity as the rest of copydesk knows it."""
        return Severity[self.severity.upper()]


def entries_of(
    document: Document, flags: Iterable[Flag], dismissed: Mapping[str, str] = MappingProxyType({})
) -> tuple[Entry, ...]:
    """An entry a flag, in the same order; the flags are those from before merging.

    `dismissed` gives the reason for each fingerprint of a flag that was dismissed.
    """
    around, name = WordsAround(document), clean(whole_name(document.id))
    return tuple(_entry(document, flag, around, name, dismissed) for flag in flags)


def _entry(
    document: Document, flag: Flag, around: WordsAround, name: str, dismissed: Mapping[str, str]
) -> Entry:
    words = around.of(flag.segment, flag.span)
    segment = document.segments[flag.segment]
    passage = segment.on(flag.span.side)
    text = passage.text[flag.span.start : flag.span.end] if passage else ""
    reason = dismissed.get(flag.fingerprint)
    return Entry(
        document=name,
        rule=flag.rule,
        severity=_WORDS[flag.severity],
        text=clean(text),
        message=clean(flag.message),
        words=_joined(words.words),
        before=_joined(words.before),
        after=_joined(words.after),
        lead=_joined(words.lead),
        trail=_joined(words.trail),
        source=_hash(segment.source.text) if segment.source else "",
        fingerprint=flag.fingerprint,
        alias=flag.alias,
        dismissed=None if reason is None else clean(reason),
    )


def _joined(words: Iterable[str]) -> str:
    return clean(" ".join(words))


def clean(text: str) -> str:
    """A text that UTF-8 can hold: half a surrogate pair becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _hash(text: str) -> str:
    """A short hash of a text without its spacing; empty for a blank one."""
    plain = "".join(text.split())
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
    return digest[:_DIGITS] if plain else ""
