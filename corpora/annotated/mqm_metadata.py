"""The last column of an MQM table: JSON, in which copydesk keeps what the columns cannot say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from corpora.errors import InputError
from corpora.json_places import after_space, members, strings
from corpora.text import (
    Decision,
    Disposition,
    Evidence,
    Flag,
    Location,
    Passage,
    Severity,
    Side,
    Span,
)

OWN = "copydesk"


class SpanData(msgspec.Struct):
    """A span."""

    side: Side
    start: int
    end: int

    def span(self) -> Span:
        """As a value; ValueError where it is none."""
        return Span(self.start, self.end, self.side)


class AlsoData(msgspec.Struct):
    """Where else a fault stands."""

    segment: int
    span: SpanData


class EvidenceData(msgspec.Struct):
    """What another rule said."""

    rule: str
    message: str


class DispositionData(msgspec.Struct):
    """What became of a flag."""

    decision: Decision
    reason: str = ""
    author: str = ""


class FlagData(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A flag, all but its segment, which is that of the row."""

    rule: str
    span: SpanData
    message: str
    severity: str
    category: str
    confidence: float
    suggestion: str | None = None
    fingerprint: str = ""
    safe: bool = False
    evidence: list[EvidenceData] = []
    also: list[AlsoData] = []
    author: str = ""
    disposition: DispositionData | None = None
    alias: str = ""

    def flag(self, segment: int, segments: int) -> Flag:
        """The flag of a segment in a document of so many; ValueError where it is none."""
        found = self.disposition
        fate = Disposition(found.decision, found.reason, found.author) if found else None
        also = [one for one in self.also if 0 <= one.segment < segments]
        return Flag(
            self.rule,
            segment,
            self.span.span(),
            self.message,
            Severity[self.severity.upper()],
            self.category,
            self.confidence,
            self.suggestion,
            self.fingerprint,
            self.safe,
            tuple(Evidence(one.rule, one.message) for one in self.evidence),
            tuple(Location(one.segment, one.span.span()) for one in also),
            self.author,
            fate,
            self.alias,
        )


class Own(msgspec.Struct, omit_defaults=True):
    """What copydesk wrote of a row: its flag, and the texts where a table cannot hold them."""

    paragraph: int
    realigned: bool = False
    flag: FlagData | None = None
    source: str | None = None
    target: str | None = None


class _Evaluation(msgspec.Struct):
    source_language: str = ""
    target_language: str = ""


class _Metadata(msgspec.Struct):
    note: str = ""
    evaluation: _Evaluation | None = None
    copydesk: Own | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the column says: a rater's note, the languages, references, and copydesk's own."""

    note: str = ""
    source_language: str = ""
    language: str = ""
    own: Own | None = None
    references: Mapping[str, Passage] = field(default_factory=dict)


def metadata(cell: Passage, line: int) -> Metadata:
    """Read the column. In old files it is a note that somebody typed.

    Raises InputError where copydesk's own part is damaged.
    """
    if not cell.text.startswith("{"):
        return Metadata(cell.text.strip())
    try:
        value = json.loads(cell.text)
    except (ValueError, RecursionError):
        return Metadata(cell.text.strip())
    try:
        found = msgspec.convert(value, _Metadata)
    except msgspec.ValidationError as error:
        if OWN in value:
            what = f"copydesk's metadata are damaged ({error})"
            raise InputError(cell.file.path, what, line=line) from None
        return Metadata()
    spoken = found.evaluation or _Evaluation()
    return Metadata(
        found.note,
        spoken.source_language,
        spoken.target_language,
        found.copydesk,
        _references(cell, value),
    )


def _references(cell: Passage, value: Any) -> Mapping[str, Passage]:  # noqa: ANN401 — JSON
    segment = value.get("segment")
    if not isinstance(segment, dict) or not isinstance(segment.get("references"), dict):
        return {}
    file, at = cell.file, after_space(cell.file.text, cell.start - cell.file.origin)
    return strings(file, members(file, members(file, at)["segment"])["references"])
