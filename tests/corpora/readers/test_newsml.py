"""NewsML-G2 and NewsML 1: items, renditions, languages, and where their words stand."""

from __future__ import annotations

from pathlib import Path

import NewsMLG2
import pytest
from hypothesis import given, settings

from corpora.errors import InputError
from corpora.reader import Fit, Head
from corpora.readers.newsml import reader
from tests.conftest import Run
from tests.corpora.readers.marked import (
    Sign,
    growth,
    paragraphs,
    raw_of,
    read,
    seconds,
    texts,
    words,
)
from tests.corpora.readers.written import check

SAMPLE = (Path(__file__).parent / "samples" / "newsml.xml").read_text(encoding="utf-8")
ITEM = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:a" standard="NewsML-G2" '
    'standardversion="2.35" conformance="power" version="1" xml:lang="en">'
    '<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:X"/>'
    "<versionCreated>2026-11-27T10:00:00Z</versionCreated></itemMeta>"
    "<contentMeta>{}</contentMeta><contentSet>{}</contentSet></newsItem>"
)
NITF = (
    '<inlineXML><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline>'
    "<hl1>A</hl1></hedline></body.head><body.content><p>B</p></body.content></body></nitf></inlineXML>"
)
HEAD = "<headline>A</headline>"


def test_the_items_of_a_message_are_documents() -> None:
    first, second = read(reader, SAMPLE)
    assert first.id == "urn:newsml:example.org:20261127:1"
    assert [one.mt.text for one in first.segments] == [
        "Banjir rendam ribuan rumah",
        "Hujan lebat merendam rumah.",
        "Air naik sangat cepat.",
    ]
    assert second.id == "urn:newsml:example.org:20261127:2"
    assert [one.mt.text for one in second.segments] == [
        "Harga beras naik",
        "Harga beras naik 4 persen.",
        "Pemerintah akan mengimpor beras.",
    ]
    assert [one.language for one in (first, second)] == ["id", "id"]


def test_newsmlg2_reads_the_same_item() -> None:
    content = ITEM.format("<headline>A &amp; B</headline>", "")
    item = NewsMLG2.NewsMLG2Document(content.encode()).get_item()
    (document,) = read(reader, content)
    assert document.id == item.guid
    assert document.language == item.xml_lang
    assert document.segments[0].mt.text == str(item.contentmeta.headline)


@pytest.mark.parametrize(
    ("meta", "content", "expected"),
    [
        (HEAD, NITF, ["A", "B"]),
        ("<headline>C</headline>", NITF, ["C", "A", "B"]),
        (HEAD, "<inlineXML><html xmlns='x'><p>B</p>C</html></inlineXML>", ["A", "B", "C"]),
        (HEAD, "<inlineXML><html><head><title>A</title></head><body>B</body></html></inlineXML>",
         ["A", "B"]),
        (HEAD, "<inlineData contenttype='text/plain'>B\n&lt;C></inlineData>", ["A", "B", "<C>"]),
        (HEAD, "<inlineData contenttype='text/plain'>B\nC\n\n D\n</inlineData>", ["A", "B C", "D"]),
        (HEAD, "<inlineData contenttype='text/html'>&lt;p>B &amp;amp;&lt;p>C</inlineData>",
         ["A", "B &", "C"]),
        (HEAD, "<inlineData>&lt;p>B&lt;/p></inlineData>", ["A", "B"]),
        (HEAD, "<inlineData encoding='base64'>QUJD</inlineData>", ["A"]),
        (HEAD, "<remoteContent href='a.jpg'/>", ["A"]),
        (HEAD, f"<inlineData>B</inlineData>{NITF}", ["A", "B"]),
        ((f"{HEAD}<slugline>S</slugline><by>Y</by><description role='drol:caption'>D</description>"
         "<description role='drol:keyword'>K</description>"), "", ["A", "D"]),
        (f"{HEAD}<description>B</description>", NITF, ["A", "B"]),
    ],
)  # fmt: skip
def test_an_item_is_its_headline_its_summary_and_one_rendition(
    meta: str, content: str, expected: list[str]
) -> None:
    assert texts(reader, ITEM.format(meta, content)) == expected


@pytest.mark.parametrize(
    ("meta", "content", "language"),
    [
        ("", "<inlineData>A</inlineData>", "en"),
        ("<language tag='id'/>", "<inlineData>A</inlineData>", "id"),
        ("<language tag='id'/>", "<inlineData xml:lang='ms'>A</inlineData>", "ms"),
        ("", "<inlineXML><html xml:lang='ms'>A</html></inlineXML>", "ms"),
    ],
)
def test_the_language_is_that_of_the_text(meta: str, content: str, language: str) -> None:
    (document,) = read(reader, ITEM.format(meta, content))
    assert document.language == language


