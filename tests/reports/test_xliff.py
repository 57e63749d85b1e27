"""A result as XLIFF 2.1: what other tools see, and what copydesk reads again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from corpora.reader import ReadOptions
from corpora.readers import xliff as xliff_reader
from corpora.text import (
    Decision,
    Disposition,
    Document,
    Severity,
    Side,
    Span,
    TextFile,
)
from reports.result import (
    Result,
)
from reports.writer import Style
from reports.writers import xliff
from tests.reports import xliff_results

NAMES = {"x": "urn:oasis:names:tc:xliff:document:2.0", "its": "http://www.w3.org/2005/11/its"}


def _render(result: Result) -> str:
    return str(xliff.writer.render(result, Style()))


def _read(text: str) -> list[Document]:
    return [*xliff_reader.reader.read(TextFile("a.xlf", text), ReadOptions())]


def _example() -> Any:
    spans = [Span(0, 4), Span(2, 7), Span(2, 4), Span(7, 7), Span(0, 1, Side.SOURCE)]
    flags = [xliff_results.flag(0, span, message=f"m{n}") for n, span in enumerate(spans)]
    segments = [
        xliff_results.segment(
            0,
            "Harga naik",
            "Prices",
            references=("Harga-harga naik",),
            notes=("Periksa",),
            realigned=True,
            confidence=0.75,
            name="menu\x01",
            state="needs-review",
        ),
        xliff_results.segment(1, "lagi\x07", None, state="final"),
    ]
    return xliff_results.document("a/b.txt", segments, flags)


def test_what_is_known_of_a_segment_is_kept() -> None:
    (document,) = _read(_render(xliff_results.result(_example())))
    first, second = document.segments
    assert [one.text for one in first.references] == ["Harga-harga naik"]
    assert (first.notes, first.realigned, first.confidence) == (("Periksa",), True, 0.75)
    assert (first.name, first.state) == ("menu\x01", "needs-review")
    assert (second.source, second.mt.text, second.state) == (None, "lagi\x07", "final")


def _parsed(text: str) -> Any:
    return etree.fromstring(text.encode())


def test_the_core_rules_of_version_2_1_are_kept() -> None:
    root = _parsed(_render(xliff_results.result(_example(), replace(_example(), id="c"))))
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.1", "en", "id")
    assert [file.get("id") for file in root] == ["f1", "f2"]
    for unit in root.iterfind(".//x:unit", NAMES):
        names = [etree.QName(child).localname for child in unit]
        assert names == [name for name in ("flags", "notes", "segment") if name in names]
        inline = unit.xpath(".//x:mrk | .//x:sm", namespaces=NAMES)
        ids = [one.get("id") for one in inline]
        assert len(set(ids)) == len(ids)
        assert {one.get("type") for one in inline} <= {"its:generic"}
        begun = {one.get("id") for one in unit.iterfind(".//x:sm", NAMES)}
        assert {one.get("startRef") for one in unit.iterfind(".//x:em", NAMES)} == begun
        (segment,) = unit.iterfind("x:segment", NAMES)
        assert [etree.QName(child).localname for child in segment] == ["source", "target"]
        assert segment.get("state") in {None, "initial", "translated", "reviewed", "final"}
    units = root.xpath("//x:file[1]/x:unit/@id", namespaces=NAMES)
    assert units == ["s1", "s2"]


def test_spans_that_cross_are_marked_by_sm_and_em_and_others_are_nested() -> None:
    root = _parsed(_render(xliff_results.result(_example())))
    target = root.find(".//x:target", NAMES)
    outer = target.find("x:mrk", NAMES)
    assert "".join(outer.itertext()) == "Harg"
    assert [etree.QName(one).localname for one in target.iterfind(".//*")] == [
        "mrk", "sm", "mrk", "em", "mrk",
    ]  # fmt: skip
    assert "".join(target.itertext()) == "Harga naik"


def test_other_tools_see_kind_comment_severity_and_what_was_dismissed() -> None:
    dismissed = Disposition(Decision.DISMISSED, "name", "Ani")
    flag = xliff_results.flag(
        0, Span(0, 1), severity=Severity.CRITICAL, disposition=dismissed, message="a\x01"
    )
    root = _parsed(
        _render(
            xliff_results.result(
                xliff_results.document("a", [xliff_results.segment(0, "xy")], [flag])
            )
        )
    )
    mark = root.find(".//x:mrk", NAMES)
    seen = {etree.QName(name).localname: value for name, value in mark.attrib.items()}
    assert seen == {
        "id": "f1",
        "type": "its:generic",
        "locQualityIssueType": "grammar",
        "locQualityIssueComment": "a\ufffd",
        "locQualityIssueSeverity": "100",
        "locQualityIssueEnabled": "no",
    }


def test_what_another_tool_changed_comes_first() -> None:
    dismissed = Disposition(Decision.DISMISSED, "name", "Ani")
    flags = [
        xliff_results.flag(0, Span(0, 1)),
        xliff_results.flag(0, Span(1, 2), disposition=dismissed),
    ]
    text = _render(
        xliff_results.result(xliff_results.document("a", [xliff_results.segment(0, "xyz")], flags))
    )
    text = text.replace('Enabled="no"', 'Enabled="yes"').replace('Severity="20"', 'Severity="60"')
    text = text.replace('id="f1"', 'id="f1" its:locQualityIssueEnabled="no"', 2)
    first, second = _read(text.replace('<file its:locQualityIssueEnabled="no"', "<file"))[0].flags
    assert first.disposition == Disposition(Decision.DISMISSED)
    assert second.disposition is None
    assert (first.severity, second.severity) == (Severity.MAJOR, Severity.MAJOR)


def test_a_flag_whose_annotation_was_taken_away_is_gone() -> None:
    text = _render(
        xliff_results.result(
            xliff_results.document(
                "a", [xliff_results.segment(0, "xyz")], [xliff_results.flag(0, Span(0, 3))]
            )
        )
    )
    start, end = text.index("<mrk"), text.index("</mrk>")
    bare = text[:start] + "xyz" + text[end + len("</mrk>") :]
    assert len(_read(text)[0].flags) == 1
    assert _read(bare)[0].flags == ()


def test_each_document_keeps_its_languages() -> None:
    languages = [("id", "en"), ("id", "en"), ("fr", None), (None, "en")]
    found = [
        replace(
            xliff_results.document(str(n), [xliff_results.segment(0, "x")], []),
            language=one,
            source_language=other,
        )
        for n, (one, other) in enumerate(languages)
    ]
    again = _read(_render(xliff_results.result(*found)))
    assert [(one.language, one.source_language) for one in again] == languages


def test_nothing_is_added_to_a_text_by_laying_the_file_out() -> None:
    flags = [xliff_results.flag(0, Span(0, 3)), xliff_results.flag(0, Span(0, 3), rule="b")]
    text = _render(
        xliff_results.result(
            xliff_results.document("a", [xliff_results.segment(0, "xyz", "")], flags)
        )
    )
    assert text.count("\n") > 10
    assert "<source/>" in text
    assert (
        _render(
            xliff_results.result(
                xliff_results.document("a", [xliff_results.segment(0, "xyz", "")], flags)
            )
        )
        == text
    )
    assert _read(text)[0].segments[0].mt.text == "xyz"


def test_a_flag_that_fits_no_more_is_left_out() -> None:
    flag = xliff_results.flag(0, Span(0, 2, Side.REFERENCE))
    text = _render(
        xliff_results.result(
            xliff_results.document(
                "a", [xliff_results.segment(0, "xyz", references=("ab",))], [flag]
            )
        )
    )
    assert [one.span for one in _read(text)[0].flags] == [flag.span]
    for old, new in (('end="2"', 'end="3"'), ('start="0"', 'start="-1"'), (' start="0"', "")):
        assert _read(text.replace(old, new))[0].flags == ()
    assert _read(text.replace('start="0"', 'start="0" segment="1"'))[0].flags == ()
