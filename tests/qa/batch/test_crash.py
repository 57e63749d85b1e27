"""Killed at any moment, driver or workers: the tables are those of an undisturbed run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.conftest import ROOT, WITHOUT_ESTIMATE
from tests.qa.batch.made import Here, files_of, go, silent, wanted, write_table

pytestmark = pytest.mark.batch

ENVIRONMENT = {**os.environ, **WITHOUT_ESTIMATE, "PYTHONPATH": str(ROOT)}
LIMIT, TIMES = 120, 50


def _begin(table: Path, out: Path, under: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.qa.batch.drive", str(table), str(out), "2"]
    return subprocess.Popen([*under, *command], env=ENVIRONMENT, stderr=subprocess.PIPE)


def _end(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    _, said = process.communicate(timeout=LIMIT)
    return process.returncode, said.decode()


def _workers(driver: int) -> list[int]:
    """The processes at work for a driver."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1]
            is_worker = b"spawn_main" in (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(parent) == driver and is_worker:
            found.append(int(folder.name))
    return found


def _undisturbed(table: Path, out: Path) -> dict[str, bytes]:
    go(wanted(out, table, size=200), Here(), silent)
    return files_of(out)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _done(out: Path) -> int:
    return len(list(out.glob(".copydesk/shards/[0-9]*.json")))


def _until_more_is_done(out: Path, driver: subprocess.Popen[bytes]) -> None:
    before = _done(out)
    while _done(out) == before and driver.poll() is None:
        time.sleep(0.01)


def test_a_worker_and_then_the_driver_killed_at_work(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 2_000, bad=[5, 900]), tmp_path / "out"
    with _begin(table, out) as driver:
        _until_more_is_done(out, driver)
        _kill(_workers(driver.pid)[0])
        _until_more_is_done(out, driver)
        _kill(driver.pid)
        assert _end(driver)[0] == -signal.SIGKILL
    assert 0 < _done(out) < 10
    assert _end(_begin(table, out)) == (0, "")
    assert files_of(out) == _undisturbed(table, tmp_path / "whole")


@dataclass
class _Killer:
    """Kills the driver or one of its workers, now and then; counts which, and runs that ended."""

    random: Random
    drivers: int = 0
    workers: int = 0
    ended: int = 0

    def disturb(self, driver: subprocess.Popen[bytes], longest: float) -> None:
        """Kill at any moment of a run, until it ends."""
        while True:
            try:
                driver.wait(longest * self.random.random())
            except subprocess.TimeoutExpired:
                victim = self.random.choice([driver.pid, *_workers(driver.pid)])
            else:
                return
            _kill(victim)
            self.drivers += victim == driver.pid
            self.workers += victim != driver.pid


@pytest.mark.slow  # minutes
def test_killed_fifty_times(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 2_400, bad=[5, 900]), tmp_path / "out"
    whole, killer = _undisturbed(table, tmp_path / "whole"), _Killer(Random(9))
    begun = time.monotonic()
    assert _end(_begin(table, tmp_path / "timed")) == (0, "")
    longest = time.monotonic() - begun
    while killer.drivers + killer.workers < TIMES:
        with _begin(table, out) as driver:
            killer.disturb(driver, longest)
            code, said = _end(driver)
        # A shard whose workers were killed five times ends a run, but not the next.
        assert code in {0, -signal.SIGKILL} or "processes died of" in said, said
        if code == 0:
            killer.ended += 1
            assert files_of(out) == whole
            shutil.rmtree(out)
    assert min(killer.drivers, killer.workers, killer.ended) > 0, killer
    assert _end(_begin(table, out))[0] == 0
    assert files_of(out) == whole


def test_of_two_drivers_one_says_that_the_other_is_at_work(tmp_path: Path) -> None:
    table = write_table(tmp_path / "a.jsonl", 4_000)
    both = [_begin(table, tmp_path / "out") for _ in range(2)]
    ends = sorted(map(_end, both))
    assert ends[0] == (0, "")
    busy = "another run is at work in this folder; wait until it ends, or name another folder"
    assert ends[1] == (2, f"{tmp_path / 'out'}: {busy}\n")
    assert files_of(tmp_path / "out") == _undisturbed(table, tmp_path / "whole")


def test_ctrl_c_ends_it_soon_and_it_goes_on_there(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 2_000), tmp_path / "out"
    with _begin(table, out) as driver:
        _until_more_is_done(out, driver)
        driver.send_signal(signal.SIGINT)
        code, _ = _end(driver)
    assert code == -signal.SIGINT
    assert not list(out.rglob("*.unfinished"))
    assert not (out / "manifest.json").exists()
    assert _end(_begin(table, out)) == (0, "")
    assert files_of(out) == _undisturbed(table, tmp_path / "whole")


def test_a_disk_that_is_full_is_one_line_and_no_loss(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 1_000), tmp_path / "out"
    blocks = 'ulimit -f 12; exec "$@"'  # no file can be longer than 6 KB
    driver = _begin(table, out, under=("sh", "-c", blocks, "sh"))
    code, said = _end(driver)
    assert code == 2
    assert "cannot be written" in said
    assert len(said.splitlines()) == 1
    assert not list(out.rglob("*.unfinished"))
    assert _end(_begin(table, out)) == (0, "")
    assert files_of(out) == _undisturbed(table, tmp_path / "whole")