def test_newsml_1_is_read() -> None:
    content = (
        '<NewsML><NewsItem xml:lang="en"><Identification><NewsIdentifier>'
        "<PublicIdentifier>urn:a</PublicIdentifier></NewsIdentifier></Identification>"
        "<NewsComponent><NewsLines><HeadLine>A</HeadLine><ByLine>X</ByLine></NewsLines>"
        '<DescriptiveMetadata><Language FormalName="id"/></DescriptiveMetadata><ContentItem>'
        "<DataContent><nitf><body><body.content><p>B</p></body.content></body></nitf></DataContent>"
        "</ContentItem></NewsComponent></NewsItem></NewsML>"
    )
    (document,) = read(reader, content)
    assert (document.id, document.language) == ("urn:a", "id")
    assert texts(reader, content) == ["A", "B"]
    assert texts(reader, content.replace("body.content", "p.x")) == ["A", "B"]


@settings(max_examples=60)
@given(written=words([("", ""), ("<b>", "</b>"), ("<!-- a -->", "")], ["\n", "  "]))
def test_every_span_leads_to_its_raw_form(written: list[Sign]) -> None:
    html = f"<inlineXML><html><body><p>{raw_of(written)}</p></body></html></inlineXML>"
    (passage,) = paragraphs(reader, ITEM.format("", html))
    check(passage, written)


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("<newsItem>\n</newsMessage>", 2, "not well-formed"),
        ("\n<rss/>", 2, "no NewsML"),
        ("<packageItem><contentMeta><headline>A</headline></contentMeta></packageItem>", None,
         "holds no text"),
    ],
)  # fmt: skip
def test_what_holds_no_news_is_refused(content: str, line: int | None, what: str) -> None:
    with pytest.raises(InputError, match=what) as refused:
        read(reader, content)
    assert refused.value.line == line


@pytest.mark.parametrize(
    ("content", "fit"),
    [
        (SAMPLE, Fit.SURE),
        (ITEM, Fit.SURE),
        ("<newsItem>", Fit.NO),
        ("<NewsML Version='1.2'>", Fit.SURE),
        ("<nitf>", Fit.NO),
        ("<rss>", Fit.NO),
        ("\x00", Fit.NO),
    ],
)
def test_newsml_is_known_by_its_root(content: str, fit: Fit) -> None:
    assert reader.sniff(Head("a", content.encode(), content)) is fit


def _message(size: int) -> str:
    item = "<newsItem guid='a'><contentMeta><headline>a</headline></contentMeta></newsItem>"
    return f"<newsMessage>{item * (size // len(item))}</newsMessage>"


def test_items_of_one_id_are_numbered() -> None:
    assert [one.id for one in read(reader, _message(200))] == ["a", "a (2)"]


@pytest.mark.slow
def test_four_times_the_message_costs_about_four_times_the_time() -> None:
    assert growth(reader, _message) <= 8
    assert seconds(reader, f"<newsMessage>{'<itemSet>' * 5_000}") < 10


def test_messages_are_paired_by_their_items_ids(tmp_path: Path, copydesk: Run) -> None:
    def message(*items: tuple[str, str]) -> str:
        made = "".join(
            f"<newsItem guid='{guid}'><contentMeta><headline>{text}</headline></contentMeta>"
            "</newsItem>"
            for guid, text in items
        )
        return f"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'>{made}</newsMessage>"

    mt = message(("a", "Harga beras naik"), ("b", "Air <b>naik</b> naik cepat"))
    (tmp_path / "mt.xml").write_text(mt, encoding="utf-8")
    source = message(("b", "Water rises fast"), ("a", "Rice prices rise"))
    (tmp_path / "src.xml").write_text(source, encoding="utf-8")
    done = copydesk("check", "mt.xml", "--source", "src.xml", "--lang", "id", "--report", "json=-")
    assert done.code in {0, 1}, done.err
    found = {one["id"]: one for one in done.data["documents"]}
    assert found["a"]["segments"][0]["source"] == "Rice prices rise"
    assert found["b"]["segments"][0]["source"] == "Water rises fast"
    (flag,) = [one for one in found["b"]["flags"] if one["rule"] == "doubled-word"]
    assert mt[flag["file"]["start"] : flag["file"]["end"]] == "naik</b> naik"
