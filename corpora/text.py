"""The values that every layer speaks of: spans, passages, segments, documents, flags.

All are frozen. Offsets are code points, ranges half-open. A span counts within its segment's text;
`Passage.to_file` leads from there back into the file as it was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from corpora.passage import (
    FileRange,
    Passage,
    Piece,
    Side,
    Span,
    TextFile,
)
from corpora.passage_builder import PassageBuilder, join

__all__ = [
    "Decision",
    "Disposition",
    "Document",
    "Evidence",
    "FileRange",
    "Flag",
    "Location",
    "Passage",
    "PassageBuilder",
    "Piece",
    "Segment",
    "Severity",
    "Side",
    "Span",
    "TextFile",
    "join",
]


class Severity(IntEnum):
    """MQM's severities; the value is the weight (Freitag et al. 2021, doi:10.1162/tacl_a_00437)."""

    NEUTRAL = 0
    MINOR = 1
    MAJOR = 5
    CRITICAL = 25

    @property
    def word(self) -> str:
        """The severity as people write it: `minor`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Segment:
    """One aligned unit, usually a sentence.

    `paragraph` counts the paragraphs of the translation from 0. `realigned` marks a segment whose
    sides did not match one to one, so that the aligner joined or left out sentences; `confidence`,
    0 to 1, is how sure it is that they belong together. `name` is what the file calls it, `state`
    how far it is (`translated`), `notes` what it says beside it.
    """

    index: int
    mt: Passage
    source: Passage | None = None
    references: tuple[Passage, ...] = ()
    paragraph: int = 0
    realigned: bool = False
    confidence: float = 1.0
    name: str | None = None
    state: str | None = None
    notes: tuple[str, ...] = ()

    def on(self, side: Side) -> Passage | None:
        """The passage on one side (the first reference for the references' side)."""
        if side is Side.TRANSLATION:
            return self.mt
        if side is Side.SOURCE:
            return self.source
        return self.references[0] if self.references else None


@dataclass(frozen=True, slots=True)
class Document:
    """One article: its segments in order. Languages are BCP 47 codes, or None where unknown.

    `flags` are those that the file itself holds: people's marks, or an earlier run's.
    """

    id: str
    segments: tuple[Segment, ...]
    language: str | None = None
    source_language: str | None = None
    system: str | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def has_source(self) -> bool:
        """Whether any segment has a source."""
        return any(segment.source is not None for segment in self.segments)

    @property
    def has_reference(self) -> bool:
        """Whether any segment has a reference."""
        return any(segment.references for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Location:
    """A span of the segment with this index."""

    segment: int
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """What another rule said of the same words."""

    rule: str
    message: str


class Decision(StrEnum):
    """What an editor did with a flag."""

    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Disposition:
    """What an editor did with a flag, and why if he said so."""

    decision: Decision
    reason: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A fault in a segment: where, what, how bad and what to write instead.

    `category` is an MQM category such as `fluency/punctuation`; `confidence` is the expected
    share of such flags that a professional would agree with, 0 to 1; `fingerprint` names the
    flag across runs, whatever happens to the lines around it. `safe` says that the suggestion may
    be written unread; `evidence` is what other rules say of the same words, `also` where else the
    same fault stands. `author` is the person or tool that set it, where a file says so, and
    `disposition` what became of it. `alias` is a second fingerprint, by the words around it in the
    document instead of its segment: it outlives another segmentation.
    """

    rule: str
    segment: int
    span: Span
    message: str
    severity: Severity
    category: str
    confidence: float
    suggestion: str | None = None
    fingerprint: str = ""
    safe: bool = False
    evidence: tuple[Evidence, ...] = ()
    also: tuple[Location, ...] = ()
    author: str = ""
    disposition: Disposition | None = None
    alias: str = ""
