"""How far a batch is: in a log a line now and then, on a terminal a bar."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.commands import batch_progress
from qa.commands.batch_progress import Watch
from tests.conftest import ROOT, WITHOUT_ESTIMATE
from tests.qa.batch.tabled import GOOD, table


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(batch_progress.time, "monotonic", lambda: now[0])
    return now


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_a_log_has_rate_and_time_left_now_and_then(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    with Watch({"quiet": False}, clock[0], clock[0]) as watch:
        watch(0, 10_000)
        for second in range(1, 100):
            clock[0] = 100.0 + second
            watch(50 * second, 10_000)
    told = lines(capsys)
    assert told[0] == "copydesk: 1,500 of 10,000 rows (15 %), 50 rows/s, 3 min left"
    assert len(told) == 3


def test_what_an_earlier_run_did_is_not_of_this_one_s_rate(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    with Watch({"quiet": False}, clock[0], clock[0]) as watch:
        watch(9_000, 10_000)
        clock[0] += 40
        watch(9_400, 10_000)
    assert lines(capsys) == [
        "copydesk: going on after 9,000 of 10,000 rows",
        "copydesk: 9,400 of 10,000 rows (94 %), 10 rows/s, 1 min left",
    ]


def test_cutting_is_told_of_and_quiet_is_quiet(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    for quiet in (False, True):
        with Watch({"quiet": quiet}, clock[0], clock[0]) as watch:
            clock[0] += 31
            watch.cutting("a.jsonl", 100_000)
            watch(5, 5)
    assert lines(capsys) == [
        "copydesk: cutting a.jsonl: 100,000 rows",
        "copydesk: all 5 rows were done already",
    ]


def _said(master: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(master, 1 << 16)
        except OSError:  # the other end is closed
            return
        if not data:
            return
        yield data


def test_a_terminal_has_a_bar_that_goes_away(tmp_path: Path) -> None:
    path = table(tmp_path / "a.jsonl", *[GOOD] * 60)
    command = [sys.executable, "-m", "qa", "batch", str(path), "--out", str(tmp_path / "out")]
    options = ["--lang", "id", "--source-lang", "en", "-m", "chrf", "--shard-size", "20"]
    master, slave = pty.openpty()
    environment = {**os.environ, **WITHOUT_ESTIMATE, "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(
        [*command, *options], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=slave
    )
    os.close(slave)
    said = b"".join(_said(master)).decode()
    os.close(master)
    assert process.wait() == 0
    assert "rows/s" in said
    assert "left" in said
    assert "\x1b[?25h" in said, "the cursor is back"
