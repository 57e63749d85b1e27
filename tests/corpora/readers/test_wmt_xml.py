"""WMT's XML: each hypothesis a document with its source and references, or one side alone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers import csv, jsonl, sgm, tsv, wmt_xml
from corpora.testsets.versions import portions
from corpora.text import Document, Passage, Segment, Side, Span, TextFile

SAMPLES = Path(__file__).parent / "samples"
SAMPLE = (SAMPLES / "wmt_xml.xml").read_text(encoding="utf-8")


def read(text: str, options: ReadOptions | None = None) -> list[Document]:
    return list(wmt_xml.reader.read(TextFile("a.xml", text), options or ReadOptions()))


def test_each_hypothesis_is_a_document() -> None:
    found = read(SAMPLE)
    assert [one.id for one in found] == ["north/port.1", "south/port.1", "north/port.2"]
    first = found[0]
    assert (first.system, first.source_language, first.language) == ("north", "en", "id")
    assert [one.mt.text for one in first.segments] == ["Dermaga <dan> lampu.", "Hujan.", "Kosong."]
    assert [one.source.text for one in first.segments if one.source] == [
        "The pier & the lamp.", "It rained.", "Nobody came.",
    ]  # fmt: skip
    assert [[r.text for r in one.references] for one in first.segments] == [
        ["Dermaga & lampu.", "Lampu dermaga."],
        ["Hujan turun."],
        ["Tak ada yang datang.", "Sepi."],
    ]
    assert [one.paragraph for one in first.segments] == [0, 1, 1]
    assert [one.name for one in first.segments] == ["1", "2", "3"]
    assert found[2].segments[0].mt.text == "Teduh."


def test_what_a_system_left_out_is_an_empty_passage_at_its_place() -> None:
    lines = [one.mt for one in read(SAMPLE)[1].segments]
    assert [one.text for one in lines] == ["Lampu.", "", "Tidak ada."]
    assert lines[0].end(6) == lines[1].begin(0) < lines[2].begin(0)


def test_the_languages_that_are_asked_for_win() -> None:
    (first, *_) = read(SAMPLE, ReadOptions("ms", "fr"))
    assert (first.language, first.source_language) == ("ms", "fr")


def test_windows_read_like_the_whole() -> None:
    cuts = [0, *(at + 1 for at, sign in enumerate(SAMPLE) if sign == "\n")]
    lines = [SAMPLE[a:b] for a, b in pairwise(cuts)]
    windows = [TextFile("a.xml", text, "utf-8", at, n + 1)
               for n, (at, text) in enumerate(zip(cuts, lines, strict=False))]  # fmt: skip
    assert wmt_xml.reader.stream is not None
    assert list(wmt_xml.reader.stream(iter(windows), ReadOptions())) == read(SAMPLE)


def test_one_side_alone() -> None:
    file = TextFile("a.xml", SAMPLE)
    (sources,) = wmt_xml.sides(file, Side.SOURCE, ReadOptions())
    assert [(one.id, len(one.segments)) for one in sources] == [("port.1", 3), ("port.2", 1)]
    assert sources[0].language == "en"
    (references,) = wmt_xml.sides(file, Side.REFERENCE, ReadOptions())
    assert references[0].segments[1].mt.text == "Hujan turun."


def test_lines_are_cut_into_the_documents_of_their_test_set() -> None:
    (sources,) = wmt_xml.sides(TextFile("a.xml", SAMPLE), Side.SOURCE, ReadOptions())
    file = TextFile("mt.txt", "satu\ndua\ntiga\nempat\n")
    texts = ["satu", "dua", "tiga", "empat"]
    lines = tuple(Segment(n, Passage(t, file, file.line_starts[n])) for n, t in enumerate(texts))
    cut = portions(Document("mt.txt", lines, "id"), sources)
    assert [(d.id, [s.mt.text for s in d.segments]) for d in cut] == [
        ("port.1", ["satu", "dua", "tiga"]), ("port.2", ["empat"]),
    ]  # fmt: skip
    assert [s.index for d in cut for s in d.segments] == [0, 1, 2, 0]
    with pytest.raises(InputError, match=r"mt\.txt: 3 lines for a test set of 4 segments"):
        portions(Document("mt.txt", lines[:3], "id"), sources)


def test_a_set_without_hypotheses_says_how_to_use_it() -> None:
    source = "<src lang='en'><p><seg id='1'>A</seg></p></src>"
    text = f"<dataset id='x'><doc id='d'>{source}</doc></dataset>"
    with pytest.raises(InputError, match=r"no hypotheses \(hyp\); give the translation, a line"):
        read(text)
    with pytest.raises(InputError, match=r"a\.xml:1: document 'd' has no reference"):
        wmt_xml.sides(TextFile("a.xml", text), Side.REFERENCE, ReadOptions())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('<seg id="2">Hujan.', '<seg id="1">Hujan.', ":17: two segments are numbered 1"),
        ('<seg id="2">Hujan.', '<seg id="9">Hujan.', "the source has no segment 9"),
        ('id="port.2"', 'id="port.1"', ":24: two documents are called 'port.1'"),
        ('system="south"', 'system="north"', ":19: two hypotheses of 'north'"),
        ("</dataset>", "", "not well-formed XML"),
        ("<dataset", "<!DOCTYPE d [<!ENTITY a 'b'>]><dataset", "declares entities"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(old: str, new: str, told: str) -> None:
    assert old in SAMPLE
    with pytest.raises(InputError) as error:
        read(SAMPLE.replace(old, new))
    assert told in str(error.value)


@pytest.mark.parametrize("text", ["<dataset id='x'></dataset>", "<a/>"])
def test_a_set_without_documents_is_told(text: str) -> None:
    with pytest.raises(InputError, match="holds no documents"):
        read(text)


def test_the_root_tells_the_format() -> None:
    def fit(text: str) -> Fit:
        return wmt_xml.reader.sniff(Head("a.xml", text.encode(), text))

    assert fit(SAMPLE) is Fit.SURE
    assert fit("\n<!-- a -- b --><dataset id='a'>\n<doc>") is Fit.SURE
    other = (SAMPLES / "sgm.sgm").read_text(encoding="utf-8")
    for text in ("", "Satu.", "<datasets>", "<dataset>", "mt\tsrc", '{"mt": ""}', other, "\0<",
                 "<!---->" * 2_000):  # fmt: skip
        assert fit(text) is Fit.NO
    for reader in (csv, jsonl, tsv, sgm):
        assert reader.reader.sniff(Head("a", SAMPLE.encode(), SAMPLE)) is not Fit.SURE


SIGNS = st.sampled_from("&<>\"' \né猫\U0001f469") | st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"
)


@settings(max_examples=100)
@given(st.text(SIGNS, max_size=12))
def test_every_span_leads_to_its_raw_form(text: str) -> None:
    body = "<p><seg id='1'>{}</seg></p>"
    raw = (
        f"<dataset id='x'><doc id='d'><src lang='en'>{body.format('A')}</src>"
        f"<hyp system='s' lang='id'>{body.format(escape(text))}</hyp></doc></dataset>"
    )
    (document,) = read(raw)
    passage = document.segments[0].mt
    assert passage.text == text.strip()
    for at, sign in enumerate(passage.text):
        place = passage.to_file(Span(at, at + 1))
        assert raw[place.start : place.end] == escape(sign)
