"""HTML: what of a page is the article, and where in the file each of its words stands."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import html as lxml_html

from corpora.errors import InputError
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers.html import reader
from corpora.text import TextFile
from tests.conftest import Run
from tests.corpora.readers.marked import (
    Sign,
    paragraphs,
    raw,
    raw_of,
    read,
    texts,
    words,
)
from tests.corpora.readers.written import check

AROUND = [
    ("", ""),
    ("<b>", "</b>"),
    ("<i class='a > b'>", ""),
    ("", "</span>"),
    ("<!-- a > b -->", ""),
    ("<script>if (a < b) c()</script>", ""),
    ("", "<span hidden>x<b>y</b></span>"),
    ("<a href=/>", "</a>"),
    ("<wbr>", "<img alt='x'>"),
]
NEWS = """<!DOCTYPE html>
<html lang="{lang}"><head><title>{head} - Kabar</title></head><body>
<div class="cookie-banner"><p>{cookie}</p><button>OK</button></div>
<header><nav><ul><li><a href="/a">Home</a></li><li><a href="/b">Sport</a></li></ul></nav></header>
<div class="content"><h1>{head}</h1>
{text}
<figure><img src="a.jpg" alt="x"><figcaption>{caption}</figcaption></figure>
<p>{last}</p></div>
<aside><h3>Populer</h3><ol><li><a href="/c">{related}</a></li></ol></aside>
<div id="comments" class="comments"><p>{comment}</p></div>
<footer><p>&copy; 2026 Kabar</p></footer></body></html>"""
INDONESIAN = {
    "lang": "id",
    "head": "Banjir rendam ribuan rumah",
    "cookie": "Kami memakai cookie untuk meningkatkan pengalaman Anda di situs ini.",
    "text": "<p>Hujan lebat selama tiga hari merendam 4.000 rumah di pesisir utara.</p>\n"
    "<p>Wali kota mengatakan <b>bahwa</b> bahwa 32 titik pengungsian telah disiapkan.</p>",
    "caption": "Warga mengungsi dengan perahu karet.",
    "last": "Badan cuaca memperkirakan hujan masih akan turun hingga akhir pekan.",
    "related": "Harga beras naik di lima provinsi",
    "comment": "Semoga cepat surut ya, turut prihatin untuk warga di sana.",
}
ENGLISH = {
    "lang": "en",
    "head": "Floods submerge thousands of houses",
    "cookie": "We use cookies to make your visit to this site a better one.",
    "text": "<p>Three days of heavy rain submerged more than 4,000 houses on the north coast.</p>\n"
    "<p>The mayor said that 32 evacuation points had been prepared.</p>",
    "caption": "Residents flee in rubber boats.",
    "last": "The weather agency expects the rain to go on until the end of the week.",
    "related": "Rice prices rise in five provinces",
    "comment": "I hope the water goes down soon, my thoughts are with the people there.",
}
ARTICLE = [
    "Banjir rendam ribuan rumah",
    "Hujan lebat selama tiga hari merendam 4.000 rumah di pesisir utara.",
    "Wali kota mengatakan bahwa bahwa 32 titik pengungsian telah disiapkan.",
    "Warga mengungsi dengan perahu karet.",
    "Badan cuaca memperkirakan hujan masih akan turun hingga akhir pekan.",
]


def test_of_a_news_page_the_article_is_read_and_nothing_beside_it() -> None:
    assert texts(reader, NEWS.format(**INDONESIAN)) == ARTICLE


def test_a_page_of_divisions_without_a_hint_is_told_by_what_stands_in_it() -> None:
    page = (
        "<html><body><div><a href=/>Home</a> | <a href=/n>News</a> | <a href=/s>Sport</a></div>"
        "<div><div><h1>Minister resigns</h1></div><div>By Anna Berg, Political Editor</div>"
        + "".join(
            f"<p>The minister, who has held the post since 20{n}, told reporters on Tuesday that "
            f"she took full responsibility for what went wrong in office number {n}.</p>"
            for n in range(10, 15)
        )
        + "</div><div>Copyright 2026. All rights reserved. <a href=/p>Privacy</a></div></html>"
    )
    found = texts(reader, page)
    assert found[0] == "Minister resigns"
    assert sum(one.startswith("The minister") for one in found) == 5
    assert not {"Home", "News", "Sport", "Privacy"} & set(found)


def test_the_headline_is_read_where_the_site_s_name_is_a_heading_too() -> None:
    page = NEWS.format(**INDONESIAN).replace("<header>", "<header><h1><a href=/>Kabar</a></h1>")
    assert texts(reader, page) == ARTICLE


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>a</p>b<div>c<p>d</div>e", ["a", "b", "c", "d", "e"]),
        ("<p>a<p>b<p>c", ["a", "b", "c"]),
        ("<h2>a<br>b</h2><p>c<br>d<br/>e</p>", ["a b", "c", "d", "e"]),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", ["a", "b", "c"]),
        ("<dl><dt>a<dd>b</dl>", ["a", "b"]),
        ("<table><caption>a</caption><tr><th>b<td>c</table>", ["a", "b", "c"]),
        ("<figure><figcaption>a</figcaption></figure><blockquote>b</blockquote>", ["a", "b"]),
        ("<p> a \n\t b </p>", ["a b"]),
        ("<p>a&nbsp; b&shy;c &amp;amp; &#8212;&ndash; AT&T</p>", ["a\xa0 b\xadc &amp; —– AT&T"]),
        ("<p>a <b> b</b> c<b>d</b>", ["a b cd"]),
        ("<pre>a  b\n\n c</pre>", ["a  b", " c"]),
        ("<pre><code>x = 1</code></pre><p>a", ["a"]),
        ("<p>a<p hidden>b<p style='display: none'>c<p>d", ["a", "d"]),
        ("<p>a <span style=visibility:hidden>b</span>c", ["a c"]),
        (
            "<p>a<script>b</script><style>c</style><template><p>d</template><noscript>e</noscript>",
            ["a"],
        ),
        ("<p>a<!-- b --> c<!--> d<!doctype x> e<?x y?> f</x> g</ >", ["a c d e f g"]),
        ("<p>a < b > c <3 1<2", ["a < b > c <3 1<2"]),
        ("<p>a<textarea>b</textarea><select><option>c</select><button>d</button>", ["a"]),
        ("<p>a</b></div></p>b", ["a", "b"]),
        ("<P>a<BR>b</P>", ["a", "b"]),
        ("<p>漢<ruby>字<rp>(<rt>じ<rp>)</ruby>", ["漢字"]),
        ("<p>a<script/>b<p hidden />c", ["ab", "c"]),
        ("<p><![CDATA[a & b]]> c", ["a & b c"]),
        ("<p>a<template><br><hr><li>b<p>c</template>d", ["ad"]),
        ("<h1>a</h1><p><a href=b>c</a></p><p>d <a href=e>f</a>", ["a", "c", "d f"]),
    ],
)
def test_blocks_are_paragraphs(content: str, expected: list[str]) -> None:
    assert texts(reader, content) == expected


@settings(max_examples=80)
@given(written=words(AROUND))
def test_every_span_leads_to_its_raw_form(written: list[Sign]) -> None:
    _, passage, last = paragraphs(reader, f"<h1>x</h1><div><p>{raw_of(written)}</p>\n<p>z</div>")
    check(passage, written)
    assert raw(last, "z") == "z"


@settings(max_examples=60)
@given(written=words([one for one in AROUND if "hidden" not in one[1] and "script" not in one[0]]))
def test_the_text_is_what_lxml_reads(written: list[Sign]) -> None:
    content = f"<div><p>{raw_of(written)}</p></div>"
    (passage,) = paragraphs(reader, content)
    expected = lxml_html.fromstring(content).text_content()
    assert passage.text.split(" ") == [one for one in expected.split(" ") if one] or (
        "".join(passage.text.split()) == "".join(expected.split())
    )


def test_the_title_is_read_only_where_there_is_no_headline() -> None:
    page = "<html><head><title>{}</title></head><body>{}<p>Ia tiba.</p></body></html>"
    assert texts(reader, page.format("Judul", "")) == ["Judul", "Ia tiba."]
    assert texts(reader, page.format("Judul - Kabar", "<h1>Judul</h1>")) == ["Judul", "Ia tiba."]
    assert texts(reader, page.format("Judul - Kabar", "<p>Judul</p>")) == ["Judul", "Ia tiba."]


def test_a_page_that_trafilatura_finds_nothing_in_is_read_but_for_its_frame() -> None:
    page = "<html><body><nav><a href=x>Home</a></nav><main><p>Ia tiba.</p></main></body></html>"
    assert texts(reader, page) == ["Ia tiba."]


@pytest.mark.parametrize(
    ("attributes", "language"),
    [('lang="id"', "id"), ("xml:lang=pt_BR", "pt-BR"), ('lang="xx-nowhere-zz"', None), ("", None)],
)
def test_the_language_is_that_of_the_page(attributes: str, language: str | None) -> None:
    page = f"<html {attributes}><body><p>Ia tiba.</p></body></html>"
    assert read(reader, page)[0].language == language
    (chosen,) = reader.read(TextFile("a.html", page), ReadOptions("ms"))
    assert chosen.language == "ms"


def test_ideographs_that_mark_paragraphs_for_trafilatura_may_stand_in_the_page() -> None:
    rare = chr(0x20000) + chr(0x20001)
    page = NEWS.format(
        **{**INDONESIAN, "last": f"Nama {rare} tertulis {rare} di sini, {rare} katanya."}
    )
    assert f"Nama {rare} tertulis {rare} di sini, {rare} katanya." in texts(reader, page)
    assert "Home" not in texts(reader, page)


def test_nothing_is_logged_or_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        texts(reader, "<html><body><nav><a href=x>a</a></nav></body></html>")
        texts(reader, NEWS.format(**INDONESIAN))
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    "content", ["<html></html>", "<script>a</script>", "<!-- a", "<p><br></p>"]
)
def test_a_page_without_text_is_refused(content: str) -> None:
    with pytest.raises(InputError, match="holds no text"):
        read(reader, content)


@pytest.mark.parametrize(
    ("content", "fit"),
    [
        ("<!DOCTYPE html>\n<p>a", Fit.SURE),
        (" <!-- a --><HTML><body>", Fit.SURE),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', Fit.SURE),
        ('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x"><html>', Fit.SURE),
        ("<p>a</p>", Fit.LIKELY),
        ("<div class='a'>b", Fit.LIKELY),
        ('<rss version="2.0">', Fit.NO),
        ("<nitf>", Fit.NO),
        ("mt\tsrc\n<p>\ta", Fit.NO),
        ('{"mt": "<html>"}', Fit.NO),
        ("Ia tiba.", Fit.NO),
        ("\x00\xff<", Fit.NO),
        ("<!--", Fit.NO),
        ("<!DOCTYPE", Fit.NO),
        ("", Fit.NO),
    ],
)
def test_html_is_known_by_its_beginning(content: str, fit: Fit) -> None:
    assert reader.sniff(Head("a", content.encode(), content)) is fit


def test_two_pages_are_aligned_and_flags_lead_between_the_tags(
    tmp_path: Path, copydesk: Run
) -> None:
    page = NEWS.format(**INDONESIAN)
    (tmp_path / "mt.html").write_text(page, encoding="utf-8")
    (tmp_path / "src.html").write_text(NEWS.format(**ENGLISH), encoding="utf-8")
    done = copydesk("check", "mt.html", "--source", "src.html", "--report", "json=-")
    assert done.code in {0, 1}, done.err
    (document,) = done.data["documents"]
    assert [one["mt"] for one in document["segments"]] == ARTICLE
    assert document["segments"][0]["source"] == ENGLISH["head"]
    (flag,) = [one for one in document["flags"] if one["rule"] == "doubled-word"]
    assert page[flag["file"]["start"] : flag["file"]["end"]] == "bahwa</b> bahwa"
