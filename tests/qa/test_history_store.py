"""The history's file: what is recorded is read back, by several at once, killed or not."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Semaphore
from pathlib import Path
from random import Random
from threading import Barrier

import pytest

from corpora.text import Severity
from qa.history.file import VERSION
from qa.history.run import KeptRun, KeptScore, KeptSince
from qa.history.store import add, prune, record, stored
from reports.portion import Tallied
from reports.result import Outcome
from tests.qa.history_samples import (
    SECONDS,
    SERVER,
    START,
    UP,
    fill,
    opened,
    portion,
    record_many,
    result,
    when,
)

PORTIONS, RULES = 12, 40
AT_ONCE = 12
RUN = 0.02
"""About as many seconds as recording one takes."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """A process that records; `done` counts the runs that it has recorded."""

    process: ForkServerProcess
    done: Semaphore


def _recorder(path: Path, runs: int) -> Recorder:
    """A process that has begun to record."""
    done = SERVER.Semaphore(0)
    work = (str(path), runs, result(PORTIONS, RULES), done)
    process = SERVER.Process(target=record_many, args=work)
    process.start()
    assert done.acquire(timeout=SECONDS)
    return Recorder(process, done)


def test_a_result_is_read_back(tmp_path: Path) -> None:
    path = str(tmp_path / "h.db")
    at = when(0, "c0ffee", "main", "Retrain")
    assert record(path, result(), at) == 1
    (run,) = stored(path)
    assert (run.when, run.run.version) == (at, "1.0")
    first, second = run.run.portions
    assert (first.set, first.system, first.source_language, first.language) == (
        "set 0", "new", "en", None,
    )  # fmt: skip
    assert (first.documents, first.segments, first.words) == (4, 100, 2000)
    assert first.scores == (
        KeptScore("chrf", "chrF2", 51.0, 50.0, 52.0, UP, 100, "nrefs:1"),
        KeptScore("ter", "TER", 40.0, None, None, not UP, 100, "nrefs:1|tok:tercom"),
    )
    assert first.tallies[2] == Tallied("rule-2", Severity.MAJOR, 3)
    assert first.since == KeptSince("main", 2, 1, 1)
    assert (first.outcome, second.outcome, second.since) == (None, Outcome.FAIL, None)


def test_a_result_without_portions_is_one_that_has_no_name(tmp_path: Path) -> None:
    path = str(tmp_path / "h.db")
    record(path, replace(result(), portions=()), when(0))
    (run,) = stored(path)
    (only,) = run.run.portions
    assert (only.set, only.system, only.documents) == ("", "", 0)


def test_it_is_one_file_with_a_write_ahead_log(tmp_path: Path) -> None:
    fill(tmp_path / "h.db", (when(0), portion(50.0)))
    assert [path.name for path in tmp_path.iterdir()] == ["h.db"]
    with opened(tmp_path / "h.db") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert database.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_runs_come_in_the_order_of_their_time(tmp_path: Path) -> None:
    days = (3, 1, 2, 1)
    path = fill(
        tmp_path / "h.db", *((when(day, str(n)), portion(50.0)) for n, day in enumerate(days))
    )
    assert [run.when.commit for run in stored(path)] == ["1", "3", "2", "0"]


def test_names_that_no_text_can_have_are_recorded(tmp_path: Path) -> None:
    odd = replace(portion(50.0), set="a\udcff\x00b", system="'); DROP TABLE run; --")
    path = fill(tmp_path / "h.db", (when(0, subject="ü\udc80"), odd))
    (run,) = stored(path)
    (only,) = run.run.portions
    assert (only.set, only.system) == ("a?\x00b", "'); DROP TABLE run; --")


def test_a_score_that_is_no_number_is_left_out(tmp_path: Path) -> None:
    whole = result(1)
    (one,) = whole.portions
    nan = replace(one.scores[0], score=replace(one.scores[0].score, value=float("nan")))
    path = str(tmp_path / "h.db")
    record(path, replace(whole, portions=(replace(one, scores=(nan, one.scores[1])),)), when(0))
    assert [score.metric for score in stored(path)[0].run.portions[0].scores] == ["ter"]


def test_pruning_takes_all_of_a_run(tmp_path: Path) -> None:
    path = fill(tmp_path / "h.db", *((when(day), portion(50.0)) for day in range(5)))
    pruned = prune(path, START + timedelta(days=3))
    assert (pruned.removed, pruned.left) == (3, 2)
    assert len(stored(path)) == 2
    with opened(tmp_path / "h.db") as database:
        for table, count in (("portion", 2), ("score", 2), ("tally", 4)):
            assert database.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == (count,)  # noqa: S608


def test_two_who_record_at_once_both_do(tmp_path: Path) -> None:
    both = [_recorder(tmp_path / "h.db", 10) for _ in range(2)]
    for one in both:
        one.process.join(SECONDS)
    assert [one.process.exitcode for one in both] == [0, 0]
    runs = stored(str(tmp_path / "h.db"))
    assert len(runs) == 20
    assert len({run.number for run in runs}) == 20


@pytest.mark.parametrize("number", range(10))
def test_several_who_begin_one_at_once_all_do(tmp_path: Path, number: int) -> None:
    path, together = tmp_path / f"{number}.db", Barrier(AT_ONCE)

    def begin() -> None:
        together.wait()
        fill(path, (when(0), portion(50.0)))

    with ThreadPoolExecutor(AT_ONCE) as threads:
        for done in [threads.submit(begin) for _ in range(AT_ONCE)]:
            done.result()
    assert len(stored(str(path))) == AT_ONCE


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.slow)])
def test_killed_at_any_moment_it_holds_whole_runs(tmp_path: Path, kills: int) -> None:
    random, held = Random(kills), list[int]()
    for kill in range(kills):
        path = tmp_path / f"{kill // 2}.db"  # every other one is begun anew
        recorder = _recorder(path, 10_000)
        for _ in range(kill % 3):
            assert recorder.done.acquire(timeout=SECONDS)
        time.sleep(random.uniform(0.0, RUN))
        recorder.process.kill()
        recorder.process.join(SECONDS)
        if path.exists():
            held.append(_check_whole(path))
    assert max(held) > 1, "no recorder came far enough to be interrupted"


def _check_whole(path: Path) -> int:
    """The file is in order, has only whole runs, and takes another; how many it had."""
    with opened(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    add(str(path), KeptRun("1.0", ()), when(0, "after"))
    runs = [run for run in stored(str(path)) if run.when.commit != "after"]
    for run in runs:
        assert len(run.run.portions) == PORTIONS
        for one in run.run.portions:
            assert (len(one.scores), len(one.tallies)) == (2, RULES)
    return len(runs)
