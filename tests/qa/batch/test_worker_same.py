"""What a whole run says is what `check` says, and the same whatever became of its workers."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qa.run import Request, run
from tests.conftest import ROOT, WITH_ESTIMATE
from tests.qa.batch.gated import open_to, workers_of
from tests.qa.batch.made import files_of, rows_in, wanted, write_table
from tests.qa.batch.made import run as batched

pytestmark = pytest.mark.batch

PATIENCE = 300
GATED = """
from functools import partial
from qa.__main__ import main
from qa.batch.engines import local
from tests.qa.batch.gated import gated
local.Local = partial(local.Local, make=gated)
main()
"""
"""The command, with workers that wait at a gate."""


def test_signatures_of_a_whole_are_those_of_check(tmp_path: Path) -> None:
    table = write_table(tmp_path / "a.jsonl", 1_400)
    lines = table.read_text("utf-8").splitlines(keepends=True)
    for part in batched(wanted(tmp_path / "out", table, size=200)).result.parts:
        its = tmp_path / f"{part.system}.jsonl"
        its.write_text("".join(one for one in lines if json.loads(one)["system"] == part.system))
        for mine, other in zip(part.scores, run(request_for(its)).result.scores, strict=True):
            assert (mine.metric, mine.signature) == (other.metric, other.signature)
            assert "|bs:200|seed:12345|" in mine.signature
            assert (mine.segments, mine.value) == (700, pytest.approx(other.value, rel=1e-12))


def request_for(table: Path) -> Request:
    return wanted(table.parent, table).job.request


def _command(table: Path, out: Path, workers: int) -> list[str]:
    return [
        sys.executable, "-c", GATED, "batch", str(table), "--out", str(out),
        "--metric", "chrf", "--metric", "estimate", "--lang", "de", "--source-lang", "en",
        "--shard-size", "40", "--workers", str(workers),
    ]  # fmt: skip


def _begin(table: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **WITH_ESTIMATE, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        _command(table, out, workers), env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip


def _done(out: Path) -> int:
    return len(list(out.glob(".copydesk/shards/[0-9]*.json")))


def packed(table: Path) -> Path:
    rows = [
        {
            "doc": f"d{number // 8}",
            "src": f"He took {number} letters{' and a long book' * (number % 9)} to Jakarta.",
            "mt": f"Er nahm {number} Briefe{' und ein langes Buch' * (number % 7)} nach Jakarta.",
            "ref": f"Er brachte {number} Briefe nach Jakarta.",
        }
        for number in range(400)
    ]
    table.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return table


@pytest.mark.slow  # half a minute
@pytest.mark.skipif(sys.platform != "linux", reason="finds its workers in /proc")
def test_estimates_of_a_packed_table_are_the_same_whoever_makes_them(tmp_path: Path) -> None:
    table = packed(tmp_path / "a.jsonl.gz")
    outs = {name: tmp_path / name for name in ("one", "two", "killed")}
    for name, workers in (("one", 1), ("two", 2)):
        with _begin(table, outs[name], workers) as driver:
            said = driver.communicate(timeout=PATIENCE)
            assert driver.returncode in {0, 1}, said
    open_to(outs["killed"], 5)
    with _begin(table, outs["killed"], 2) as driver:
        while not _done(outs["killed"]) and driver.poll() is None:
            time.sleep(0.01)
        os.kill(workers_of(driver.pid)[0], signal.SIGKILL)
        open_to(outs["killed"])
        said = driver.communicate(timeout=PATIENCE)
        assert driver.returncode in {0, 1}, said
    files = {name: files_of(out) for name, out in outs.items()}
    assert files["one"] == files["two"] == files["killed"]
    segments = rows_in(outs["killed"], "segments")
    assert len(segments) == 400
    assert all(row["estimate"] is not None for row in segments)
