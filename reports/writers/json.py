"""JSON for machines: the shape is documented in `reports/schemas/result-1.schema.json`."""

from __future__ import annotations

from typing import Any

import msgspec

from corpora.text import Span
from metrics.score import Score
from reports.result import DocumentResult, FlagResult, Place, Result, SegmentResult, Verdict
from reports.table import Sheet
from reports.writer import Style, Writer

SCHEMA = "copydesk-result-1"


def score_data(score: Score) -> dict[str, Any]:
    """A score as JSON has it."""
    interval = score.interval
    return {
        "metric": score.metric,
        "label": score.label,
        "value": score.value,
        "higher_is_better": score.higher_is_better,
        "interval": interval
        and {"low": interval.low, "high": interval.high, "level": interval.level},
        "segments": score.segments,
        "signature": score.signature,
    }


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


def _document(document: DocumentResult) -> dict[str, Any]:
    return {
        "id": document.id,
        "language": document.language,
        "source_language": document.source_language,
        "system": document.system,
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
            {"name": c.name, "outcome": c.outcome, "evidence": c.evidence}
            for c in verdict.conditions
        ],
    }


def _render(result: Result, _style: Style) -> str:
    data = {
        "schema": SCHEMA,
        "version": result.version,
        "verdict": verdict_data(result.verdict),
        "scores": [score_data(score) for score in result.scores],
        "rules": [{"id": rule.id, "summary": rule.summary} for rule in result.rules],
        "documents": [_document(document) for document in result.documents],
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"


def _show(sheet: Sheet, _style: Style) -> str:
    return msgspec.json.format(msgspec.json.encode(sheet.data), indent=2).decode() + "\n"


writer = Writer(render=_render, show=_show)
