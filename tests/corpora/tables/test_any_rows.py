"""Good rows among any others: each is in one place, and the quick way agrees with the slow one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpora.rows import MOST_SEGMENTS, belongs_to
from corpora.tables.cut import stretches
from corpora.tables.cutters import cutter_of
from corpora.tables.table import BadRow, Stretch, Table
from tests.corpora.tables.written import gather_all, rows_of, table_at, texts

pytestmark = pytest.mark.batch

GOOD = '{"doc": "a", "mt": "satu"}'
BAD = ["", "{", "[]", '{"mt": null, "doc": "z"}', '{"mt": 5}', r'{"mt": "\ud800", "doc": "b"}']


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["x", *BAD])), max_size=40),
    st.integers(1, 12),
)
def test_good_rows_are_read_as_if_there_were_no_bad_ones(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str]], size: int
) -> None:
    good = [json.dumps({"doc": doc, "mt": f"kalimat {n}"}) for n, (doc, _) in enumerate(lines)]
    mixed = [bad if bad != "x" else one for one, (_, bad) in zip(good, lines, strict=True)]
    kept = [one for one, (_, bad) in zip(good, lines, strict=True) if bad == "x"]
    head = [GOOD, GOOD]
    path = tmp_path_factory.getbasetemp() / "mixed.jsonl"
    path.write_text("\n".join([*head, *mixed]))
    found = gather_all(table_at(path), size)
    expected = [n for n, one in enumerate([*head, *mixed], 1) if one]
    assert sorted([*rows_of(found.documents), *(bad.row for bad in found.bad)]) == expected
    path.write_text("\n".join([*head, *kept]))
    clean = gather_all(table_at(path), 1_000)
    assert texts(found.documents) == texts(clean.documents)
    assert not clean.bad


PIECES = st.sampled_from(
    [b'{"mt": "a"', b', "doc": ', b'"x"', b"1", b"0", b"-1.50", b"}", b"{", b"[", b"]", b",", b'"',
     b"\\ud800", b"\\u0041", b"\\", b"NaN", b"1e999", b"null", b"true", b"\n", b"\r", b"\t", b" ",
     b"\xff", b"\xed\xa0\x80", "\u2003".encode(), b"\x1c", b"mt\tdoc\n", b": ", b'"mt"',
     b'"MT": "b"', b'"copydesk: <!-- copydesk: x -->', b"\0", b"1" * 5000]
)  # fmt: skip


@pytest.mark.parametrize("format_", ["jsonl", "tsv"])
@settings(max_examples=150)
@given(st.lists(st.lists(PIECES, max_size=8).map(b"".join), max_size=8), st.integers(1, 5))
@example([b'{"mt": "a", "doc": 1.0}', b'{"mt": "a", "doc": 1.00}'], 1)
@example([b'{"mt": "a", "mt": 5}', b'{"MT": null, "mt": "a"}', b'{"mt": "a", "MT": null}'], 1)
def test_any_bytes_are_rows_good_or_bad_and_marked_as_they_are_read(
    tmp_path_factory: pytest.TempPathFactory, format_: str, lines: list[bytes], size: int
) -> None:
    head = [b"mt\tdoc", b"a\tb"] if format_ == "tsv" else [GOOD.encode()]
    path = tmp_path_factory.getbasetemp() / f"any.{format_}"
    path.write_bytes(b"\n".join([*head, *lines]))
    table = table_at(path)
    _check_marks(table)
    found = gather_all(table, size, longest=100)
    rows = sorted([*rows_of(found.documents), *(bad.row for bad in found.bad)])
    assert rows == [mark.row for mark in cutter_of(format_).marks(table, 100)]


def _check_marks(table: Table) -> None:
    """The quick way and the slow one agree on every row."""
    cutter = cutter_of(table.format)
    marks = list(cutter.marks(table, 100))
    whole = Stretch(cutter.start(table), marks[-1].end, marks[0].row, len(marks))
    for mark, row in zip(marks, cutter.rows(table, whole, 100), strict=True):
        assert mark.belongs_to == (None if isinstance(row, BadRow) else belongs_to(row))
        assert mark.row == (row.row if isinstance(row, BadRow) else row.line)


def test_a_table_of_nothing_but_bad_rows_is_cut_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{GOOD}\n" + "garbage\n" * 12_000 + f"{GOOD}\n{GOOD}\n")
    cut = list(stretches(table_at(path), 1_000))
    assert max(one.rows for one in cut) <= MOST_SEGMENTS + 1
    for size in (1_000, 100_000):
        found = gather_all(table_at(path), size)
        assert len(found.bad) == 12_000
        assert [len(one.segments) for one in found.documents] == [1, 2]
