"""XLIFF 1.2 and 2: units, segments, tags, states, flags; streams; what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.reader import Fit, Head, ReadOptions
from corpora.readers import csv, jsonl, po, tmx, tsv, xliff
from corpora.text import Decision, Document, Severity, Side, TextFile
from corpora.xliff import issues
from tests.corpora.readers import written

SAMPLES = Path(__file__).parent / "samples"
ONE = '<xliff version="1.2"><file source-language="en" target-language="id"><body>{}</body></file>'
TWO = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="id">'
    '<file id="f">{}</file></xliff>'
)
UNIT = '<unit id="{}"><segment><source>{}</source><target>{}</target></segment></unit>\n'
TARGET = '<unit id="a" xml:space="preserve"><segment><target>{}</target></segment></unit>'


def _read(text: str, **options: Any) -> list[Document]:
    return [*xliff.reader.read(TextFile("a.xlf", text), ReadOptions(**options))]


def _sample(name: str) -> list[Document]:
    return _read((SAMPLES / name).read_text(encoding="utf-8"))


def _texts(document: Document) -> list[tuple[str | None, str]]:
    return [(one.source.text if one.source else None, one.mt.text) for one in document.segments]


def test_version_1_2() -> None:
    (document,) = _sample("xliff.xlf")
    assert (document.id, document.language, document.source_language) == ("harga.html", "id", "en")
    assert _texts(document) == [
        ("Prices rise again", "Harga naik lagi"),
        ("Rice & oil.", "Beras & minyak."),
        ("They cost more.", "Harganya lebih lebih mahal."),
        ("The end", ""),
    ]
    assert [one.name for one in document.segments] == ["judul", "isi/1", "isi/2", "akhir"]
    states = [one.state for one in document.segments]
    assert states == ["final", "translated", "translated", None]
    assert [one.notes for one in document.segments] == [("Judul",), (), (), ()]
    assert [one.index for one in document.segments] == [0, 1, 2, 3]
    (flag,) = document.flags
    assert (flag.segment, flag.span.start, flag.span.end) == (2, 9, 20)
    assert (flag.message, flag.severity) == ("dua kali", Severity.MAJOR)


def test_version_2_1() -> None:
    first, second = _sample("xliff.xliff")
    assert (first.id, first.source_language, second.id) == ("banjir.txt", "en-GB", "f2")
    assert _texts(first) == [
        ("The river rose.", "Sungai itu naiq."),
        ("Two died.\n", "Dua <orang> tewas\x07."),
    ]
    assert [one.name for one in first.segments] == ["u1/s1", "u1/2"]
    assert [one.state for one in first.segments] == ["reviewed", None]
    assert first.segments[0].notes == ("Periksa",)
    assert _texts(second) == [("The end, at last.", "Akhir, akhirnya.")]


def test_issues_are_flags_whether_they_stand_inline_or_apart_and_overlap() -> None:
    flags = _sample("xliff.xliff")[0].flags
    assert [(one.rule, one.span.start, one.span.end) for one in flags] == [
        ("its-grammar", 7, 14),
        ("its-uncategorized", 7, 14),
        ("its-misspelling", 11, 15),
    ]
    assert [one.category for one in flags] == ["fluency/grammar", "other", "fluency/spelling"]
    assert [one.severity for one in flags] == [
        Severity.CRITICAL,
        Severity.MINOR,
        Severity.NEUTRAL,
    ]
    dismissed = flags[1].disposition
    assert dismissed is not None
    assert dismissed.decision is Decision.DISMISSED
    assert [flags[0].disposition, flags[2].disposition] == [None, None]


def test_an_issue_of_the_source_is_on_the_source() -> None:
    text = '<mrk id="1" its:locQualityIssueType="numbers" its:person="Ani">12</mrk>'
    space = ' xmlns:its="http://www.w3.org/2005/11/its"'
    (document,) = _read(
        TWO.format(UNIT.format("a", f"ab {text}", "x")).replace(" xmlns", f"{space} xmlns", 1)
    )
    (flag,) = document.flags
    assert (flag.span.start, flag.span.end, flag.span.side) == (3, 5, Side.SOURCE)
    assert (flag.author, flag.message) == ("Ani", "numbers")


def test_severities_and_kinds_go_there_and_back() -> None:
    for severity in Severity:
        assert issues.severity_of(str(issues.number_of(severity))) is severity
    assert [issues.severity_of(number) for number in ("1", "50", "100", "?", "nan")] == [
        Severity.MINOR,
        Severity.MAJOR,
        Severity.CRITICAL,
        Severity.MINOR,
        Severity.CRITICAL,
    ]
    kinds = {"addition", "omission", "grammar", "misspelling", "terminology", "style", "numbers"}
    assert {issues.kind_of(issues.category_of(kind)) for kind in kinds} == kinds
    assert issues.kind_of("accuracy/new") == "mistranslation"
    assert issues.kind_of("") == "other"


def test_an_sdl_file_has_its_states_beside_its_segments() -> None:
    unit = (
        '<trans-unit id="a"><source>A. B.</source>'
        '<seg-source><g id="1"><mrk mtype="seg" mid="7">A.</mrk> <mrk mtype="seg" mid="8">B.</mrk>'
        '</g></seg-source><target><mrk mtype="seg" mid="8">b.</mrk></target>'
        '<s:seg-defs xmlns:s="http://sdl.com/FileTypes/SdlXliff/1.0"><s:seg id="7" conf="Draft"/>'
        '<s:seg id="8" conf="Translated"/></s:seg-defs></trans-unit>'
    )
    (document,) = _read(ONE.format(unit) + "</xliff>")
    assert _texts(document) == [("A.", ""), ("B.", "b.")]
    assert [one.state for one in document.segments] == ["Draft", "Translated"]


def test_options_win_over_the_files_languages_and_wrong_ones_are_none() -> None:
    text = TWO.format(UNIT.format("a", "x", "y"))
    (document,) = _read(text, language="ms", source_language="de")
    assert (document.language, document.source_language) == ("ms", "de")
    (document,) = _read(text.replace('"en"', '"?"').replace('"id"', '"und"'))
    assert (document.language, document.source_language) == (None, None)


def test_files_of_one_name_are_numbered() -> None:
    file = '<file id="{}" original="a">' + UNIT.format("u", "x", "y") + "</file>"
    text = TWO.replace('<file id="f">{}</file>', file.format("f") + file.format("g"))
    assert [one.id for one in _read(text)] == ["a", "a (2)"]


FORMS = [('<pc id="1">', "</pc>"), ("<ph id='2'/>", ""), ("", '<sc id="3">\n</sc>')]


def _form(text: str) -> st.SearchStrategy[written.Sign]:
    cp = written.Sign(text, f'<cp hex="{ord(text):06x}"/>')
    return st.one_of(st.just(cp), written.in_xml(text, FORMS))


@settings(max_examples=100)
@given(signs=written.signs(_form))
def test_every_span_leads_to_its_raw_form(signs: list[written.Sign]) -> None:
    (document,) = _read(TWO.format(TARGET.format(written.raw_of(signs))))
    written.check(document.segments[0].mt, signs)


@settings(max_examples=60)
@given(
    signs=written.signs(
        lambda text: written.in_xml(text, [('<g id="1">', "</g>"), ("<x id='2'/>", "")])
    )
)
def test_every_span_of_version_1_leads_to_its_raw_form(signs: list[written.Sign]) -> None:
    unit = '<trans-unit id="a" xml:space="preserve"><target>{}</target></trans-unit>'
    (document,) = _read(ONE.format(unit.format(written.raw_of(signs))) + "</xliff>")
    written.check(document.segments[0].mt, signs)


def _windows(text: str, size: int) -> Iterator[TextFile]:
    origin, line, lines = 0, 1, text.splitlines(keepends=True)
    for at in range(0, len(lines), size):
        part = "".join(lines[at : at + size])
        yield TextFile("a.xlf", part, "utf-8", origin, line)
        origin, line = origin + len(part), line + len(lines[at : at + size])


@pytest.mark.parametrize("name", ["xliff.xlf", "xliff.xliff"])
@pytest.mark.parametrize("size", [1, 2, 7])
def test_a_stream_says_what_the_whole_file_says(name: str, size: int) -> None:
    text = (SAMPLES / name).read_text(encoding="utf-8")
    assert xliff.reader.stream is not None
    found = [*xliff.reader.stream(_windows(text, size), ReadOptions())]
    whole = _sample(name)
    assert found == whole
    for new, old in zip(found, whole, strict=True):
        for one, other in zip(new.segments, old.segments, strict=True):
            assert one.mt.begin(0) == other.mt.begin(0)
            assert one.mt.file.line_of(one.mt.begin(0)) == other.mt.file.line_of(other.mt.begin(0))


def test_a_file_that_comes_whole_stays_whole() -> None:
    file = TextFile("a.xlf", (SAMPLES / "xliff.xlf").read_text(encoding="utf-8"))
    (document,) = xliff.reader.read(file, ReadOptions())
    assert all(one.mt.file is file for one in document.segments)


@pytest.mark.slow
def test_a_long_document_comes_in_parts() -> None:
    text = TWO.format("".join(UNIT.format(n, "x", n) for n in range(25_000)))
    found = _read(text)
    assert [one.id for one in found] == ["f", "f (2)", "f (3)"]
    assert [len(one.segments) for one in found] == [10_000, 10_000, 5_000]
    assert found[2].segments[-1].mt.text == "24999"
    assert [one.index for one in found[2].segments] == [*range(5_000)]


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("<xliff", Fit.SURE),
        (
            "\ufeff <!-- a --><?b?><x:xliff xmlns:x='urn:oasis:names:tc:xliff:document:1.2'>",
            Fit.SURE,
        ),
        ("<xliff version='1.2'>", Fit.SURE),
        ("<tmx>", Fit.NO),
        ("<p>xliff</p>", Fit.NO),
        ("xliff", Fit.NO),
        ("mt\tsrc\n<xliff>\tb\n", Fit.NO),
        ("<" * 1_000, Fit.NO),
        ("\0\ufffd<xliff>", Fit.NO),
    ],
)
def test_it_is_known_by_its_root(text: str, fit: Fit) -> None:
    text = text.removeprefix("\ufeff")
    assert xliff.reader.sniff(Head("a", text.encode(), text)) is fit


@pytest.mark.parametrize("name", ["xliff.xlf", "xliff.xliff", "tmx.tmx", "po.po"])
def test_one_reader_is_sure_of_each_sample(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    head = Head("a", data, data.decode())
    readers = {"xliff": xliff, "tmx": tmx, "po": po, "csv": csv, "tsv": tsv, "jsonl": jsonl}
    sure = [one for one, module in readers.items() if module.reader.sniff(head) is Fit.SURE]
    assert sure == [Path(name).stem]
