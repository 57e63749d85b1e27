"""Rows of an article that do not stand together, and tables without rows: told, not refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpora.tables.cut import stretches, without_rows
from corpora.tables.find import found
from corpora.tables.grouping import Block
from corpora.tables.placing import placed
from corpora.tables.scattered import Scattered
from corpora.tables.table import Mark, Table
from tests.corpora.tables.written import FORMATS, OPENED, gather_all, table_at, write


def _notes(table: Table, size: int = 10) -> list[str]:
    notes = list[str]()
    assert sum(one.rows for one in stretches(table, size, notes=notes)) >= 0
    return notes


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("size", [1, 10_000])
def test_rows_of_systems_side_by_side_are_told(tmp_path: Path, format_: str, size: int) -> None:
    rows = [
        {"mt": f"{doc} {n} {system}", "doc": doc, "system": system}
        for doc in "ab"
        for n in range(3)
        for system in ("x", "y")
    ]
    table = write(tmp_path / f"a.{format_}", rows)
    (note,) = _notes(table, size)
    others = "8 rows do not stand with the others of their article, as in 'x/a'"
    assert note.startswith(f"a.{format_}: {others}: each run of them is taken for an article;")
    rows.sort(key=lambda row: (row["system"], row["doc"]))
    assert _notes(write(tmp_path / f"a.{format_}", rows), size) == []


def test_parts_of_a_long_article_and_bad_rows_in_one_stand_together(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"mt": "x", "doc": "a"}\n' * 12_500 + "{\n" * 10_001 + '{"mt": "x", "doc": "a"}'
    )
    assert _notes(table_at(path)) == []
    path.write_text(path.read_text() + '\n{"mt": "x"}\n' + '{"mt": "x", "doc": "a"}\n' * 12_500)
    assert _notes(table_at(path))[0].startswith("a.jsonl: 12,500 rows do not stand with")


def test_of_too_many_articles_only_some_are_remembered() -> None:
    seen = Scattered("a.jsonl", most=10)
    for number in (*range(20), *range(15)):
        seen.add(Block((str(number), None), (Mark(number, number, (str(number), None), 1),)))
    assert seen.notes()[0].startswith("a.jsonl: at least 10 rows do not stand with")
    assert "as in '0'" in seen.notes()[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tsv", b"mt\tsrc\n"),
        ("a.tsv", b"mt\tsrc"),
        ("a.tsv", b""),
        ("a.tsv", b"\xef\xbb\xbf\n \n"),
        ("a.jsonl", b""),
        ("a.jsonl", b"\n\n"),
        ("a.parquet", None),
        ("a.tsv.gz", gzip.compress(b"")),
    ],
    ids=range(8),
)
def test_a_table_without_rows_is_no_error(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is None:
        pq.write_table(pa.table({"mt": pa.array([], pa.string())}), tmp_path / name)
    else:
        (tmp_path / name).write_bytes(content)
    write(tmp_path / "b.jsonl", [{"mt": "x"}])
    tables = [placed(one, tmp_path) for one in found([str(tmp_path)], None, OPENED)]
    assert len(tables) == 2
    assert _notes(tables[0]) == [str(without_rows(tables[0]))]
    assert _notes(tables[0])[0].endswith("no rows")
    assert gather_all(tables[0], 10).documents == ()
    assert _notes(tables[1]) == []
