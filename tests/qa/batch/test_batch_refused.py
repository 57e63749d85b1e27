"""Input that `copydesk batch` cannot use: one line, exit code 2, and nothing half-written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Run
from tests.qa.batch.tabled import GOOD, table

pytestmark = pytest.mark.batch


def _missing(folder: Path) -> list[str]:
    return [str(folder / "missing.jsonl")]


def _empty(folder: Path) -> list[str]:
    return [str(table(folder / "empty.jsonl"))]


def _binary(folder: Path) -> list[str]:
    (folder / "a.jsonl").write_bytes(bytes(range(256)) * 40)
    return [str(folder / "a.jsonl"), "--format", "parquet"]


def _article(_folder: Path) -> list[str]:
    return [str(ROOT / "examples" / "article.mt.id.txt")]


def _csv(folder: Path) -> list[str]:
    (folder / "a.csv").write_text("mt,src\na,b\n")
    return [str(folder / "a.csv")]


def _utf_16(folder: Path) -> list[str]:
    (folder / "a.tsv").write_text("mt\tsrc\na\tb\n", encoding="utf-16")
    return [str(folder / "a.tsv")]


def _headless(folder: Path) -> list[str]:
    (folder / "a.tsv").write_text("one\ttwo\na\tb\n")
    return [str(folder / "a.tsv")]


def _stdin(_folder: Path) -> list[str]:
    return ["-"]


def _twice(folder: Path) -> list[str]:
    path = str(table(folder / "a.jsonl", GOOD))
    return [path, path]


def _inside(folder: Path) -> list[str]:
    table(folder / "a.jsonl", GOOD)
    return [str(folder)]


def _lost_summary(folder: Path) -> list[str]:
    return [str(table(folder / "a.jsonl", GOOD)), "--against", str(folder / "nowhere")]


def _ray_options(folder: Path) -> list[str]:
    return [str(table(folder / "a.jsonl", GOOD)), "--gpus", "0.5"]


def _limit(folder: Path) -> list[str]:
    return [str(table(folder / "a.jsonl", GOOD)), "--max-rejects", "some"]


def _report(folder: Path) -> list[str]:
    return [str(table(folder / "a.jsonl", GOOD)), "--report", "sarif=-"]


def _metric(folder: Path) -> list[str]:
    return [str(table(folder / "a.jsonl", GOOD)), "-m", "chrg"]


def _rejected(folder: Path) -> list[str]:
    return [str(table(folder / "a.jsonl", b"no", b"row", b"here"))]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (_missing, "no such file"),
        (_empty, "empty.jsonl"),
        (_binary, "Parquet"),
        (_article, "article.mt.id.txt"),
        (_csv, "TSV, JSON lines or Parquet"),
        (_utf_16, "UTF-16"),
        (_headless, "translation"),
        (_stdin, "cannot be read twice"),
        (_twice, "twice"),
        (_inside, "lies in the input folder"),
        (_lost_summary, "nowhere"),
        (_ray_options, "--engine ray"),
        (_limit, "--max-rejects some"),
        (_report, "sarif"),
        (_metric, "chrg"),
        (_rejected, ""),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_bad_input_is_told_in_one_line(copydesk: Run, tmp_path: Path, bad: Any, said: str) -> None:
    done = copydesk("batch", *bad(tmp_path), "--out", tmp_path / "out")
    assert done.code == 2
    lines = [line for line in done.err.splitlines() if "note:" not in line]
    assert said in done.err
    assert len(lines) <= 1, done.err
    assert "Traceback" not in done.err
    if bad is not _rejected:
        assert not list((tmp_path / "out").glob("*/part-*")), "nothing half-written"
