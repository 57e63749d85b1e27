"""Tables with a header: TSV takes everything as it stands, CSV is what the csv module reads."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.reader import Reader, ReadOptions
from corpora.readers import csv as csv_reader
from corpora.readers import tsv
from corpora.rows import is_reference
from corpora.text import Document, TextFile


def _read(reader: Reader, content: str) -> list[Document]:
    return list(reader.read(TextFile("rows", content), ReadOptions()))


def _cells(reader: Reader, content: str) -> list[tuple[str, str | None]]:
    return [
        (segment.mt.text, segment.source.text if segment.source else None)
        for document in _read(reader, content)
        for segment in document.segments
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("reader", "comma"), [(tsv.reader, "\t"), (csv_reader.reader, ",")])
def test_every_newline_ends_a_row_and_blank_rows_are_left_out(
    reader: Reader, comma: str, newline: str
) -> None:
    rows = ["", f"mt{comma}src", "", f"a{comma}b", comma, "  ", f"c{comma}", f"{comma}d", ""]
    for content in (newline.join(rows), newline.join(rows[:-1])):
        assert _cells(reader, content) == [("a", "b"), ("c", ""), ("", "d")]


@pytest.mark.parametrize(("reader", "comma"), [(tsv.reader, "\t"), (csv_reader.reader, ",")])
def test_an_empty_last_field_needs_no_newline_after_it(reader: Reader, comma: str) -> None:
    assert _cells(reader, f"mt{comma}src\na{comma}") == [("a", "")]


def test_quotation_marks_in_tsv_are_taken_as_they_stand() -> None:
    assert _cells(tsv.reader, 'mt\tsrc\n"a\t""b"\n"\t"\n') == [('"a', '""b"'), ('"', '"')]


def test_column_names_are_found_in_any_letter_case_and_order() -> None:
    (document,) = _read(tsv.reader, " SRC \tNote\tTranslation\tRef_B\nb\tn\ta\tr\n")
    (segment,) = document.segments
    assert segment.source
    assert (segment.mt.text, segment.source.text) == ("a", "b")
    assert [reference.text for reference in segment.references] == ["r"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((name, True) for name in ("ref", "reference", "ref1", "ref_2", "reference-b", "refa")),
        *((name, True) for name in ("refs", "refs.A", "refs.0")),
        *((name, False) for name in ("refer", "referee", "ref10", "preference", "reflex", "src")),
    ],
)
def test_which_columns_hold_references(name: str, expected: bool) -> None:
    assert is_reference(name) is expected


@pytest.mark.parametrize(("reader", "comma"), [(tsv.reader, "\t"), (csv_reader.reader, ",")])
def test_two_columns_of_one_name_are_refused(reader: Reader, comma: str) -> None:
    with pytest.raises(InputError, match="two columns are called 'ref'") as caught:
        _read(reader, f"\nmt{comma}ref{comma}Ref\na{comma}b{comma}c\n")
    assert caught.value.line == 2


def test_columns_without_a_name_may_be_several() -> None:
    assert _cells(tsv.reader, "mt\t\t\nm\t1\t2\n") == [("m", None)]


def test_rows_without_a_document_and_with_an_empty_one_are_one_document() -> None:
    (document,) = _read(tsv.reader, "doc\tsystem\tmt\n\t\ta\n\t\tb\n")
    assert (document.id, document.system, len(document.segments)) == ("rows", None, 2)


def test_rows_that_do_not_stand_together_name_the_line() -> None:
    rows = "mt,doc\na,1\n\nb,2\n\nc,1\n"
    with pytest.raises(InputError, match="'1' do not stand together") as caught:
        _read(csv_reader.reader, rows)
    assert caught.value.line == 6


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ('mt,src\na,b\n"c\nd,e\nf,g\n', 3, "not closed"),
        ('mt,src\na,b\n"c"d,e\n', 3, "not closed"),
        ('mt,src\n"a\n\nb",c\nd,e,f\n', 5, "3 fields where the header has 2"),
        ('mt,src\n"a\nb"\n', 2, "1 fields where the header has 2"),
        ('"mt', 1, "not closed"),
        ("src,doc\na,b\n", 2, "no translation"),
    ],
)
def test_csv_that_is_broken_is_refused_at_the_row_where_it_breaks(
    content: str, line: int, what: str
) -> None:
    with pytest.raises(InputError, match=what) as caught:
        _read(csv_reader.reader, content)
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


def test_a_csv_field_may_be_longer_than_the_csv_module_allows_by_default() -> None:
    text = 'kata, "kata"\n' * 20_000
    quoted = text.replace('"', '""')
    assert _cells(csv_reader.reader, f'mt,src\n"{quoted}",b\n') == [(text, "b")]


SIGNS = st.sampled_from(['"', '""', ",", "\r\n", "\n", "\r", " ", "a", "é", "\u2028", "\x1c", "\t"])


@given(st.lists(SIGNS, max_size=25).map("".join))
def test_csv_is_what_a_strict_csv_module_reads_and_refused_where_it_refuses(content: str) -> None:
    content = f"mt,src\nx,y\n{content}"
    try:
        expected = list(csv.reader(io.StringIO(content, newline=""), strict=True))[1:]
    except csv.Error:
        expected = []
    rows = [row for row in expected if any(cell.strip() for cell in row)]
    if not rows or any(len(row) != 2 for row in rows):
        with pytest.raises(InputError):
            _read(csv_reader.reader, content)
    else:
        assert [list(cells) for cells in _cells(csv_reader.reader, content)] == rows
