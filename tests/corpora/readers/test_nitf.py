"""NITF: what an editor wants checked, and where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from corpora.errors import InputError
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers.nitf import reader
from corpora.text import TextFile
from tests.corpora.readers.marked import (
    Sign,
    growth,
    paragraphs,
    raw,
    raw_of,
    read,
    seconds,
    texts,
    words,
)
from tests.corpora.readers.written import check

SAMPLE = (Path(__file__).parent / "samples" / "nitf.nitf").read_text(encoding="utf-8")
NITF = "<nitf><body><body.head>{}</body.head><body.content>{}</body.content></body></nitf>"


def test_headlines_abstract_text_captions_and_tables_are_read() -> None:
    (document,) = read(reader, SAMPLE)
    assert (document.id, document.language) == ("kk-2026-1", "id")
    assert texts(reader, SAMPLE) == [
        "Banjir rendam ribuan rumah",
        "Air naik sangat cepat",
        "Hujan lebat merendam rumah.",
        "Wali kota mengatakan warga harus tenang\xa0— dan menunggu.",
        "Warga mengungsi.",
        "Genuk",
        "2.100",
    ]


def test_references_of_a_dtd_that_is_not_there_lead_to_their_place() -> None:
    found = paragraphs(reader, SAMPLE)[3]
    assert (raw(found, "\xa0"), raw(found, "—")) == ("&nbsp;", "&mdash;")


@pytest.mark.parametrize(
    ("head", "content", "expected"),
    [
        ("<headline/><hedline><hl1>A<br/>B</hl1></hedline>", "<p>C</p>", ["A B", "C"]),
        ("<hedline>A</hedline>", "<ul><li>B</li><li>C</li></ul>", ["A", "B", "C"]),
        ("<byline>A</byline><dateline>B</dateline>", "<p>C <em>D</em></p><hl2>E</hl2>",
         ["C D", "E"]),
        ("", "<p>A</p>B<pre>C  D\nE</pre><bq><block><p>F</p></block><credit>G</credit></bq>",
         ["A", "B", "C  D", "E", "F"]),
        ("", "<p><person>A</person> <money>4</money></p>", ["A 4"]),
    ],
)  # fmt: skip
def test_elements_are_paragraphs(head: str, content: str, expected: list[str]) -> None:
    assert texts(reader, NITF.format(head, content)) == expected


def test_the_title_is_read_where_there_is_no_headline() -> None:
    content = NITF.format("", "<p>B</p>").replace("<body>", "<head><title>A</title></head><body>")
    assert texts(reader, content) == ["A", "B"]
    (document,) = read(reader, content)
    assert (document.id, document.language) == ("a.html", None)
    (chosen,) = reader.read(TextFile("a.nitf", SAMPLE), ReadOptions("ms"))
    assert chosen.language == "ms"


@settings(max_examples=60)
@given(
    written=words([("", ""), ("<em>", "</em>"), ("<!-- a -->", ""), ("", "<?x y?>")], ["\n", "  "])
)
def test_every_span_leads_to_its_raw_form(written: list[Sign]) -> None:
    (passage,) = paragraphs(reader, NITF.format("", f"<p>{raw_of(written)}</p>"))
    check(passage, written)


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("<nitf>\n<body></nitf>", 2, "not well-formed"),
        ("\n<newsItem/>", 2, "no NITF"),
        ("<nitf/>", None, "holds no text"),
    ],
)
def test_what_is_no_article_is_refused(content: str, line: int | None, what: str) -> None:
    with pytest.raises(InputError, match=what) as refused:
        read(reader, content)
    assert refused.value.line == line


@pytest.mark.parametrize(
    ("content", "fit"),
    [
        (SAMPLE, Fit.SURE),
        ("<nitf ", Fit.SURE),
        ("<newsItem>", Fit.NO),
        ("<html>", Fit.NO),
        ("", Fit.NO),
    ],
)
def test_nitf_is_known_by_its_root(content: str, fit: Fit) -> None:
    assert reader.sniff(Head("a", content.encode(), content)) is fit


HOSTILE = ["<p>a <em>b</em></p>", "<block>", "<em>", "<hl1>a</hl1>", "&nbsp;a", "<table><tr><td>a"]


@pytest.mark.parametrize("repeated", HOSTILE)
def test_a_hostile_article_is_read_or_refused(repeated: str) -> None:
    assert seconds(reader, NITF.format("", repeated * 200)) < 10


@pytest.mark.slow
def test_four_times_the_article_costs_about_four_times_the_time() -> None:
    assert growth(reader, lambda size: NITF.format("", HOSTILE[0] * (size // 20))) <= 8
