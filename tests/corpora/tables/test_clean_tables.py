"""Clean tables in stretches of any size: every row once, and the documents of the one reader."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import UsageError
from corpora.rows import MOST_SEGMENTS, PART
from corpora.tables.cut import stretches
from corpora.tables.table import Stretch, Table
from corpora.text import Span
from tests.corpora.tables.written import (
    FORMATS,
    gather_all,
    gather_each,
    loaded,
    rows_of,
    table_at,
    texts,
    write,
)

pytestmark = pytest.mark.batch

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=8)
LINE = WORDS.filter(lambda text: "copydesk:" not in text)


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows of documents that stand together, each of one system."""
    rows = list[dict[str, Any]]()
    has_system = draw(st.booleans())
    for number in range(draw(st.integers(1, 8))):
        document = {"doc": f"d{number}", **({"system": f"s{number % 3}"} if has_system else {})}
        for _ in range(draw(st.integers(1, 6))):
            mt, src, ref = draw(LINE), draw(LINE), draw(LINE)
            rows.append({"mt": f"x{mt}", "src": src, "ref": ref, **document, "lp": "en-id"})
    return rows


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=40)
@given(rows=tables(), size=st.integers(1, 50))
def test_any_stretches_hold_what_the_one_reader_reads(
    tmp_path_factory: pytest.TempPathFactory, format_: str, rows: list[dict[str, Any]], size: int
) -> None:
    table = write(tmp_path_factory.getbasetemp() / f"clean.{format_}", rows)
    found = gather_all(table, size)
    assert not found.bad
    assert texts(found.documents) == texts(loaded(table))
    _check_partition(list(stretches(table, size)), len(rows))


def _check_partition(cut: list[Stretch], count: int) -> None:
    assert sum(one.rows for one in cut) == count
    for before, after in pairwise(cut):
        assert before.end == after.start
        assert before.first_row < after.first_row


@pytest.mark.parametrize("format_", FORMATS)
def test_a_stretch_is_as_large_as_documents_allow(tmp_path: Path, format_: str) -> None:
    counts = [3, 3, 5, 12, 1, 1]
    rows = [{"mt": "x", "doc": f"d{n}"} for n, count in enumerate(counts) for _ in range(count)]
    table = write(tmp_path / f"a.{format_}", rows)
    assert [one.rows for one in stretches(table, 10)] == [6, 5, 12, 2]


@pytest.mark.parametrize(
    ("format_", "count", "size"),
    [
        ("jsonl", MOST_SEGMENTS, 500),
        ("jsonl", MOST_SEGMENTS + 1, 500),
        ("jsonl", 11_500, 3_000),
        ("jsonl", 11_500, 20_000),
        ("tsv", 11_500, 3_000),
        ("parquet", 11_500, 3_000),
    ],
)
def test_a_document_that_is_too_long_comes_in_the_one_reader_s_parts(
    tmp_path: Path, format_: str, count: int, size: int
) -> None:
    rows = [
        {"mt": f"kalimat {n}", "doc": doc}
        for doc, many in (("a", 3), ("b", count), ("c", 2))
        for n in range(many)
    ]
    table = write(tmp_path / f"a.{format_}", rows)
    found = gather_all(table, size)
    assert texts(found.documents) == texts(loaded(table))
    parts = [one for one in stretches(table, size) if one.part]
    assert bool(parts) is (count > MOST_SEGMENTS)
    assert all(one.rows <= max(size, PART) for one in parts)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "open"])
@pytest.mark.parametrize("format_", ["jsonl", "tsv"])
def test_lines_end_as_any_system_ends_them_and_blank_ones_are_no_rows(
    tmp_path: Path, format_: str, newline: str, mark: bytes, last: bool
) -> None:
    tsv = ["", "doc\tmt", "", "a\tsatu é", "\t", "a\tdua", "\u3000\u2003", " ", "b\ttiga"]
    json_ = ["", " ", '{"mt": "satu é", "doc": "a"}', "", '{"mt": "dua", "doc": "a"}', "\u2003", ""]
    lines = tsv if format_ == "tsv" else [*json_, '{"doc": "b", "mt": "tiga"}']
    path = tmp_path / f"a.{format_}"
    path.write_bytes(mark + newline.join([*lines, ""] if last else lines).encode())
    table = table_at(path)
    for size in (1, 2, 9):
        found = gather_all(table, size)
        assert texts(found.documents) == texts(loaded(table))
        assert not found.bad
        whole = [s.mt.file.line_of(s.mt.start) for d in loaded(table) for s in d.segments]
        assert rows_of(found.documents) == whole


