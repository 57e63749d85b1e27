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
from tests.qa.batch.gated import open_to, workers_of
from tests.qa.batch.made import Here, files_of, go, silent, wanted, write_table

pytestmark = pytest.mark.batch

ENVIRONMENT = {**os.environ, **WITHOUT_ESTIMATE, "PYTHONPATH": str(ROOT)}
LIMIT, TIMES = 300, 50


def _begin(table: Path, out: Path, under: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.qa.batch.drive", str(table), str(out), "2"]
    return subprocess.Popen([*under, *command], env=ENVIRONMENT, stderr=subprocess.PIPE)


def _end(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    _, said = process.communicate(timeout=LIMIT)
    return process.returncode, said.decode()


def _undisturbed(table: Path, out: Path) -> dict[str, bytes]:
    go(wanted(out, table, size=200), Here(), silent)
    return files_of(out)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _done(out: Path) -> int:
    return len(list(out.glob(".copydesk/shards/[0-9]*.json")))


def _until_done(shards: int, out: Path, driver: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + LIMIT
    while _done(out) < shards and driver.poll() is None:
        assert time.monotonic() < last
        time.sleep(0.01)


def test_a_worker_and_then_the_driver_killed_at_work(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 2_000, bad=[5, 900]), tmp_path / "out"
    open_to(out, 5)
    with _begin(table, out) as driver:
        _until_done(1, out, driver)
        _kill(workers_of(driver.pid)[0])
        more = _done(out) + 1
        open_to(out, 8)
        _until_done(more, out, driver)
        _kill(driver.pid)
        assert _end(driver)[0] == -signal.SIGKILL
    assert 0 < _done(out) < 10
    open_to(out)
    assert _end(_begin(table, out)) == (0, "")
    assert files_of(out) == _undisturbed(table, tmp_path / "whole")


@dataclass
class _Killer:
    """Kills the driver or one of its workers, now and then; counts which, and runs that ended."""

    random: Random
    drivers: int = 0
    workers: int = 0
    ended: int = 0

    @property
    def kills(self) -> int:
        return self.drivers + self.workers

    def disturb(self, driver: subprocess.Popen[bytes], longest: float) -> None:
        """Kill at any moment of a run, until it ends."""
        while True:
            try:
                driver.wait(longest * self.random.random())
            except subprocess.TimeoutExpired:
                victim = self.random.choice([driver.pid, *workers_of(driver.pid)])
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
    while killer.kills < TIMES or not killer.ended:
        if killer.kills >= TIMES:  # the machine is slower by now: no run lives so long
            longest *= 2
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
    open_to(tmp_path / "out", 5)
    both = [_begin(table, tmp_path / "out") for _ in range(2)]
    last = time.monotonic() + LIMIT
    while all(driver.poll() is None for driver in both) and time.monotonic() < last:
        time.sleep(0.01)
    open_to(tmp_path / "out")
    ends = sorted(map(_end, both))
    assert ends[0] == (0, "")
    busy = "another run is at work in this folder; wait until it ends, or name another folder"
    assert ends[1] == (2, f"{tmp_path / 'out'}: {busy}\n")
    assert files_of(tmp_path / "out") == _undisturbed(table, tmp_path / "whole")


def test_ctrl_c_ends_it_soon_and_it_goes_on_there(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 2_000), tmp_path / "out"
    open_to(out, 5)
    with _begin(table, out) as driver:
        _until_done(1, out, driver)
        driver.send_signal(signal.SIGINT)
        code, _ = _end(driver)
    open_to(out)
    assert code == -signal.SIGINT
    assert not list(out.rglob("*.unfinished"))
    assert not (out / "manifest.json").exists()
    assert _end(_begin(table, out)) == (0, "")
    assert files_of(out) == _undisturbed(table, tmp_path / "whole")


def test_a_disk_that_is_full_is_one_line_and_no_loss(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 1_000), tmp_path / "out"
    # No file can be longer than 6 KB; Python would cut what it keeps of modules short, and go on.
    blocks = 'ulimit -f 12; export PYTHONDONTWRITEBYTECODE=1; exec "$@"'
    driver = _begin(table, out, under=("sh", "-c", blocks, "sh"))
    code, said = _end(driver)
    assert code == 2
    assert "cannot be written" in said
    assert len(said.splitlines()) == 1
    assert not list(out.rglob("*.unfinished"))
    assert _end(_begin(table, out)) == (0, "")
    assert files_of(out) == _undisturbed(table, tmp_path / "whole")
