"""NIST's SGML, as tidy as it ever was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import CopydeskError, InputError
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers import csv, jsonl, sgm, tsv, wmt_xml
from corpora.text import Document, Span, TextFile

SAMPLES = Path(__file__).parent / "samples"
SAMPLE = (SAMPLES / "sgm.sgm").read_text(encoding="utf-8")


def read(text: str) -> list[Document]:
    return list(sgm.reader.read(TextFile("a.sgm", text), ReadOptions()))


def test_untidy_segments_are_read_with_their_places() -> None:
    first, second = read(SAMPLE)
    texts = ['Dermaga & lampu di "R&D"', "Hujan & angin, dua hari", "1 < 2 < 3 &notanentity;"]
    assert [one.mt.text for one in first.segments] == texts
    assert [one.name for one in first.segments] == ["1", "2", "3"]
    assert [one.paragraph for one in first.segments] == [0, 1, 1]
    assert (first.id, first.language, first.system) == ("port.1", "id", "ref")
    assert (second.id, second.segments[0].mt.text) == ("port.2", "Tenang.")
    place = first.segments[1].mt.to_file(Span(6, 18))
    assert SAMPLE[place.start : place.end] == "&amp; angin,\n dua"


def test_a_source_speaks_its_own_language() -> None:
    text = '<srcset setid="x" srclang="de"><doc docid="d"><seg id="1">Ja.</seg></doc></srcset>'
    (document,) = read(text)
    assert (document.language, document.system) == ("de", None)


def test_systems_in_one_file_are_told_apart() -> None:
    doc = '<doc docid="d" sysid="{}"><seg id="1">Ya.</seg></doc>'
    text = f'<tstset setid="x" trglang="id">{doc.format("a")}{doc.format("b")}</tstset>'
    assert [one.id for one in read(text)] == ["a/d", "b/d"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<refset></refset>", "holds no segments"),
        ("<refset>\n<doc docid='a'>\n<seg id='1'>Ya", "a.sgm:3: a segment (seg) is not closed"),
        ("<seg id='1'>a\n<seg id='2'>b</seg>", "a.sgm:1: a segment (seg) is not closed"),
        ("<seg id='1'>a</seg>\n<seg id='1'>b</seg>", "a.sgm:2: two segments are numbered 1"),
        ("<doc docid='a'><seg>x</seg></doc>\n<doc docid='a'><seg>x</seg></doc>",
         "a.sgm:2: two documents are called 'a'"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(text: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        read(text)
    assert told in str(error.value)


def test_segments_without_documents_or_numbers_are_read() -> None:
    (document,) = read("<tstset>\n<seg>a</seg>\n<seg></seg>\n<seg>b</seg>")
    assert [(s.name, s.mt.text) for s in document.segments] == [("1", "a"), ("2", ""), ("3", "b")]
    assert document.id == "a.sgm"


def test_the_root_tells_the_format() -> None:
    def fit(text: str) -> Fit:
        return sgm.reader.sniff(Head("a", text.encode(), text))

    assert fit(SAMPLE) is Fit.SURE
    assert fit("<?xml version='1.0'?>\n<!DOCTYPE mteval SYSTEM 'x'>\n<mteval><TSTSET>") is Fit.SURE
    xml = (SAMPLES / "wmt_xml.xml").read_text(encoding="utf-8")
    for text in ("", "Satu.", "<srcsets>", "mt\tsrc", '{"mt": ""}', xml, "\0<srcset>"):
        assert fit(text) is Fit.NO
    for reader in (csv, jsonl, tsv, wmt_xml):
        assert reader.reader.sniff(Head("a", SAMPLE.encode(), SAMPLE)) is not Fit.SURE


PARTS = ["<seg id='1'>", "</seg>", "<doc docid='a'>", "</doc>", "<p>", "&amp;", "&#1;", "&#xD800;",
         "<refset>", "a", " \n ", "&", "<", "猫"]  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PARTS), max_size=14))
def test_any_file_is_read_or_refused_and_all_text_leads_back(parts: list[str]) -> None:
    text = "".join(parts)
    try:
        documents = read(text)
    except CopydeskError as error:
        assert "\n" not in str(error)  # noqa: PT017 - refused is as good as read
        return
    raw = {"&": {"&", "&amp;"}, " ": {" \n ", " \n  \n "}, "\ufffd": {"&#xD800;"}}
    for passage in (segment.mt for document in documents for segment in document.segments):
        for at, sign in enumerate(passage.text):
            place = passage.to_file(Span(at, at + 1))
            found = text[place.start : place.end]
            assert found in raw.get(sign, {sign}) or (sign == " " and not found.strip())
