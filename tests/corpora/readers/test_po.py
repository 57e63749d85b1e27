"""PO: entries, plurals, contexts, escapes; read as babel reads them; what is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers import po
from corpora.text import Document, TextFile
from tests.corpora.readers import written

SAMPLE = Path(__file__).parent / "samples" / "po.po"
TEXTS = st.text(
    st.sampled_from('"\\\n\t\r%né猫 ') | st.characters(exclude_categories=["Cs", "Cc"]),
    min_size=1,
    max_size=90,
)


def _read(text: str, language: str | None = None) -> Document:
    (document,) = po.reader.read(TextFile("a.po", text), ReadOptions(language))
    return document


def _texts(document: Document) -> list[tuple[str | None, str]]:
    return [(one.source.text if one.source else None, one.mt.text) for one in document.segments]


def test_the_sample() -> None:
    document = _read(SAMPLE.read_text(encoding="utf-8"))
    assert (document.id, document.language) == ("a.po", "id")
    assert _texts(document) == [
        ("Prices rise", 'Harga "naik"\tlagi\n'),
        ("Open file", "Buka berkas"),
        ("%d floods", "%d banjir"),
        ("Not yet", ""),
    ]
    names = [one.name for one in document.segments]
    assert names == ["news/head.py:12", "menu", "news/count.py:1[0]", None]
    assert [one.state for one in document.segments] == ["fuzzy", None, None, None]
    assert document.segments[0].notes == ("Headline", "perlu dicek")
    assert document.segments[3].notes == ()


def test_of_several_forms_the_first_stands_for_one() -> None:
    text = 'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\n'
    assert _texts(_read(text)) == [("one", "a"), ("many", "b"), ("many", "c")]


def test_entries_need_no_blank_line_between_them() -> None:
    text = (
        'msgid "a"\nmsgstr "b"\nmsgctxt "x"\nmsgid "a"\nmsgstr "c"\n#. note\nmsgid "d"\nmsgstr ""'
    )
    document = _read(text)
    assert _texts(document) == [("a", "b"), ("a", "c"), ("d", "")]
    assert [one.name for one in document.segments] == [None, "x", None]
    assert document.segments[2].notes == ("note",)


def test_escapes_are_those_of_c() -> None:
    text = r'msgid "x"' + "\n" + r'msgstr "\a\b\f\v\101\x42\?\303"' + "\n"
    assert _texts(_read(text)) == [("x", "\a\b\f\vAB?\\303")]


@settings(max_examples=60)
@given(pairs=st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=4), width=st.sampled_from([0, 20]))
def test_what_babel_writes_is_read_as_it_was(pairs: dict[str, str], width: int) -> None:
    catalog = Catalog(locale="id")
    for source, mt in pairs.items():
        catalog.add(source, mt)
    out = io.BytesIO()
    pofile.write_po(out, catalog, width=width, sort_output=False)
    document = _read(out.getvalue().decode())
    assert _texts(document) == [*pairs.items()]
    assert document.language == "id"


def _form(text: str) -> st.SearchStrategy[written.Sign]:
    raw = {'"': '\\"', "\\": "\\\\"}.get(text, text)
    breaks = [("", ""), ('"\n"', ""), ("", '"\r\n \t"')]
    return st.sampled_from([written.Sign(text, raw, *one) for one in breaks])


@settings(max_examples=100)
@given(signs=written.signs(_form))
def test_every_span_leads_to_its_raw_form(signs: list[written.Sign]) -> None:
    document = _read(f'msgid "-"\nmsgstr "{written.raw_of(signs)}"\n')
    written.check(document.segments[0].mt, signs)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('msgid "a"\nmsgstr ""\n', "a.po: holds no translations; give the .po file"),
        ('msgid ""\nmsgstr "Language: id\\n"\n', "a.po: holds no segments"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "a.po:4: a second entry for the same"),
        ('msgid "a"\nmsgid "b"\nmsgstr "c"\n', "a.po:2: a second msgid in one entry"),
        ('msgid "a"\n\nmsgctxt "x"\nmsgid "b"\n', "a.po:4: a second msgid"),
        ('# x\nmsgid "a"\n', "a.po:2: an entry without msgstr"),
        ('msgstr "a"\n', "a.po:1: an entry without msgid"),
        ('msgid "a"\nmsgstr "b\n', "a.po:2: not PO"),
        ('msgid "a"\nmsgstr "b" c\n', "a.po:2: not PO"),
        ('msgid "a"\nmsgstr b\n', "a.po:2: not PO"),
        ('"a"\n', "a.po:1: not PO"),
        ("presiden tiba\n", "a.po:1: not PO"),
    ],
)
def test_what_cannot_be_read_is_one_line(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        _read(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ('# a\nmsgid ""\nmsgstr ""\n', Fit.SURE),
        ('msgctxt "a"\r\nmsgid "b"\r\nmsgstr "c"\r\n', Fit.SURE),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', Fit.SURE),
        ("# heading\nmsgid and msgstr\n", Fit.NO),
        ("mt\tsrc\na\tb\n", Fit.NO),
        ('{"mt": "msgid"}\n', Fit.NO),
        ("\0\x01", Fit.NO),
        ("", Fit.NO),
    ],
)
def test_it_is_known_by_its_entries(text: str, fit: Fit) -> None:
    assert po.reader.sniff(Head("a", text.encode(), text)) is fit


@pytest.mark.parametrize("repeated", ['"a\\n"\n', "\\\\", "# x\n", '#~ msgid "a"\n'])
def test_ten_times_the_file_costs_about_ten_times_the_time(repeated: str) -> None:
    start, end = ('msgid "a"\nmsgstr "b"\n', "")
    if repeated[0] == "\\":
        start, end = ('msgid "a"\nmsgstr "b', '"\n')

    def read(size: int) -> None:
        assert _texts(_read(start + repeated * (size // len(repeated)) + end))

    assert written.growth(read) < 25
