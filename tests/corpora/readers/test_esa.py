"""Error span annotations: the tool's units become code points, all raters one segment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.annotated.esa import rated
from corpora.errors import CopydeskError, InputError
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers import csv, esa, jsonl, mqm
from corpora.text import Document, Severity, Span, TextFile

SAMPLE = (Path(__file__).parent / "samples" / "esa.jsonl").read_text(encoding="utf-8")
TOGETHER: dict[str, Any] = {
    "scores": {
        "north": {
            "human1": 90, "annotator1": "a1",
            "errors1": [{"start_i": 0, "end_i": 4, "severity": "minor"}],
            "human2": 70, "annotator2": "a2", "errors2": [], "times2": [1, 2],
        },
        "refA": [{"human": 100, "annotator": "a1", "errors": []}],
    },
    "src_text": "Rain.",
    "tgt_text": {"refA": "Hujan.", "refB": "Hujan turun.", "north": "Ujan \u00e9.", "south": None},
    "doc_id": "en-id_ID_#_news_#_port.1_#_0",
}  # fmt: skip


def read(text: str) -> list[Document]:
    return list(esa.reader.read(TextFile("a.jsonl", text), ReadOptions()))


def one(**changes: Any) -> str:
    row = json.loads(SAMPLE.splitlines()[2]) | changes
    return json.dumps(row, ensure_ascii=False)


def test_a_judgement_a_line() -> None:
    (document,) = read(SAMPLE)
    assert (document.id, document.system) == ("north/port.1", "north")
    assert (document.source_language, document.language) == ("en", "id")
    assert [(one.name, one.mt.text) for one in document.segments] == [
        ("3", "Hujan."), ("4", " Dermaga 😀 itu tenggelam."),
    ]  # fmt: skip
    assert document.segments[1].notes == ("ann1: 70 of 100", "ann2: 80 of 100")
    text = document.segments[1].mt.text
    found = [(text[f.span.start : f.span.end], f.severity, f.category, f.author)
             for f in document.flags]  # fmt: skip
    assert found == [
        ("😀", Severity.MINOR, "other", "ann1"),
        ("", Severity.MAJOR, "accuracy/omission", "ann1"),
        ("itu", Severity.MAJOR, "fluency/grammar", "ann2"),
    ]
    assert document.flags[1].span == Span(len(text), len(text))


def test_strings_lead_back_into_the_file() -> None:
    (document,) = read(SAMPLE)
    source = document.segments[1].source
    assert source is not None
    place = source.to_file(Span(4, 10))
    assert SAMPLE[place.start : place.end] == '\\"pier\\"'


def test_all_systems_in_a_line() -> None:
    text = json.dumps(TOGETHER)
    first, second = read(text)
    assert [first.id, second.id] == ["refA/news_#_port.1", "north/news_#_port.1"]
    assert (second.source_language, second.language) == ("en", "id-ID")
    (segment,) = second.segments
    assert [r.text for r in segment.references] == ["Hujan.", "Hujan turun."]
    assert [r.text for r in first.segments[0].references] == ["Hujan turun."]
    assert segment.notes == ("a1: 90 of 100", "a2: 70 of 100")
    place = segment.mt.to_file(Span(5, 6))
    assert text[place.start : place.end] == "\\u00e9"
    (flag,) = second.flags
    assert (flag.span, flag.author) == (Span(0, 5), "a1")


def test_a_line_that_names_no_languages_has_none() -> None:
    row = TOGETHER | {"doc_id": "en-id_port_#_7", "scores": {"north": [{"score": 5}]}}
    (document,) = read(json.dumps(row))
    assert (document.id, document.language) == ("north/en-id_port", None)
    assert document.segments[0].name == "7"


def test_scores_are_means_and_nobody_judged_has_none() -> None:
    (document,) = rated(TextFile("a", SAMPLE), ReadOptions())
    assert document.scores == ({"da_raw": 100.0}, {"da_raw": 75.0})
    nobody = json.dumps(TOGETHER | {"scores": {}})
    found = list(rated(TextFile("a", nobody), ReadOptions()))
    assert [(one.document.system, one.scores) for one in found] == [("north", ({},))]


def test_languages_that_share_documents_are_told_apart() -> None:
    found = read(f"{one()}\n{one(langs='en-de')}")
    assert [each.id for each in found] == ["en-id/north/port.1", "en-de/north/port.1"]


@pytest.mark.parametrize(("start", "end"), [(6, 6), (-1, 2), (3, 2), (99, 99), ("a", "b")])
def test_what_is_marked_outside_the_text_is_a_note(start: Any, end: Any) -> None:
    mark = {"start_i": start, "end_i": end, "severity": "minor"}
    (document,) = read(one(esa_spans=[mark]))
    assert document.flags == ()
    assert document.segments[0].notes[-1] == "ann1 marked what lies behind the text's end"


def test_a_mark_that_runs_over_the_end_ends_there() -> None:
    mark = {"start_i": 2, "end_i": 60, "severity": "undecided"}
    (flag,) = read(one(esa_spans=[mark]))[0].flags
    assert (flag.span, flag.severity) == (Span(2, 6), Severity.NEUTRAL)


@settings(max_examples=100)
@given(st.text(st.sampled_from(" a猫😀é"), min_size=1, max_size=10), st.data())
def test_units_of_the_tool_become_code_points(text: str, data: st.DataObject) -> None:
    inside = text.strip()
    if not inside:
        return
    start = data.draw(st.integers(0, len(inside) - 1))
    end = data.draw(st.integers(start + 1, len(inside)))
    units = [len(inside[:at].encode("utf-16-le")) // 2 for at in (start, end)]
    mark = {"start_i": units[0], "end_i": units[1] - 1, "severity": "major"}
    (document,) = read(one(tgt=text, esa_spans=[mark]))
    (flag,) = document.flags
    assert text[flag.span.start : flag.span.end] == inside[start:end]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "a.jsonl:1: not JSON"),
        ("[]", "a.jsonl:1: not what is needed"),
        (one(tgt=None), "a.jsonl:1: not what is needed"),
        (one(esa_score="good"), "a.jsonl:1: 'good' is no score"),
        (one() + "\n" + one(tgt="Lain."), "a.jsonl:2: another translation of segment 3"),
        ('{"esa_spans": ' + "[" * 99_999, "a.jsonl:1: JSON nested too deep"),
        ('{"esa_spans": ' + "9" * 9_999 + "}", "a.jsonl:1: not what is needed"),
        (one(tgt="x").replace('"x"', '"\\ud83d"'), "half a character"),
        (json.dumps(TOGETHER | {"scores": {"north": {"human1": []}}}), "not what is needed"),
        ("\n", "holds no judgements"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        read(text)
    assert told in str(error.value)


def test_the_keys_tell_the_format() -> None:
    def fit(text: str) -> Fit:
        return esa.reader.sniff(Head("a.jsonl", text.encode(), text))

    assert fit(SAMPLE) is Fit.SURE
    assert fit(json.dumps(TOGETHER)) is Fit.SURE
    quoted = json.dumps({"mt": SAMPLE})
    for text in ("", "Satu.", '{"mt": "x"}', quoted, "mt\tsrc", "\0{", '"esa_spans":'):
        assert fit(text) is Fit.NO
    for reader in (csv, jsonl, mqm):
        assert reader.reader.sniff(Head("a", SAMPLE.encode(), SAMPLE)) is not Fit.SURE


@settings(max_examples=150)
@given(st.integers(0, len(SAMPLE)), st.integers(0, 40), st.sampled_from(['"', "{", "]", "\\", ""]))
def test_a_damaged_file_is_read_or_refused(at: int, width: int, sign: str) -> None:
    try:
        read(SAMPLE[:at] + sign + SAMPLE[at + width :])
    except CopydeskError as error:
        assert "\n" not in str(error)  # noqa: PT017 - refused is as good as read
