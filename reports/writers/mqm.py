"""MQM annotations (TSV), as the MQM viewer and Marot open them and copydesk reads them again.

A row a flag, its words between `<v>` and `</v>`; a segment without flags has a row that says so.
What the columns cannot hold stands in the last one, as JSON.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec

from corpora.annotated.marks import with_mark
from corpora.annotated.mqm_metadata import (
    OWN,
    AlsoData,
    DispositionData,
    EvidenceData,
    FlagData,
    Own,
    SpanData,
)
from corpora.text import Side, Span
from reports.result import DocumentResult, FlagResult, Result, SegmentResult
from reports.writer import Style, Writer

_COLUMNS = (
    "system", "doc", "docSegId", "globalSegId", "rater", "source", "target", "category",
    "severity", "metadata",
)  # fmt: skip
_US = "AutoMQM-copydesk"  # the viewer keeps such raters apart from people
_NO_ERROR = "No-error"
_UNWRITABLE = dict.fromkeys(map(ord, "\t\n\r\0"), " ")


def _render(result: Result, _style: Style) -> str:
    lines, number = ["\t".join(_COLUMNS)], 0
    for document in result.documents:
        flags = defaultdict[int, list[FlagResult]](list)
        for flag in document.flags:
            flags[flag.segment].append(flag)
        extra = _evaluation(document)
        for segment in document.segments:
            number += 1
            place = _place(document, segment, number)
            told = {**extra, **_references(segment)}
            rows = _rows(segment, flags[segment.index], told)
            lines += ["\t".join((*place, *cells)) for cells in rows]
            extra = {}
    return "\n".join(lines) + "\n"


def _evaluation(document: DocumentResult) -> dict[str, Any]:
    """The languages, as the first row of a document says them."""
    languages = {
        "source_language": document.source_language,
        "target_language": document.language,
    }
    known = {name: code for name, code in languages.items() if code}
    return {"evaluation": known} if known else {}


def _references(segment: SegmentResult) -> dict[str, Any]:
    """The references, as the first row of a segment says them."""
    if not segment.references:
        return {}
    named = {f"ref_{n}": text for n, text in enumerate(segment.references, 1)}
    return {"segment": {"references": named, "primary_reference": "ref_1"}}


def _place(document: DocumentResult, segment: SegmentResult, number: int) -> tuple[str, ...]:
    system = document.system or ""
    name = document.id.removeprefix(f"{system}/") if system else document.id
    return _written(system), _written(name), str(segment.index + 1), str(number)


def _rows(
    segment: SegmentResult, flags: list[FlagResult], told: dict[str, Any]
) -> Iterator[tuple[str, ...]]:
    if not flags:
        own = _metadata(_own(segment, None), told)
        yield (_US, *_texts(segment, None), _NO_ERROR, _NO_ERROR, own)
    for flag in flags:
        yield (
            _written(flag.author).strip() or _US,
            *_texts(segment, flag.span),
            _written(_shown(flag.category)),
            flag.severity.word.capitalize(),
            _metadata(_own(segment, flag), told),
        )
        told = {}


def _texts(segment: SegmentResult, span: Span | None) -> tuple[str, str]:
    """Source and translation; the flagged words are marked."""
    source, target = _written(segment.source or ""), _written(segment.mt)
    if span is not None and span.side is Side.SOURCE:
        source = with_mark(source, span.start, span.end)
    elif span is not None and span.side is Side.TRANSLATION:
        target = with_mark(target, span.start, span.end)
    return source, target


def _written(text: str) -> str:
    """A text as a table can hold it: as long, but without tabs and ends of lines."""
    return text.translate(_UNWRITABLE)


def _shown(category: str) -> str:
    """`accuracy/mistranslation` as MQM's tables write it: `Accuracy/Mistranslation`."""
    parts = category.replace("-", " ").split("/")
    return "/".join(part[:1].upper() + part[1:] for part in parts)


def _own(segment: SegmentResult, flag: FlagResult | None) -> Own:
    source, target = segment.source or "", segment.mt
    return Own(
        segment.paragraph,
        segment.realigned,
        _data(flag) if flag else None,
        None if _written(source) == source else source,
        None if _written(target) == target else target,
    )


def _data(flag: FlagResult) -> FlagData:
    fate = flag.disposition
    return FlagData(
        rule=flag.rule,
        span=_span(flag.span),
        message=flag.message,
        severity=flag.severity.word,
        category=flag.category,
        confidence=flag.confidence,
        suggestion=flag.suggestion,
        fingerprint=flag.fingerprint,
        safe=flag.safe,
        evidence=[EvidenceData(one.rule, one.message) for one in flag.evidence],
        also=[AlsoData(one.segment, _span(one.span)) for one in flag.also],
        author=flag.author,
        alias=flag.alias,
        disposition=DispositionData(fate.decision, fate.reason, fate.author) if fate else None,
    )


def _span(span: Span) -> SpanData:
    return SpanData(span.side, span.start, span.end)


def _metadata(own: Own, extra: dict[str, Any]) -> str:
    return json.dumps({**extra, OWN: msgspec.to_builtins(own)}, ensure_ascii=False)


writer = Writer(render=_render)
