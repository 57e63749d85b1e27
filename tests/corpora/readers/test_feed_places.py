"""Feeds: every word leads through XML and HTML into the file, however large or hostile that is."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings

from corpora.readers.feed import reader
from tests.conftest import Run
from tests.corpora.readers.marked import (
    Sign,
    escaped,
    growth,
    paragraphs,
    raw_of,
    seconds,
    words,
)
from tests.corpora.readers.written import check

AROUND = [("", ""), ("<b>", "</b>"), ("<!-- a -->", ""), ("", "<script>x</script>")]
RSS = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<channel>{}</channel></rss>"
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry>{}</entry></feed>'


def _item(inner: str) -> str:
    return RSS.format(f"<item>{inner}</item>")


@settings(max_examples=60)
@given(written=words(AROUND))
def test_every_span_of_escaped_html_leads_to_its_raw_form(written: list[Sign]) -> None:
    twice = escaped(written)
    (passage,) = paragraphs(reader, _item(f"<description>{raw_of(twice)}&lt;br></description>"))
    check(passage, twice)


@settings(max_examples=60)
@given(written=words(AROUND))
def test_every_span_of_html_in_cdata_leads_to_its_raw_form(written: list[Sign]) -> None:
    content = raw_of(written).replace("]]>", "")
    if content == raw_of(written):
        (passage,) = paragraphs(
            reader, _item(f"<description><![CDATA[{content}<br>]]></description>")
        )
        check(passage, written)


@settings(max_examples=60)
@given(written=words([("", ""), ("<b>", "</b>"), ("<!-- a -->", ""), ("<i/>", "")], ["\n", "  "]))
def test_every_span_of_xhtml_leads_to_its_raw_form(written: list[Sign]) -> None:
    div = f"<div><p>{raw_of(written)}</p></div>"
    (passage,) = paragraphs(reader, ATOM.format(f'<content type="xhtml">{div}</content>'))
    check(passage, written)


HOSTILE = {
    "items": ("<item><title>a</title></item>", RSS),
    "items in items": ("<item>", "{}"),
    "escaped": ("&lt;p>a &amp;amp; ", _item("<description>{}</description>")),
    "cdata": ("<p>a<b> ", _item("<description><![CDATA[{}]]></description>")),
    "summaries": ("<description>a b c d</description>", _item("{}")),
    "the same id": ("<item><guid>a</guid><title>b</title></item>", RSS),
    "loose references": ("&x;", _item("<title>a {}</title>")),
    "a long attribute": ("&x;", "<rss a='{}'><item><title>a</title></item></rss>"),
    "namespaces": ("<a:b xmlns:a='c'/>", _item("{}<title>a</title>")),
}


def _hostile(name: str, size: int) -> str:
    repeated, around = HOSTILE[name]
    return around.replace("{}", repeated * (size // len(repeated)))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_feed_is_read_or_refused(name: str) -> None:
    assert seconds(reader, _hostile(name, 3_000)) < 10


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_four_times_the_hostile_feed_costs_about_four_times_the_time(name: str) -> None:
    assert growth(reader, lambda size: _hostile(name, size)) <= 8


def _two_items(first: str, second: str) -> str:
    text = "<p>{}</p>"
    return RSS.format(
        "".join(
            f"<item><guid>{number}</guid><title>{title}</title>"
            f"<description>{escape(text.format(body))}</description></item>"
            for number, (title, body) in enumerate([first.split("|"), second.split("|")])
        )
    )


def test_items_are_aligned_one_by_one_and_flags_lead_through_both_layers(
    tmp_path: Path, copydesk: Run
) -> None:
    content = _two_items(
        "Banjir di Semarang|Wali kota mengatakan <b>bahwa</b> bahwa air naik.",
        "Harga beras naik|Harga beras naik 4&nbsp;persen di lima provinsi.",
    )
    source = _two_items(
        "Floods in Semarang|The mayor said that the water rose.",
        "Rice prices rise|Rice prices rose 4 percent in five provinces.",
    )
    (tmp_path / "mt.rss").write_text(content, encoding="utf-8")
    (tmp_path / "src.xml").write_text(source, encoding="utf-8")
    done = copydesk("check", "mt.rss", "--source", "src.xml", "--lang", "id", "--report", "json=-")
    assert done.code in {0, 1}, done.err
    found = {one["id"]: one for one in done.data["documents"]}
    assert set(found) == {"0", "1"}
    assert [one["source"] for one in found["1"]["segments"]] == [
        "Rice prices rise",
        "Rice prices rose 4 percent in five provinces.",
    ]
    (flag,) = [one for one in found["0"]["flags"] if one["rule"] == "doubled-word"]
    place = content[flag["file"]["start"] : flag["file"]["end"]]
    assert place == "bahwa&lt;/b&gt; bahwa"
