"""JSON for machines: the shape is documented in `reports/schemas/result-1.schema.json`."""

from __future__ import annotations

from typing import Any

import msgspec

from metrics.score import Score
from reports.result import DocumentResult, FlagResult, Result, SegmentResult
from reports.writer import Style, Writer

SCHEMA = "copydesk-result-1"


def _score(score: Score) -> dict[str, Any]:
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


def _flag(flag: FlagResult) -> dict[str, Any]:
    return {
        "rule": flag.rule,
        "severity": flag.severity.word,
        "category": flag.category,
        "confidence": flag.confidence,
        "message": flag.message,
        "suggestion": flag.suggestion,
        "fingerprint": flag.fingerprint,
        "segment": flag.segment,
        "text": flag.text,
        "span": {"side": flag.span.side, "start": flag.span.start, "end": flag.span.end},
        "file": {
            "path": flag.place.path,
            "start": flag.place.range.start,
            "end": flag.place.range.end,
            "line": flag.place.line,
            "column": flag.place.column,
        },
    }


def _segment(segment: SegmentResult) -> dict[str, Any]:
    return {
        "index": segment.index,
        "paragraph": segment.paragraph,
        "mt": segment.mt,
        "source": segment.source,
        "references": segment.references,
        "realigned": segment.realigned,
        "scores": {score.metric: score.value for score in segment.scores},
    }


def _document(document: DocumentResult) -> dict[str, Any]:
    return {
        "id": document.id,
        "language": document.language,
        "source_language": document.source_language,
        "system": document.system,
        "words": document.words,
        "files": [
            {"path": file.path, "side": file.side, "encoding": file.encoding}
            for file in document.files
        ],
        "scores": [_score(score) for score in document.scores],
        "flags": [_flag(flag) for flag in document.flags],
        "segments": [_segment(segment) for segment in document.segments],
    }


def _render(result: Result, _style: Style) -> str:
    data = {
        "schema": SCHEMA,
        "version": result.version,
        "verdict": {
            "outcome": result.verdict.outcome,
            "conditions": [
                {"name": c.name, "outcome": c.outcome, "evidence": c.evidence}
                for c in result.verdict.conditions
            ],
        },
        "scores": [_score(score) for score in result.scores],
        "rules": [{"id": rule.id, "summary": rule.summary} for rule in result.rules],
        "documents": [_document(document) for document in result.documents],
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"


writer = Writer(render=_render)
