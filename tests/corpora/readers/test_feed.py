"""Feeds: items are documents; what stands in them leads through XML and HTML into the file."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest

from corpora.errors import InputError
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers.feed import reader
from corpora.text import TextFile
from tests.corpora.readers.marked import (
    paragraphs,
    raw,
    read,
    texts,
)

SAMPLES = Path(__file__).parent / "samples"
RSS = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<channel>{}</channel></rss>"
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry>{}</entry></feed>'


def _item(inner: str) -> str:
    return RSS.format(f"<item>{inner}</item>")


def test_rss_items_are_documents() -> None:
    first, second = read(reader, (SAMPLES / "feed.rss").read_text(encoding="utf-8"))
    assert [(one.id, one.language) for one in (first, second)] == [("kk-1", "id"), ("kk-2", "id")]
    assert [one.mt.text for one in first.segments] == [
        "Banjir di Semarang & Demak",
        "Hujan lebat merendam rumah warga. Air naik\xa0cepat.",
        "Bantuan tiba Sabtu.",
    ]
    assert [one.mt.text for one in second.segments] == [
        "Harga beras naik",
        "Harga beras naik 4\xa0persen.",
    ]


def test_atom_entries_are_documents() -> None:
    first, second = read(reader, (SAMPLES / "feed.atom").read_text(encoding="utf-8"))
    assert (first.id, first.language) == ("tag:example.org,2026:1", "id")
    assert [one.mt.text for one in first.segments] == [
        "Banjir & longsor",
        "Hujan lebat turun.",
        "Air naik.",
    ]
    assert [one.mt.text for one in second.segments] == ["Harga A < B", "Harga beras naik."]


@pytest.mark.parametrize("name", ["feed.rss", "feed.atom"])
def test_feedparser_finds_the_same_items(name: str) -> None:
    content = (SAMPLES / name).read_text(encoding="utf-8")
    parsed = feedparser.parse(content.encode().replace(b"?a=1&b=2", b""))
    ours = read(reader, content)
    assert [one.id for one in ours] == [one.id for one in parsed.entries]
    titles = [one.title.replace("&amp;", "&").replace("&lt;", "<") for one in parsed.entries]
    assert [one.segments[0].mt.text for one in ours] == titles


def test_rss_1_0_has_its_items_beside_the_channel() -> None:
    content = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><channel><title>x</title></channel>'
        '<item rdf:about="http://a/1"><title>Ia tiba</title><link>http://a/2</link>'
        "<description>Di Jakarta.</description></item></rdf:RDF>"
    )
    (document,) = read(reader, content)
    assert document.id == "http://a/1"
    assert texts(reader, content) == ["Ia tiba", "Di Jakarta."]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<title>A &amp;amp; B</title>", ["A & B"]),
        ("<title>A &lt; B &lt;3 a&lt;b</title>", ["A < B <3 a<b"]),
        ("<title><![CDATA[A <i>B</i>]]></title>", ["A B"]),
        ("<title>A</title><description>&lt;p>B&lt;p>C</description>", ["A", "B", "C"]),
        ("<description>Teks\n\nlain</description>", ["Teks lain"]),
        ("<title>A</title><description>A</description>", ["A"]),
        (
            "<title>A</title><media:title>B</media:title><media:description>C</media:description>",
            ["A"],
        ),
        ("<title>A&nbsp;B &mdash; C & D</title>", ["A\xa0B — C & D"]),
        ("<title>A</title><link>http://x/?a=1&b=2&copy=3</link><enclosure url='x?a&b'/>", ["A"]),
        ("<title>A\x0bB</title>", ["A B"]),
        (
            (
                "<description>Hujan turun lebat [&#8230;]</description>"
                "<content:encoded>&lt;p>Hujan turun lebat sekali.&lt;/p></content:encoded>"
            ),
            ["Hujan turun lebat sekali."],
        ),
        (
            (
                "<description>Ringkasan.</description>"
                "<content:encoded><![CDATA[<p>Isi.</p>]]></content:encoded>"
            ),
            ["Ringkasan.", "Isi."],
        ),
        ("<title>A</title><content:encoded><![CDATA[<h1>A</h1>B]]></content:encoded>", ["A", "B"]),
    ],
)
def test_items_are_read_as_people_see_them(inner: str, expected: list[str]) -> None:
    assert texts(reader, _item(inner)) == expected


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<title>A &amp;amp; &lt;b></title>", ["A &amp; <b>"]),
        ('<title type="html">A &amp;amp; &lt;b>B</title>', ["A & B"]),
        ('<content type="text">A\n\nB</content>', ["A", "B"]),
        ('<content type="application/pdf">QUJD</content><summary>A</summary>', ["A"]),
        (
            (
                '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A<br/>B&nbsp;<b>C</b></div>'
                "</content>"
            ),
            ["A", "B\xa0C"],
        ),
    ],
)
def test_atom_says_what_its_texts_are(inner: str, expected: list[str]) -> None:
    assert texts(reader, ATOM.format(inner)) == expected


@pytest.mark.parametrize(
    ("content", "identity"),
    [
        (_item("<guid>g</guid><link>l</link><title>t</title>"), "g"),
        (_item("<link>http://l/?a=1&b=2</link><title>t</title>"), "http://l/?a=1&b=2"),
        (_item("<title>t\n u</title>"), "t u"),
        (_item("<description>t</description>"), "a.html"),
        (ATOM.format('<link href="l"/><title>t</title>'), "l"),
    ],
)
def test_ids_are_what_the_feed_has_for_ids(content: str, identity: str) -> None:
    assert [one.id for one in read(reader, content)] == [identity]


def test_ids_that_come_again_are_numbered_and_empty_items_left_out() -> None:
    items = "<item><guid>g</guid><title>t</title></item><item><guid>e</guid></item>"
    assert [one.id for one in read(reader, RSS.format(items * 2))] == ["g", "g (2)"]


def test_languages_are_the_items_or_the_feeds() -> None:
    items = (
        "<item><title>t</title></item><item><dc:language>ms</dc:language><title>t</title></item>"
    )
    content = RSS.format(f"<language>id-id</language>{items}")
    assert [one.language for one in read(reader, content)] == ["id-ID", "ms"]
    wrong = RSS.format(f"<language>xx-nowhere-zz</language>{items}")
    assert [one.language for one in read(reader, wrong)] == [None, "ms"]
    chosen = reader.read(TextFile("a.rss", content), ReadOptions("jv"))
    assert [one.language for one in chosen] == ["jv", "jv"]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("<rss>\n<channel></rss>", 2, "not well-formed"),
        ("<rss>\n<item><content:encoded/></item></rss>", 2, "not well-formed"),
        ('<!DOCTYPE rss [\n<!ENTITY a "b">]><rss/>', 2, "entities"),
        ("\n<html/>", 2, "no feed"),
        ("<rss/>", None, "holds no text"),
    ],
)
def test_what_is_no_feed_is_refused_with_its_line(
    content: str, line: int | None, what: str
) -> None:
    with pytest.raises(InputError, match=what) as refused:
        read(reader, content)
    assert refused.value.line == line
    assert refused.value.fix or "no feed" in what


def test_a_declaration_after_a_blank_line_is_read_over() -> None:
    content = f'\n\n<?xml version="1.0"?>{_item("<title>A&nbsp;B</title>")}'
    (passage,) = paragraphs(reader, content)
    assert raw(passage, "\xa0") == "&nbsp;"


@pytest.mark.parametrize(
    ("content", "fit"),
    [
        ((SAMPLES / "feed.rss").read_text(encoding="utf-8"), Fit.SURE),
        ((SAMPLES / "feed.atom").read_text(encoding="utf-8"), Fit.SURE),
        ('<a:feed xmlns:a="http://www.w3.org/2005/Atom">', Fit.SURE),
        ('<r:RDF xmlns:r="x" xmlns="http://purl.org/rss/1.0/">', Fit.SURE),
        ("<feed>", Fit.NO),
        ('<rdf:RDF xmlns:rdf="x">', Fit.NO),
        ("<html><rss>", Fit.NO),
        ("<nitf>", Fit.NO),
        ("mt\tsrc\n", Fit.NO),
        ("\x00", Fit.NO),
    ],
)
def test_feeds_are_known_by_their_root(content: str, fit: Fit) -> None:
    assert reader.sniff(Head("a", content.encode(), content)) is fit
