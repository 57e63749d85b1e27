"""XLIFF that is damaged or made to be costly: refused in one line, or read in linear time."""

from __future__ import annotations

import pytest

from corpora.errors import InputError
from corpora.reader import ReadOptions
from corpora.readers import xliff
from corpora.text import Document, TextFile
from tests.corpora.readers import written

TWO = '<xliff version="2.0" srcLang="en" trgLang="id"><file id="f">{}</file></xliff>'
UNIT = '<unit id="{}"><segment><source>{}</source><target>{}</target></segment></unit>\n'
SEGMENT = "<segment><source>x</source><target>y</target></segment>"
ISSUE = '<mrk id="1" xmlns:i="http://www.w3.org/2005/11/its" i:locQualityIssuesRef="#q">a</mrk>'


def _read(text: str) -> list[Document]:
    return [*xliff.reader.read(TextFile("a.xlf", text), ReadOptions())]


def _texts(document: Document) -> list[tuple[str | None, str]]:
    return [(one.source.text if one.source else None, one.mt.text) for one in document.segments]


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        (TWO.format('<unit id="a"><notes>{}</notes>' + SEGMENT * 50 + "</unit>"), "<note>x</note>"),
        (TWO.format('<unit id="a"><notes><note>x</note></notes>{}</unit>'), SEGMENT),
        (TWO.format(UNIT.format("a", "x", "y{}")), ISSUE),
        (TWO.format(UNIT.format("a", "x", "y{}")), '<sm id="1"/>a<em startRef="1"/>'),
        (TWO.format(UNIT.format("a", "x", "y{}")), "a\n &amp;"),
        (TWO.format(UNIT.format("a", "x", "y") + "{}"), "<unit/>"),
    ],
)
def test_ten_times_the_file_costs_about_ten_times_the_time(text: str, repeated: str) -> None:
    def read(size: int) -> None:
        _read(text.replace("{}", repeated * (size // len(repeated) + 1)))

    assert written.growth(read) < 25


def test_issues_that_stand_apart_are_not_multiplied_by_those_that_refer_to_them() -> None:
    issue = '<i:locQualityIssue locQualityIssueComment="x"/>'
    apart = f'<i:locQualityIssues xml:id="q">{issue * 500}</i:locQualityIssues>'
    unit = (
        f'<unit id="a">{apart}<segment><source>x</source><target>{ISSUE * 500}</target></segment>'
    )
    space = '<xliff xmlns:i="http://www.w3.org/2005/11/its"'
    text = TWO.format(f"{unit}</unit>").replace("<xliff", space, 1)
    (document,) = _read(text)
    assert len(document.flags) == 500


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TWO.format(UNIT.format("a", "x", "y") * 2), "a.xlf:2: a second unit with the id 'a'"),
        (TWO.format(UNIT.format("a", "x", "")), "a.xlf: holds no translations"),
        (TWO.format(""), "a.xlf: holds no segments"),
        (TWO.format('<unit id="a" translate="no"/>'), "a.xlf: holds no segments"),
        ("<tmx/>", "a.xlf:1: no XLIFF"),
        ("<xliff><file><body>\n<trans-unit", "a.xlf:2: not well-formed XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><xliff/>', "declares entities"),
        (TWO.format(f"{'<group>' * 2_000}{'</group>' * 2_000}"), "nested too deep"),
        (TWO.format(UNIT.format("a", "x", "<pc>" * 2_000 + "</pc>" * 2_000)), "nested too deep"),
    ],
)
def test_what_cannot_be_read_is_one_line(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        _read(text)
    assert "\n" not in str(caught.value)


def test_tags_nested_as_deep_as_may_be_are_read() -> None:
    deep = "<pc id='1'>" * 900 + "y" + "</pc>" * 900
    assert _texts(_read(TWO.format(UNIT.format("a", "x", deep)))[0]) == [("x", "y")]
