"""Damaged Parquet files: what can be read is read, every other row is told, nothing crashes."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.reader import ReadOptions
from corpora.tables.cut import stretches
from corpora.tables.gather import gathered
from corpora.tables.table import Reason, Stretch, Table
from tests.corpora.tables.written import gather_all, rows_of, table_at, write

pytestmark = pytest.mark.batch

ROWS = [{"mt": f"kalimat nomor {n} dari banyak", "doc": f"d{n // 10}"} for n in range(3_000)]


def _spoilt(path: Path, group: int, column: int) -> Table:
    """A table with a column of a row group overwritten."""
    pages = {"use_dictionary": False, "data_page_size": 1_000, "write_batch_size": 50}
    write(path, ROWS, row_group_size=1_000, **pages)
    held = pq.read_metadata(path).row_group(group).column(column)
    data = bytearray(path.read_bytes())
    start, size = held.data_page_offset, held.total_compressed_size
    middle = start + size // 2
    data[middle : start + size] = b"\xff" * (start + size - middle)
    path.write_bytes(data)
    return table_at(path)


@pytest.mark.parametrize("column", [0, 1], ids=["mt", "doc"])
@pytest.mark.parametrize("size", [50, 500, 5_000])
def test_a_damaged_page_costs_its_row_group_s_rest_at_most(
    tmp_path: Path, column: int, size: int
) -> None:
    found = gather_all(_spoilt(tmp_path / "a.parquet", 1, column), size)
    bad = [one.row for one in found.bad]
    assert {one.reason for one in found.bad} == {Reason.UNREADABLE}
    assert found.bad[0].what.startswith("damaged Parquet file (")
    assert bad == list(range(bad[0], 2_001))
    assert 1_001 < bad[0] < 1_600
    assert rows_of(found.documents) == [*range(1, bad[0]), *range(2_001, 3_001)]


def test_the_same_rows_are_unreadable_however_the_table_is_cut(tmp_path: Path) -> None:
    table = _spoilt(tmp_path / "a.parquet", 1, 0)
    every = {gather_all(table, size).bad for size in (30, 100, 777, 5_000)}
    assert len(every) == 1


@settings(max_examples=80)
@given(st.data())
def test_any_damage_is_told_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.parquet"
    write(path, ROWS[:60], row_group_size=25)
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(4, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(4, len(whole)) | st.just(len(whole)))
    path.write_bytes(whole[:cut])
    table = table_at(path)
    try:
        found = gather_all(table, 10)
        count = sum(one.rows for one in stretches(table, 10))
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - refused is as good as read
        assert "has changed" not in str(error)  # noqa: PT017
        return
    rows = sorted([*rows_of(found.documents), *(bad.row for bad in found.bad)])
    assert rows == list(range(1, count + 1))


@pytest.mark.parametrize("format_", ["jsonl", "tsv", "parquet"])
def test_a_file_that_went_away_or_changed_is_told_in_a_line(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"a.{format_}"
    table = write(path, ROWS[:50])
    *_, last = stretches(table, 20)
    write(path, ROWS[:12])
    with pytest.raises(InputError, match=rf"a\.{format_}: has changed: 0 rows where"):
        gathered(table, last, 100, ReadOptions())
    path.unlink()
    with pytest.raises(InputError, match=rf"^a\.{format_}: no such file"):
        gathered(table, last, 100, ReadOptions())
    path.mkdir()
    with pytest.raises(InputError, match=r"cannot be read"):
        gathered(table, last, 100, ReadOptions())


def test_a_stretch_of_another_table_is_refused(tmp_path: Path) -> None:
    table = write(tmp_path / "a.jsonl", ROWS[:5])
    with pytest.raises(InputError, match="has changed: 5 rows where there were 9"):
        gathered(table, Stretch(0, 1 << 30, 1, 9), 100, ReadOptions())
