"""JSON for machines: the shape is documented in `reports/schemas/result-1.schema.json`."""

from __future__ import annotations

from typing import Any

import msgspec

from corpora.text import Span
from reports.portion import Portion
from reports.portion_data import portion_data, score_data
from reports.result import DocumentResult, FlagResult, Place, Result, SegmentResult, Verdict
from reports.since import portion_of
from reports.table import Sheet
from reports.writer import Style, Writer

SCHEMA = "copydesk-result-1"


def flag_data(flag: FlagResult) -> dict[str, Any]:
    """A flag as JSON has it."""
    return {
        "rule": flag.rule,
        "severity": flag.severity.word,
        "category": flag.category,
        "confidence": flag.confidence,
        "message": flag.message,
        "suggestion": flag.suggestion,
        "safe": flag.safe,
        "evidence": [{"rule": one.rule, "message": one.message} for one in flag.evidence],
        "also": [
            {"segment": one.segment, "span": _span(one.span), "file": _place(one.place)}
            for one in flag.also
        ],
        "fingerprint": flag.fingerprint,
        "alias": flag.alias or None,
        "age": flag.age,
        "author": flag.author or None,
        "disposition": flag.disposition
        and {
            "decision": flag.disposition.decision,
            "reason": flag.disposition.reason,
            "author": flag.disposition.author,
        },
        "segment": flag.segment,
        "text": flag.text,
        "span": _span(flag.span),
        "file": _place(flag.place),
    }


def _span(span: Span) -> dict[str, Any]:
    return {"side": span.side, "start": span.start, "end": span.end}


def _place(place: Place) -> dict[str, Any]:
    return {
        "path": place.path,
        "start": place.range.start,
        "end": place.range.end,
        "line": place.line,
        "column": place.column,
    }


def _segment(segment: SegmentResult) -> dict[str, Any]:
    return {
        "index": segment.index,
        "paragraph": segment.paragraph,
        "mt": segment.mt,
        "source": segment.source,
        "references": segment.references,
        "realigned": segment.realigned,
        "confidence": segment.confidence,
        "name": segment.name,
        "state": segment.state,
        "notes": segment.notes,
        "scores": {score.metric: score.value for score in segment.scores},
    }


def names_data(portion: Portion | None, document: DocumentResult) -> dict[str, Any]:
    """The test set and the system that a document belongs to; null for what has no name."""
    names = (portion.set, portion.system) if portion else ("", "")
    return {"set": names[0] or None, "system": document.system or names[1] or None}


def _document(document: DocumentResult, portion: Portion | None) -> dict[str, Any]:
    return {
        "id": document.id,
        "language": document.language,
        "source_language": document.source_language,
        **names_data(portion, document),
        "words": document.words,
        "need": document.need and {"edits": document.need.edits, "words": document.need.words},
        "files": [
            {
                "path": file.path,
                "side": file.side,
                "encoding": None if file.extracted else file.encoding,
            }
            for file in document.files
        ],
        "scores": [score_data(score) for score in document.scores],
        "flags": [flag_data(flag) for flag in document.flags],
        "hidden_flags": document.hidden,
        "segments": [_segment(segment) for segment in document.segments],
    }


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    """A verdict as JSON has it."""
    return {
        "outcome": verdict.outcome,
        "conditions": [
            {
                "name": c.name,
                "outcome": c.outcome,
                "evidence": c.evidence,
                "portion": c.portion or None,
            }
            for c in verdict.conditions
        ],
    }


def _render(result: Result, _style: Style) -> str:
    data = {
        "schema": SCHEMA,
        "version": result.version,
        "verdict": verdict_data(result.verdict),
        "scores": [score_data(score) for score in result.scores],
        "portions": [portion_data(portion) for portion in result.portions],
        "rules": [{"id": rule.id, "summary": rule.summary} for rule in result.rules],
        "documents": [_document(one, portion_of(result, one)) for one in result.documents],
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"


def _show(sheet: Sheet, _style: Style) -> str:
    return msgspec.json.format(msgspec.json.encode(sheet.data), indent=2).decode() + "\n"


writer = Writer(render=_render, show=_show)
