"""Parquet's dates, times and decimals name documents and systems as they are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpora.text import Document
from tests.corpora.tables.written import gather_all, loaded, table_at, texts

DAY = datetime(2024, 5, 1, 12, 30, tzinfo=UTC).replace(tzinfo=None)
FIRST = date(2024, 1, 2)


def _documents(tmp_path: Path, labels: pa.Array, column: str = "doc") -> list[Document]:
    """The documents of a table with these labels: the same from both readers."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"mt": ["x"] * len(labels), column: labels}), path)
    found = gather_all(table_at(path), 2)
    assert not found.bad
    whole = loaded(table_at(path))
    assert texts(found.documents) == texts(whole)
    return whole


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (pa.array([FIRST, FIRST, date(2024, 1, 3)]), ["2024-01-02", "2024-01-03"]),
        (pa.array([DAY, DAY], pa.timestamp("us")), [str(DAY)]),
        (pa.array([DAY, DAY], pa.timestamp("s")), [str(DAY)]),
        (pa.array([DAY], pa.timestamp("ns")), [str(DAY)]),
        (pa.array([DAY + timedelta(0, 0, 1)], pa.timestamp("ns")), [f"{DAY}.000001000"]),
        (pa.array([DAY], pa.timestamp("ms", "UTC")), [f"{DAY}+00:00"]),
        (pa.array([DAY], pa.timestamp("ms", "Asia/Jakarta")), [f"{DAY}+00:00"]),
        (pa.array([Decimal("1.50"), Decimal("1.50"), Decimal("2.00")]), ["1.50", "2.00"]),
        (pa.array([time(9, 30)]), ["09:30:00.000000"]),
        (pa.array([1 << 40], pa.timestamp("s")), None),
        (pa.array([1.5, 1.5]), ["1.5"]),
    ],
    ids=range(11),
)  # fmt: skip
def test_documents_are_named_by(tmp_path: Path, labels: pa.Array, names: list[str] | None) -> None:
    found = [one.id for one in _documents(tmp_path, labels)]
    assert len(found) == 1 if names is None else found == names


def test_systems_too_and_a_null_is_none(tmp_path: Path) -> None:
    labels = pa.array([date(2024, 1, 2), date(2024, 1, 2), None])
    systems = [one.system for one in _documents(tmp_path, labels, "system")]
    assert systems == ["2024-01-02", None]


def test_numbers_of_a_dictionary_are_read(tmp_path: Path) -> None:
    labels = pa.array([7, 7, 8]).dictionary_encode()
    assert [one.id for one in _documents(tmp_path, labels)] == ["7", "8"]
