"""Processes of this machine: shared work, deaths, errors, and none that is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from corpora.errors import InputError, MetricError, UsageError
from qa.batch.doing import MOST_DEATHS, GivenUp, ShardError
from qa.batch.done import Done
from qa.batch.engines.local import Local
from tests.conftest import ROOT
from tests.qa.batch.toys import (
    Clumsy,
    Deadly,
    Greedy,
    Poisoned,
    Stuck,
    Toy,
    Unhappy,
    job_in,
    shards,
    unable,
)

pytestmark = pytest.mark.batch

PATIENCE = 120


def _pids(folder: Path, what: str) -> set[int]:
    return {int(path.name.rpartition("-")[2]) for path in folder.glob(f"{what}-*")}


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def _is_gone(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_each_shard_is_done_once_by_workers_that_are_built_once(
    workers: int, tmp_path: Path
) -> None:
    done = list(Local(workers, Toy).run(job_in(tmp_path), shards(7)))
    assert sorted(one.shard for one in done) == list(range(7))
    assert len(list(tmp_path.glob("did-*"))) == 7
    assert len(_pids(tmp_path, "built")) <= workers
    assert all(map(_is_gone, _pids(tmp_path, "built")))


def test_there_are_no_more_workers_than_shards(tmp_path: Path) -> None:
    assert list(Local(3, Toy).run(job_in(tmp_path), shards(1)))
    assert list(Local(3, Toy).run(job_in(tmp_path), [])) == []
    assert len(_pids(tmp_path, "built")) == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_dies_is_replaced_and_its_shard_done_again(
    workers: int, tmp_path: Path
) -> None:
    (tmp_path / "deadly").write_text(str(MOST_DEATHS - 1), "utf-8")
    done = list(Local(workers, Deadly).run(job_in(tmp_path), shards(6)))
    assert sorted(one.shard for one in done) == list(range(6))
    assert len(_pids(tmp_path, "died")) == MOST_DEATHS - 1


def test_a_shard_that_nobody_survives_fails_the_run_once_the_others_are_done(
    tmp_path: Path,
) -> None:
    (tmp_path / "deadly").write_text("99", "utf-8")
    done: list[Done] = []
    with pytest.raises(UsageError, match=r"^a\.jsonl:31: 5 processes died of the 10 rows [^;]*;"):
        done.extend(Local(2, Deadly).run(job_in(tmp_path), shards(6)))
    assert sorted(one.shard for one in done) == [0, 1, 2, 4, 5]
    assert len(_pids(tmp_path, "died")) == MOST_DEATHS
    assert all(map(_is_gone, _pids(tmp_path, "built")))


def test_several_shards_that_nobody_survives(tmp_path: Path) -> None:
    (tmp_path / "safe-2").touch()
    done: list[Done] = []
    with pytest.raises(UsageError, match=r"so it went with 2 more shards$"):
        done.extend(Local(2, Poisoned).run(job_in(tmp_path), shards(4)))
    assert [one.shard for one in done] == [2]


def test_of_several_shards_the_first_in_the_input_is_told() -> None:
    given_up = GivenUp([ShardError("third", 3), ShardError("second", 2)])
    with pytest.raises(ShardError, match=r"^second; so it went with 1 more shard$"):
        given_up.tell()


def test_a_run_whose_shards_all_kill_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.batch.doing.MOST_GIVEN_UP", 2)
    with pytest.raises(UsageError, match=r"so it went with 1 more shard$"):
        list(Local(1, Poisoned).run(job_in(tmp_path), shards(20)))
    assert len(_pids(tmp_path, "died")) == 2 * MOST_DEATHS
    assert all(map(_is_gone, _pids(tmp_path, "built")))


def test_a_worker_that_takes_too_long_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "once").touch()
    done = list(Local(2, Stuck, patience_s=5).run(job_in(tmp_path), shards(4)))
    assert sorted(one.shard for one in done) == list(range(4))
    assert len(_pids(tmp_path, "stuck")) == 1
    assert all(map(_is_gone, _pids(tmp_path, "built")))


def test_a_shard_that_never_ends_fails_the_run(tmp_path: Path) -> None:
    what = r"^a\.jsonl:11: 5 processes died .*, 5 of them because it took longer than 2 seconds;"
    done: list[Done] = []
    with pytest.raises(UsageError, match=what):
        done.extend(Local(1, Stuck, patience_s=2).run(job_in(tmp_path), shards(3)))
    assert [one.shard for one in done] == [0, 2]
    assert all(map(_is_gone, _pids(tmp_path, "built")))


def test_workers_killed_while_they_are_idle_or_begin_are_replaced(tmp_path: Path) -> None:
    found = []
    for one in Local(2, Toy).run(job_in(tmp_path), shards(12)):
        found.append(one.shard)
        for pid in _pids(tmp_path, "built"):
            if not _is_gone(pid) and len(found) < 4:
                with suppress(ProcessLookupError):  # it has gone since
                    os.kill(pid, signal.SIGKILL)
    assert sorted(found) == list(range(12))


def test_a_worker_whose_memory_is_full_is_replaced(tmp_path: Path) -> None:
    done = list(Local(1, Greedy).run(job_in(tmp_path), shards(6)))
    assert sorted(one.shard for one in done) == list(range(6))
    assert len(_pids(tmp_path, "built")) == 2


def test_processes_that_the_system_refuses_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.util.spawnv_passfds", refuse)
    with pytest.raises(UsageError, match=r"cannot be started \(Resource temporarily unavailable"):
        list(Local(2, Toy).run(job_in(tmp_path), shards(3)))


def test_what_the_user_must_mend_arrives_as_itself(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        list(Local(1, Unhappy).run(job_in(tmp_path), shards(2)))
    error = caught.value
    assert (error.path, error.line, error.fix) == ("a.jsonl", 1, "mend it")
    assert str(error) == "a.jsonl:1: no table; mend it"


def test_a_worker_that_cannot_be_built_says_why(tmp_path: Path) -> None:
    with pytest.raises(MetricError, match=r"^no such model here$"):
        list(Local(2, unable).run(job_in(tmp_path), shards(2)))


def test_a_fault_of_ours_is_not_hidden(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        list(Local(2, Clumsy).run(job_in(tmp_path), shards(2)))
    assert all(map(_is_gone, _pids(tmp_path, "built")))


def test_who_leaves_early_leaves_nobody_behind(tmp_path: Path) -> None:
    work: Iterator[object] = Local(2, Toy).run(job_in(tmp_path), shards(50))
    next(work)
    work.close()  # type: ignore[attr-defined]
    assert all(map(_is_gone, _pids(tmp_path, "built")))
    assert len(list(tmp_path.glob("did-*"))) < 50


_DRIVER = """
from pathlib import Path
from qa.batch.engines.local import Local
from tests.qa.batch.toys import Still, job_in, shards
if __name__ == "__main__":
    list(Local(2, Still).run(job_in(Path({folder!r})), shards(5)))
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_a_driver(sign: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "drive.py").write_text(_DRIVER.format(folder=str(tmp_path)), "utf-8")
    command = [sys.executable, str(tmp_path / "drive.py")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, start_new_session=True
    ) as driver:
        _until(lambda: len(_pids(tmp_path, "at")) == 2)
        # As a terminal does with Ctrl-C: the whole group hears of it.
        send = os.killpg if sign == signal.SIGINT else os.kill
        send(driver.pid, sign)
        _, said = driver.communicate(timeout=PATIENCE)
    assert driver.returncode == -sign
    _until(lambda: all(map(_is_gone, _pids(tmp_path, "at"))))
    # One Python tells of Ctrl-C: the driver's.
    assert said.count(b"Traceback") == (sign == signal.SIGINT)
