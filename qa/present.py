"""From documents, flags and scores to what a writer may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpora.text import Document, Flag, Location, Passage, Segment, Side, Span, TextFile
from corpora.words import count_words
from metrics.score import Measured
from qa.merge import most_useful
from reports.result import (
    DocumentResult,
    FileResult,
    FlagResult,
    OtherPlace,
    Place,
    SegmentResult,
    SegmentScore,
)


def document_result(
    document: Document,
    flags: Sequence[Flag],
    measured: Sequence[Measured],
    number: int,
    segment_metrics: Sequence[str],
) -> DocumentResult:
    """A document as it is shown; `number` is its place in the corpus that was measured."""
    kept = [one for one in measured if one.corpus.metric in segment_metrics]
    scores = (one.documents[number] for one in measured)
    return DocumentResult(
        id=document.id,
        language=document.language,
        source_language=document.source_language,
        system=document.system,
        words=sum(count_words(segment.mt.text) for segment in document.segments),
        files=tuple(_files(document)),
        segments=tuple(_segment(segment, kept, number) for segment in document.segments),
        flags=tuple(_flag(document, flag) for flag in flags),
        scores=tuple(score for score in scores if score is not None),
    )


def _files(document: Document) -> Iterator[FileResult]:
    found: dict[tuple[str, Side], TextFile] = {}
    for segment in document.segments:
        sides = [(Side.TRANSLATION, segment.mt)]
        sides += [(Side.SOURCE, segment.source)] if segment.source else []
        sides += [(Side.REFERENCE, reference) for reference in segment.references]
        for side, passage in sides:
            found.setdefault((passage.file.path, side), passage.file)
    for (path, side), file in found.items():
        yield FileResult(path, side, file.encoding, file.extracted)


def _segment(segment: Segment, measured: Sequence[Measured], number: int) -> SegmentResult:
    values = [(one.corpus.metric, one.segments[number][segment.index]) for one in measured]
    return SegmentResult(
        index=segment.index,
        paragraph=segment.paragraph,
        mt=segment.mt.text,
        source=segment.source.text if segment.source else None,
        references=tuple(reference.text for reference in segment.references),
        realigned=segment.realigned,
        scores=tuple(SegmentScore(name, value) for name, value in values if value is not None),
        confidence=segment.confidence,
        name=segment.name,
        state=segment.state,
        notes=segment.notes,
    )


def _flag(document: Document, flag: Flag) -> FlagResult:
    segment = document.segments[flag.segment]
    side = segment.on(flag.span.side)  # a file may hold flags on a source that it does not hold
    passage, span = (segment.mt, Span(0, 0)) if side is None else (side, flag.span)
    return FlagResult(
        rule=flag.rule,
        safe=flag.safe,
        evidence=flag.evidence,
        also=tuple(_other(document, place) for place in flag.also),
        author=flag.author,
        disposition=flag.disposition,
        realigned=segment.realigned,
        alias=flag.alias,
        severity=flag.severity,
        category=flag.category,
        confidence=flag.confidence,
        message=flag.message,
        suggestion=flag.suggestion,
        fingerprint=flag.fingerprint,
        segment=flag.segment,
        span=flag.span,
        text=passage.text[span.start : span.end],
        place=_place(passage, span),
    )


def _other(document: Document, location: Location) -> OtherPlace:
    segment = document.segments[location.segment]
    passage = segment.on(location.span.side) or segment.mt
    return OtherPlace(location.segment, location.span, _place(passage, location.span))


def limited(result: DocumentResult, most: int | None) -> DocumentResult:
    """A document with its most useful flags only, and the count of the others."""
    kept = most_useful(result.flags, most, result.words)
    return replace(result, flags=kept, hidden=len(result.flags) - len(kept))


def _place(passage: Passage, span: Span) -> Place:
    file, place = passage.file, passage.to_file(span)
    return Place(file.path, place, file.line_of(place.start), file.column_of(place.start))
