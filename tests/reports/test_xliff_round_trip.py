"""Any result as XLIFF: what is written is read again with the same texts and flags."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.reader import ReadOptions
from corpora.readers import xliff as xliff_reader
from corpora.text import (
    Decision,
    Disposition,
    Document,
    Evidence,
    Flag,
    Location,
    Severity,
    Side,
    Span,
    TextFile,
)
from reports.result import (
    DocumentResult,
    FlagResult,
    OtherPlace,
    Result,
    SegmentResult,
)
from reports.writer import Style
from reports.writers import xliff
from tests.reports import xliff_results

ODD = "\x01\x00\ufffe\uffff\x0b\x85\u2028\r\n\t &<>\"'\\é猫\U0001f469\u200d]]>\U0010ffff"
TEXTS = st.text(st.sampled_from(ODD) | st.characters(exclude_categories=["Cs"]), max_size=14)
DISPOSITIONS = st.none() | st.builds(Disposition, st.sampled_from(Decision), TEXTS, TEXTS)


def _render(result: Result) -> str:
    return str(xliff.writer.render(result, Style()))


def _read(text: str) -> list[Document]:
    return [*xliff_reader.reader.read(TextFile("a.xlf", text), ReadOptions())]


@st.composite
def spans(draw: st.DrawFn, segments: list[SegmentResult]) -> tuple[int, Span]:
    index = draw(st.integers(0, len(segments) - 1))
    side = draw(st.sampled_from(Side))
    text = segments[index].source if side is Side.SOURCE else segments[index].mt
    ends = sorted(draw(st.tuples(*[st.integers(0, 2 if text is None else len(text))] * 2)))
    return index, Span(ends[0], ends[1], side)


@st.composite
def documents(draw: st.DrawFn) -> DocumentResult:
    sizes = range(draw(st.integers(1, 3)))
    segments = [xliff_results.segment(n, draw(TEXTS), draw(st.none() | TEXTS)) for n in sizes]
    segments[0] = replace(segments[0], mt=f"x{segments[0].mt}")
    flags = []
    for index, span in sorted(draw(st.lists(spans(segments), max_size=6)), key=lambda one: one[0]):
        also = draw(st.lists(spans(segments), max_size=2))
        values = {
            "rule": draw(TEXTS),
            "severity": draw(st.sampled_from(Severity)),
            "category": draw(TEXTS | st.just("accuracy/omission")),
            "confidence": draw(st.floats(0, 1)),
            "message": draw(TEXTS),
            "suggestion": draw(st.none() | TEXTS),
            "fingerprint": draw(TEXTS),
            "safe": draw(st.booleans()),
            "evidence": tuple(draw(st.lists(st.builds(Evidence, TEXTS, TEXTS), max_size=2))),
            "also": tuple(OtherPlace(where, there, xliff_results.NOWHERE) for where, there in also),
            "author": draw(TEXTS),
            "disposition": draw(DISPOSITIONS),
        }
        flags.append(xliff_results.flag(index, span, **values))
    return xliff_results.document(draw(st.just("a") | TEXTS.filter(str.strip)), segments, flags)


def _as_read(flag: FlagResult) -> Flag:
    return Flag(
        flag.rule,
        flag.segment,
        flag.span,
        flag.message,
        flag.severity,
        flag.category,
        flag.confidence,
        flag.suggestion,
        flag.fingerprint,
        flag.safe,
        flag.evidence,
        tuple(Location(one.segment, one.span) for one in flag.also),
        flag.author,
        flag.disposition,
    )


@settings(max_examples=60)
@given(found=st.lists(documents(), min_size=1, max_size=2, unique_by=lambda one: one.id))
def test_what_is_written_is_read_with_the_same_texts_and_flags(found: list[DocumentResult]) -> None:
    again = _read(_render(xliff_results.result(*found)))
    assert [one.id for one in again] == [one.id for one in found]
    for new, old in zip(again, found, strict=True):
        assert [one.mt.text for one in new.segments] == [one.mt for one in old.segments]
        sources = [one.source and one.source.text for one in new.segments]
        assert sources == [one.source for one in old.segments]
        assert list(new.flags) == [_as_read(one) for one in old.flags]
