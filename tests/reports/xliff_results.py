"""Results made up for the tests of the XLIFF writer."""

from __future__ import annotations

from typing import Any

from corpora.text import FileRange, Severity, Span
from reports.result import DocumentResult, FlagResult, Place, Result, SegmentResult, Verdict

NOWHERE = Place("a.txt", FileRange(0, 0), 1, 1)


def flag(segment: int, span: Span, **values: Any) -> FlagResult:
    whole = {
        "rule": "doubled-word",
        "severity": Severity.MINOR,
        "category": "fluency/grammar",
        "confidence": 0.9,
        "message": "twice",
        "suggestion": None,
        "fingerprint": "",
        "text": "",
        **values,
    }
    return FlagResult(segment=segment, span=span, place=NOWHERE, **whole)


def document(
    identity: str, segments: list[SegmentResult], flags: list[FlagResult]
) -> DocumentResult:
    return DocumentResult(identity, "id", "en", None, 0, (), tuple(segments), tuple(flags), ())


def result(*documents: DocumentResult) -> Result:
    return Result("0", documents, (), (), Verdict(()))


def segment(index: int, mt: str, source: str | None = "s", **values: Any) -> SegmentResult:
    return SegmentResult(
        index, index, mt, source, values.pop("references", ()), **{"realigned": False, **values}
    )