def test_a_line_end_that_falls_apart_between_two_reads_is_one(tmp_path: Path) -> None:
    """The file is read by the mebibyte: there the two halves of a line's end may be parted."""
    first = b'{"mt": "' + b"x" * ((1 << 20) - 11) + b'"}'
    assert len(first) == (1 << 20) - 1
    path = tmp_path / "a.jsonl"
    path.write_bytes(first + b'\r\n{"mt": "y"}\r\n')
    found = gather_all(table_at(path), 10, longest=1 << 21)
    assert rows_of(found.documents) == [1, 2]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_text_leads_into_its_row_alone(tmp_path: Path, format_: str) -> None:
    rows = [{"doc": "a", "mt": f"kata {n} é “dua”", "src": f"word {n}"} for n in range(40)]
    table = write(
        tmp_path / f"a.{format_}", rows, **({"row_group_size": 7} if format_ == "parquet" else {})
    )
    shift = 2 if format_ == "tsv" else 1
    for stretch_, _ in gather_each(table, 10):
        for segment in (one for document in stretch_.documents for one in document.segments):
            number = int(segment.mt.text.split()[1])
            file = segment.mt.file
            assert (file.path, file.first_line) == (table.path, number + shift)
            assert file.line_of(segment.mt.start) == number + shift
            assert file.extracted is (format_ == "parquet")
            place = segment.mt.to_file(Span(0, 4))
            assert file.text[place.start : place.end] == "kata"


def test_quotation_marks_of_a_spreadsheet_are_read_as_the_one_reader_reads_them(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.tsv"
    path.write_text('doc\tmt\n"a ""1"""\t"satu ""dua"""\n"a ""1"""\ttiga\n"b\t"\n')
    found = gather_all(table_at(path), 1)
    assert texts(found.documents) == texts(loaded(table_at(path)))


def test_columns_of_parquet_of_any_type_are_read_as_the_one_reader_reads_them(
    tmp_path: Path,
) -> None:
    columns = {
        "MT": pa.array(["satu", "", "tiga"]).dictionary_encode(),
        "source": pa.array([b"one", None, "drei é".encode()], pa.large_binary()),
        "refs": [{"A": "r1", "B": None}, None, {"A": "r2", "B": "r3"}],
        "doc": [1, 1, None],
        "system": pa.array([1.5, 1.5, 2.5]),
        "seg_id": [7, 8, 7],
        "realigned": [True, False, None],
        "confidence": [0.25, None, 1.0],
        "lp": ["en-id", None, "de-id"],
        "vector": [[1.0], [2.0], None],
    }
    pq.write_table(pa.table(columns), tmp_path / "a.parquet", row_group_size=2)
    found = gather_all(table_at(tmp_path / "a.parquet"), 1)
    assert not found.bad
    assert texts(found.documents) == texts(loaded(table_at(tmp_path / "a.parquet")))


def test_numbers_tell_documents_apart_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    numbers = ["0", "-0", "1", "1.0", "1e0", "12345678901234567890123", '"1"']
    path.write_text("".join(f'{{"doc": {one}, "mt": "x"}}\n' for one in numbers[:-1]))
    found = gather_all(table_at(path), 1)
    assert [one.id for one in found.documents] == numbers[:-1]
    assert texts(found.documents) == texts(loaded(table_at(path)))


def test_a_table_without_rows_has_no_stretches(tmp_path: Path) -> None:
    for name, content in (("a.jsonl", ""), ("a.tsv", "mt\n"), ("b.jsonl", "\n \n")):
        (tmp_path / name).write_text(content)
    empty = pa.table({"mt": pa.array([], pa.string())})
    pq.write_table(empty, tmp_path / "a.parquet")
    for path in tmp_path.iterdir():
        assert not list(stretches(table_at(path), 10))


def test_other_formats_cannot_be_cut() -> None:
    with pytest.raises(
        UsageError, match="'csv' cannot be read in stretches; there are: jsonl, tsv"
    ):
        next(stretches(Table("a.csv", "a.csv", "csv"), 10))
