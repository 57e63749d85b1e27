"""What stands within an article on a page, and is none of its text."""

from __future__ import annotations

import pytest

from corpora.readers.html import reader
from tests.corpora.readers.marked import texts

PAGE = """<html lang="id"><head><title>Banjir</title></head><body>
<nav><a href="/a">Home</a> <a href="/b">Sport</a></nav><article><h1>Banjir</h1>
<p>Hujan lebat selama tiga hari merendam 4.000 rumah di pesisir utara pulau itu.</p>
{}
<p>Wali kota mengatakan bahwa 32 titik pengungsian telah disiapkan bagi warga.</p></article>
<footer><p>&copy; 2026 <a href="/c">Kabar</a></p></footer></body></html>"""
RELATED = "Harga beras naik di lima provinsi"


def _between(element: str) -> list[str]:
    """What is read between the first and the last paragraph of the article."""
    head, first, *found, last = texts(reader, PAGE.format(element))
    assert (head, first[:5], last[:4]) == ("Banjir", "Hujan", "Wali")
    return found


@pytest.mark.parametrize(
    "teaser",
    [
        "<p>Baca juga: <a href=/d>{}</a></p>",
        "<p><strong>Simak Juga : <a href=/d>{}</a></strong></p>",
        "<p><a href=/d>Read also: {}</a></p>",
        "<p><a href=/d>Lire aussi {}</a></p>",
        "<p>延伸阅读：<a href=/d>{}</a></p>",
        "<h3>Читайте также: <a href=/d>{}</a></h3>",
    ],
)
def test_a_line_that_leads_to_another_article_is_left_out(teaser: str) -> None:
    assert _between(teaser.format(RELATED)) == []


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ("<p>Ia berkata: <a href=/e>tidak</a>, lalu pergi.</p>", "Ia berkata: tidak, lalu pergi."),
        ("<p><a href=/t>Joko Widodo</a>: Saya tidak mau.</p>", "Joko Widodo: Saya tidak mau."),
        (
            "<p>Juru bicara: <a href=/q>“Kami tidak tahu.”</a></p>",
            "Juru bicara: “Kami tidak tahu.”",
        ),
        ("<h2>Analisis: <a href=/h>mengapa naik</a></h2>", "Analisis: mengapa naik"),
        ("<p>Baca juga buku <a href=/b>itu</a>, katanya.</p>", "Baca juga buku itu, katanya."),
    ],
)
def test_a_sentence_with_a_link_is_kept(element: str, text: str) -> None:
    assert _between(element) == [text]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('a <sup><a href="#fn1">1</a></sup>. b', "a. b"),
        ('a<sup>[<a href="#cite_note-1">1</a>]</sup> b', "a b"),
        ('a <sup> (<a href="#_ftn1"><b>ii</b></a>)</sup>, b', "a, b"),
        ('a <a href="#sdfootnote1sym"><sup>*</sup></a> b', "a b"),
        ('a <a href="/x" role="doc-noteref">12</a>', "a"),
        ('<a href="#fnref1">↩</a> a', "a"),
        ('a <a href="#footnote-1">menurut laporan</a> b', "a menurut laporan b"),
        ('a <a href="/1">1</a> b<sup>2</sup>', "a 1 b2"),
    ],
)
def test_marks_of_notes_are_left_out(content: str, expected: str) -> None:
    assert texts(reader, f"<p>{content}") == [expected]


def test_a_post_that_was_embedded_is_left_out() -> None:
    post = "<blockquote class='x twitter-tweet'><p>b</p>&mdash; c</blockquote>"
    assert texts(reader, f"<p>a{post}<p>d") == ["a", "d"]
