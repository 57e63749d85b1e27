"""Documents with flags, as tests of baselines write them."""

from __future__ import annotations

from corpora.text import Document, Flag, Passage, Segment, Severity, Span, TextFile
from qa.baseline.compare import Flagged
from qa.baseline.entries import Entry, entries_of
from qa.flags import fingerprinted


def flagged(*texts: str, sources: tuple[str, ...] = (), name: str = "a") -> Flagged:
    """A document with a segment a text; `[…]` is flagged."""
    segments, flags = [], []
    for index, text in enumerate(texts):
        plain = text.replace("[", "").replace("]", "")
        source = passage(sources[index]) if sources else None
        segments.append(Segment(index, passage(plain), source))
        if "[" in text:
            start = text.index("[")
            flags.append(flag_at(index, Span(start, text.index("]") - 1)))
    document = Document(name, tuple(segments))
    return Flagged(document, fingerprinted(document, flags))


def passage(text: str) -> Passage:
    return Passage(text, TextFile("a.txt", text))


def flag_at(segment: int, span: Span, rule: str = "doubled-word") -> Flag:
    return Flag(rule, segment, span, "is wrong", Severity.MAJOR, "fluency/grammar", 0.5)


def entries(one: Flagged) -> tuple[Entry, ...]:
    return entries_of(one.document, one.flags)
