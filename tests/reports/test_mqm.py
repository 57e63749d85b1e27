"""The MQM table: what is written is what is read again, flag for flag."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers import mqm
from corpora.text import (
    Decision,
    Disposition,
    Document,
    Evidence,
    FileRange,
    Flag,
    Location,
    Severity,
    Side,
    Span,
    TextFile,
)
from reports.result import FlagResult, OtherPlace, Place, SegmentResult
from reports.writer import Style
from reports.writers.mqm import writer
from tests.reports.html_samples import document, everything, result

HARD = "<v>/\t\n\r\0\"'{}\\\u2028\x85\u0301\u202e猫\U0001f469\U00010000 ab"
SIGNS = st.sampled_from(HARD) | st.characters(exclude_categories=["Cs"])
PARTS = st.sampled_from(["<v>", "</v>", "\t", "\r\n", "a b"]) | st.text(SIGNS, max_size=4)
TEXTS = st.lists(PARTS, max_size=6).map("".join)
LABELS = st.text(SIGNS, max_size=6)
NOWHERE = Place("mt.txt", FileRange(0, 0), 1, 1)


@st.composite
def spans(draw: st.DrawFn, segment: SegmentResult) -> Span:
    side = draw(st.sampled_from([Side.TRANSLATION, Side.SOURCE]))
    size = len(segment.mt if side is Side.TRANSLATION else segment.source or "")
    start = draw(st.integers(0, size))
    return Span(start, draw(st.integers(start, size)), side)


@st.composite
def flags(draw: st.DrawFn, segments: tuple[SegmentResult, ...]) -> FlagResult:
    here, there = draw(st.sampled_from(segments)), draw(st.sampled_from(segments))
    also = [OtherPlace(there.index, draw(spans(there)), NOWHERE)]
    return FlagResult(
        rule=draw(LABELS), severity=draw(st.sampled_from(Severity)),
        category=draw(st.sampled_from(["fluency/word-order", "accuracy/omission", "x"])),
        confidence=draw(st.floats(0, 1)), message=draw(LABELS),
        suggestion=draw(st.none() | LABELS), fingerprint=draw(LABELS), segment=here.index,
        span=draw(spans(here)), text="", place=NOWHERE, safe=draw(st.booleans()),
        evidence=tuple(draw(st.lists(st.builds(Evidence, LABELS, LABELS), max_size=2))),
        also=tuple(draw(st.lists(st.sampled_from(also), max_size=1))), author=draw(LABELS),
        disposition=draw(
            st.none() | st.builds(Disposition, st.sampled_from(Decision), LABELS, LABELS)
        ),
    )  # fmt: skip


@st.composite
def segments(draw: st.DrawFn) -> tuple[SegmentResult, ...]:
    texts = draw(
        st.lists(st.tuples(TEXTS, st.none() | TEXTS, st.booleans()), min_size=1, max_size=3)
    )
    references = st.lists(TEXTS.filter(bool), max_size=2).map(tuple)
    return tuple(
        SegmentResult(n, n // 2, mt, source, draw(references), realigned)
        for n, (mt, source, realigned) in enumerate(texts)
    )


def read(text: str) -> list[Document]:
    return list(mqm.reader.read(TextFile("a.tsv", text), ReadOptions()))


def expected(flag: FlagResult) -> Flag:
    own = {one.name: getattr(flag, one.name) for one in fields(Flag)}
    return Flag(**own | {"also": tuple(Location(o.segment, o.span) for o in flag.also)})


@settings(max_examples=60)
@given(data=st.data())
def test_what_is_written_is_read_again(data: st.DataObject) -> None:
    parts = data.draw(segments())
    marked = sorted(data.draw(st.lists(flags(parts), max_size=4)), key=lambda one: one.segment)
    article = document(*parts, flags=tuple(marked))
    (found,) = read(writer.render(result(article), Style()))
    assert found.flags == tuple(expected(flag) for flag in marked)
    assert [s.mt.text for s in found.segments] == [s.mt for s in parts]
    assert [s.source.text if s.source else "" for s in found.segments] == [
        s.source or "" for s in parts
    ]
    assert [tuple(r.text for r in s.references) for s in found.segments] == [
        s.references for s in parts
    ]
    assert [(s.paragraph, s.realigned) for s in found.segments] == [
        (s.paragraph, s.realigned) for s in parts
    ]
    assert (found.system, found.source_language, found.language) == ("engine", "en", "id")


@settings(max_examples=25)
@given(data=st.data())
def test_every_flagged_word_leads_back_into_the_table(data: st.DataObject) -> None:
    parts = data.draw(segments())
    marked = data.draw(st.lists(flags(parts), max_size=3))
    (found,) = read(writer.render(result(document(*parts, flags=tuple(marked))), Style()))
    for segment in found.segments:
        passage, blank = segment.mt, str.maketrans("\t\n\r\0", "    ")
        for at, sign in enumerate(passage.text):
            place = passage.to_file(Span(at, at + 1))
            assert passage.file.text[place.start : place.end] == sign.translate(blank)


def test_ten_columns_that_the_viewer_knows() -> None:
    text = writer.render(everything(), Style())
    rows = [line.split("\t") for line in text.splitlines() if line]
    assert {len(row) for row in rows} == {10}
    assert rows[0][0:4] == ["system", "doc", "docSegId", "globalSegId"]
    assert mqm.reader.sniff(Head("a.txt", text.encode(), text)) is Fit.SURE
    assert all(isinstance(json.loads(row[9]), dict) for row in rows[1:])
    flagged = [row for row in rows if row[7] == "Fluency/Awkward" and row[1] == "story"]
    assert "<v>kepala departemen pertahanan</v>" in flagged[0][6]
    clean = [row for row in rows if row[5] == "Without fault."]
    assert [row[6:9] for row in clean] == [["Tanpa cela.", "No-error", "No-error"]]


def test_several_documents_and_systems_are_told_apart() -> None:
    whole = everything()
    both = replace(whole, documents=(*whole.documents, replace(whole.documents[1], system="b")))
    found = read(writer.render(both, Style()))
    assert [one.id for one in found][1:] == ["engine/story", "b/story"]
    assert found[1].flags == found[2].flags


def test_a_table_changed_by_hand_keeps_what_the_columns_say() -> None:
    text = writer.render(everything(), Style())
    changed = text.replace("<v>kepala departemen pertahanan</v>", "kepala <v>departemen</v> apa")
    flag = read(changed)[1].flags[0]
    assert (flag.rule, flag.category, flag.severity) == ("mqm", "fluency/awkward", Severity.MINOR)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"confidence": 0.7', '"confidence": "x"'),
        ('"severity": "minor"', '"severity": "terrible"'),
        ('"side": "translation"', '"side": "nowhere"'),
    ],
)
def test_damaged_metadata_are_told_with_the_line(old: str, new: str) -> None:
    text = writer.render(everything(), Style())
    assert old in text
    with pytest.raises(InputError, match=r"a\.tsv:2: copydesk's metadata are damaged"):
        read(text.replace(old, new))
