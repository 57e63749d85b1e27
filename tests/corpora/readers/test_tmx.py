"""TMX: units and their translations, languages, documents, tags; streams; what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from corpora.errors import InputError
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers import tmx
from corpora.text import Document, TextFile
from tests.corpora.readers import written

SAMPLE = Path(__file__).parent / "samples" / "tmx.tmx"
TMX = '<tmx version="1.4"><header srclang="{}"/><body>{}</body></tmx>'


def _read(text: str, **options: Any) -> list[Document]:
    return [*tmx.reader.read(TextFile("a.tmx", text), ReadOptions(**options))]


def _unit(**texts: str) -> str:
    versions = (
        f'<tuv xml:lang="{language.replace("_", "-")}"><seg>{text}</seg></tuv>'
        for language, text in texts.items()
    )
    return f"<tu>{''.join(versions)}</tu>\n"


def _texts(document: Document) -> list[tuple[str | None, str]]:
    return [(one.source.text if one.source else None, one.mt.text) for one in document.segments]


def test_the_sample() -> None:
    first, second = _read(SAMPLE.read_text(encoding="utf-8"))
    assert (first.id, first.language, first.source_language) == ("banjir.txt", "id", "en-US")
    assert _texts(first) == [
        ("The river rose.", "Sungai itu naik."),
        ("Two & three.", "Dua & tiga."),
        ("Two & three.", "Dua dan tiga."),
    ]
    assert [one.name for one in first.segments] == ["1", "2", "2 (2)"]
    assert first.segments[0].notes == ("Kepala", "cek")
    assert (second.id, second.source_language) == ("a.tmx", "en-US")
    assert _texts(second) == [(None, "Tanpa sumber.")]


def test_the_attribute_of_version_1_1_names_the_language() -> None:
    unit = '<tu><tuv lang="EN"><seg>a</seg></tuv><tuv lang="ID"><seg>b</seg></tuv></tu>'
    (document,) = _read(TMX.format("en", unit).replace("1.4", "1.1"))
    assert (document.language, document.source_language) == ("id", "en")
    assert _texts(document) == [("a", "b")]


@pytest.mark.parametrize(
    ("srclang", "language", "source_language", "expected"),
    [
        ("en", "id", None, ("A", "B")),
        ("en", "fr", None, ("A", "C")),
        ("en", "id-ID", None, ("A", "B")),
        ("en", "id", "fr", ("C", "B")),
        ("en", "en", "fr", ("C", "A")),
        ("*all*", "fr", "id", ("B", "C")),
    ],
)
def test_the_options_choose_among_several_languages(
    srclang: str, language: str, source_language: str | None, expected: tuple[str, str]
) -> None:
    text = TMX.format(srclang, _unit(en="A", id="B", fr_CA="C"))
    (document,) = _read(text, language=language, source_language=source_language)
    assert _texts(document) == [expected]


def test_countries_are_told_apart() -> None:
    text = TMX.format("en-US", _unit(en_GB="colour", en_US="color"))
    (document,) = _read(text)
    assert _texts(document) == [("color", "colour")]
    (document,) = _read(text, language="en-US")
    assert _texts(document) == [("colour", "color")]


def test_a_memory_without_a_source_language_is_read_towards_the_one_asked_for() -> None:
    (document,) = _read(TMX.format("*all*", _unit(id="B", en="A")), language="id")
    assert (_texts(document), document.source_language) == ([("A", "B")], "en")


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        (TMX.format("en", _unit(en="A", id="B", fr="C")), {}, "several languages .id, fr."),
        (TMX.format("en", _unit(en="A", id="B") + _unit(en="A", fr="C")), {}, ":2: .* .id, fr.; "),
        (TMX.format("*all*", _unit(en="A", id="B")), {}, ":1: does not say what is the source"),
        (TMX.format("en", _unit(en="A", id="B", fr="C")), {"language": "en"}, ".id, fr.; name"),
        (TMX.format("en", _unit(en="A", id="B")), {"language": "fr"}, "no translation into fr"),
        (TMX.format("en", _unit(en="A")), {}, "a.tmx: holds no translations"),
        ("<map/>", {}, "a.tmx:1: no translation memory .it begins with <map>."),
        ("<tmx>\n<body>", {}, "a.tmx:2: not well-formed"),
        ('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx/>', {}, "declares entities"),
    ],
)
def test_what_cannot_be_read_is_one_line(text: str, options: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        _read(text, **options)
    assert "\n" not in str(caught.value)


def test_units_without_text_or_language_are_passed_over() -> None:
    odd = '<tu/><tu><tuv><seg>x</seg></tuv></tu><tu><tuv xml:lang="id"/></tu>'
    assert _texts(_read(TMX.format("en", odd + _unit(en="A", id="B")))[0]) == [("A", "B")]


FORMS = [("<ph>&lt;b<sub>x</sub></ph>", ""), ("<hi>", "</hi>"), ("", '<it pos="end">]]</it>')]


@settings(max_examples=100)
@given(signs=written.signs(lambda text: written.in_xml(text, FORMS)))
def test_every_span_leads_to_its_raw_form(signs: list[written.Sign]) -> None:
    (document,) = _read(TMX.format("en", _unit(id=written.raw_of(signs))))
    written.check(document.segments[0].mt, signs)


@pytest.mark.slow
def test_a_long_memory_is_read_in_parts_from_any_windows() -> None:
    text = TMX.format("en", "\n" + "".join(_unit(en="A", id=str(n)) for n in range(12_000)))
    lines = text.splitlines(keepends=True)
    pieces = ["".join(lines[at : at + 5_000]) for at in range(0, len(lines), 5_000)]
    starts = [sum(map(len, pieces[:n])) for n in range(len(pieces))]
    windows = [
        TextFile("a.tmx", piece, "utf-8", start, 5_000 * n + 1)
        for n, (piece, start) in enumerate(zip(pieces, starts, strict=True))
    ]
    assert tmx.reader.stream is not None
    found = [*tmx.reader.stream(iter(windows), ReadOptions())]
    assert found == _read(text)
    assert [(one.id, len(one.segments)) for one in found] == [
        ("a.tmx", 10_000),
        ("a.tmx (2)", 2_000),
    ]
    last = found[1].segments[-1].mt
    assert text[last.begin(0) :].startswith("11999</seg>")
    assert last.file.line_of(last.begin(0)) == 12_001


@pytest.mark.parametrize(
    ("text", "fit"), [("<tmx version='1.4'>", Fit.SURE), ("<map/>", Fit.NO), ("tmx", Fit.NO)]
)
def test_it_is_known_by_its_root(text: str, fit: Fit) -> None:
    assert tmx.reader.sniff(Head("a.tmx", text.encode(), text)) is fit


@pytest.mark.parametrize("language", [None, "id"])
def test_ten_times_the_versions_cost_about_ten_times_the_time(language: str | None) -> None:
    version = '<tuv xml:lang="id"><note>x</note><seg>b<ph>x</ph></seg></tuv>'

    def read(size: int) -> None:
        text = TMX.format("en", f"<tu>{version * (size // len(version))}</tu>")
        (document,) = _read(text, language=language)
        assert len(document.segments) == size // len(version)

    assert written.growth(read) < 25
