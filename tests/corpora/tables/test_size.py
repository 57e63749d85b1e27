"""What a table may hold of any size, without filling memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpora.tables import cut as cutting
from corpora.tables import grouping
from corpora.tables.cut import stretches
from corpora.tables.table import Reason
from tests.conftest import ROOT
from tests.corpora.tables.written import FORMATS, gather_all, rows_of, table_at, write

pytestmark = pytest.mark.batch

GOOD = b'{"doc": "a", "mt": "satu"}\n'
PEAK = """
import resource, sys
from tests.corpora.tables.written import *
table = table_at(Path(sys.argv[1]))
for _ in range(2):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bad = [one.reason.value for each, _ in gather_each(table, int(sys.argv[2])) for one in each.bad]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    table = table_at(Path(sys.argv[3]))
print(peak // 1024, len(bad), sorted(set(bad)))
"""


def _peak(warm: Path, path: Path, size: int) -> tuple[int, str]:
    """How many MB more a process needs for a table than for another, and its bad rows."""
    command = [sys.executable, "-c", PEAK, str(warm), str(size), str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    peak, bad = done.stdout.strip().split(" ", 1)
    return int(peak), bad


def test_a_line_without_an_end_fills_no_memory(tmp_path: Path) -> None:
    """Many megabytes of NUL in a hole of the file: no disk is needed."""
    small, large = tmp_path / "small.jsonl", tmp_path / "large.jsonl"
    small.write_bytes(GOOD + b"x" * (6 << 20) + b"\n" + GOOD)
    with large.open("wb") as file:
        file.write(GOOD)
        file.seek(1 << 28, 1)
        file.write(b"\n" + GOOD)
    peak, bad = _peak(small, large, 10)
    assert bad == "1 ['too-long']"
    assert peak < 40


def test_long_garbage_is_not_kept(tmp_path: Path) -> None:
    small, large = tmp_path / "small.jsonl", tmp_path / "large.jsonl"
    garbage = b'{"doc": "a", "mt": "%s"}\n' % (b"x" * 1_000_000)
    small.write_bytes((GOOD * 9 + garbage) * 2)
    large.write_bytes((GOOD * 9 + garbage) * 60)
    peak, bad = _peak(small, large, 10_000)
    assert bad == "60 ['too-long']"
    assert peak < 20


def test_a_stretch_holds_no_more_than_some_megabytes_of_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = b'{"mt": "%s", "doc": "%%d"}\n' % (b"x" * 4_000_000)
    path.write_bytes(b"".join(line % number for number in range(40)))
    cut = list(stretches(table_at(path), 10_000, longest=5_000_000))
    assert [one.rows for one in cut] == [16, 16, 8]


@pytest.mark.parametrize("format_", FORMATS)
def test_neither_does_one_of_any_other_format(tmp_path: Path, format_: str) -> None:
    """Of Parquet it is not the encoded text that counts: that of one value is next to nothing."""
    rows = [{"mt": "x" * 4_000_000, "doc": str(n)} for n in range(20)]
    table = write(tmp_path / f"a.{format_}", rows)
    cut = list(stretches(table, 10_000, longest=5_000_000))
    assert [one.rows for one in cut] == [16, 4]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("size", [100, 10_000])
def test_a_document_of_too_much_text_comes_in_parts(
    tmp_path: Path, format_: str, size: int
) -> None:
    """Those of 40 kB each are too many for two parts of 1,000; the others are none for any."""
    rows = [{"mt": "a", "doc": "a"}]
    rows += [{"mt": f"{n} " + "x" * (40_000 if n < 2_000 else 4), "doc": "b"} for n in range(4_600)]
    rows += [{"mt": "c", "doc": "c"}]
    table = write(tmp_path / f"a.{format_}", rows)
    found = gather_all(table, size)
    parts = ["b", *(f"b ({n})" for n in range(2, 6))]
    assert [one.id for one in found.documents] == ["a", *parts, "c"]
    counts = [len(one.segments) for one in found.documents]
    assert counts == [1, 1000, counts[2], 1000, 1000, 1600 - counts[2], 1]
    assert 670 < counts[2] < 680
    read = [one.mt.text for each in found.documents for one in each.segments]
    assert read == [row["mt"] for row in rows]
    assert all(one.part or one.rows == 1 for one in stretches(table, size))


def test_parts_of_any_sizes_are_read_as_they_were_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "MOST_BYTES", 3_000)
    monkeypatch.setattr(cutting, "MOST_BYTES", 3_000)
    monkeypatch.setattr(grouping, "PART", 5)
    monkeypatch.setattr(cutting, "PART", 5)
    chance = Random(9)
    lines = [
        "{"
        if chance.random() < 0.2
        else json.dumps({"mt": "x" * (7 ** chance.randrange(5)), "doc": d})
        for d in "abcd"
        for _ in range(chance.randrange(60))
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines))
    names = [[one.id for one in gather_all(table_at(path), size).documents] for size in (1, 9, 99)]
    assert names[0] == names[1] == names[2]
    assert len(names[0]) > 10
    found = gather_all(table_at(path), 9)
    assert sorted([*rows_of(found.documents), *(bad.row for bad in found.bad)]) == [
        *range(1, len(lines) + 1)
    ]


@pytest.mark.parametrize(("size", "rows"), [(1_000_000, 2_000), (20_000_000, 100)])
def test_a_long_value_repeated_in_each_row_of_parquet_fills_no_memory(
    tmp_path: Path, size: int, rows: int
) -> None:
    repeated = pa.array(["x" * size])
    values = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), repeated)
    large = tmp_path / "large.parquet"
    pq.write_table(pa.table({"mt": values}), large, compression="zstd", store_schema=False)
    assert large.stat().st_size < 1 << 20
    small = write(tmp_path / "small.parquet", [{"mt": "x"}] * rows)
    peak, bad = _peak(Path(small.place), large, 1_000)
    assert bad == f"{rows} ['too-long']"
    assert peak < 400


def test_rows_of_parquet_are_found_in_every_row_group(tmp_path: Path) -> None:
    rows = [{"mt": f"kalimat {n}", "doc": f"d{n // 7}"} for n in range(2_000)]
    rows[999]["mt"] = "x" * 100_000
    table = write(tmp_path / "a.parquet", rows, row_group_size=333)
    for size in (100, 1_500):
        found = gather_all(table, size)
        assert [(bad.row, bad.reason) for bad in found.bad] == [(1_000, Reason.TOO_LONG)]
        assert [*rows_of(found.documents)] == [n for n in range(1, 2_001) if n != 1_000]
