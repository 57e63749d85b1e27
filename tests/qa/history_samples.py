"""Runs for the tests of the history."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Semaphore
from pathlib import Path

from corpora.errors import UsageError
from corpora.text import Severity
from metrics.score import Interval, Score
from qa.history.run import KeptPortion, KeptRun, KeptScore
from qa.history.store import add, record, stored
from reports.portion import Gone, Portion, PortionScore, Since, Tallied
from reports.result import Condition, Outcome, Result, Verdict
from reports.trend import When

UP = True
SERVER = multiprocessing.get_context("forkserver")
SECONDS = 60
START = datetime(2025, 1, 31, 9, tzinfo=UTC)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as SQLite sees it."""
    with closing(sqlite3.connect(path)) as database:
        yield database


def when(day: int, commit: str = "", branch: str = "main", subject: str = "") -> When:
    return When(START + timedelta(days=day), commit, branch, subject)


def portion(  # noqa: PLR0913 — what a test is about
    chrf: float,
    *,
    system: str = "new",
    signature: str = "nrefs:1|version:2.5.0",
    major: int = 2,
    words: int = 1000,
    outcome: Outcome | None = Outcome.PASS,
) -> KeptPortion:
    """A portion with one score, and flags of two rules."""
    score = KeptScore(
        "chrf",
        "chrF2",
        chrf,
        chrf - 1,
        chrf + 1,
        higher_is_better=True,
        segments=100,
        signature=signature,
    )
    tallies = (
        Tallied("number-mismatch", Severity.MAJOR, major),
        Tallied("spacing", Severity.MINOR, 3),
    )
    about = ("news", system, "politics", "en", "id", 4, 100, words)
    return KeptPortion(*about, outcome, (score,), tallies)


def fill(path: Path, *runs: tuple[When, KeptPortion]) -> str:
    """A history with these runs, a portion each."""
    for at, one in runs:
        add(str(path), KeptRun("1.0", (one,)), at)
    return str(path)


def result(portions: int = 2, rules: int = 3) -> Result:
    """A result with so many portions, each with flags of so many rules."""
    interval = Interval(50.0, 52.0, 51.0, 1.0, 0.95, 1000)
    score = Score("chrf", "chrF2", 51.0, UP, "nrefs:1", 100, interval)
    ter = Score("ter", "TER", 40.0, not UP, "nrefs:1|tok:tercom", 100)
    gone = Gone("spacing", Severity.MINOR, "a", "x", "m", "f")
    parts = tuple(
        Portion(
            set=f"set {n}",
            system="new",
            domain="",
            source_language="en",
            language=None,
            documents=4,
            segments=100,
            words=2000,
            scores=(PortionScore(score), PortionScore(ter)),
            tallies=tuple(Tallied(f"rule-{k}", Severity.MAJOR, k + 1) for k in range(rules)),
            since=Since("main", 2, 1, (gone,)) if n == 0 else None,
        )
        for n in range(portions)
    )
    failed = Condition("chrf >= 55", Outcome.FAIL, "51", "set 1, new")
    return Result("1.0", (), (score, ter) * portions, (), Verdict((failed,)), parts)


def record_many(path: str, runs: int, value: Result, done: Semaphore) -> None:
    """What a process does that records without a pause; `done` counts: begun, and each run."""
    done.release()
    for n in range(runs):
        record(path, value, when(n, f"{n:040x}"))
        done.release()


NOBODY = 65534


def read_and_write_as_nobody(path: str, answers: Queue[str]) -> None:
    """What a process does that may read but not write: how many runs there are, and the refusal."""
    if os.getuid() == 0:
        os.setuid(NOBODY)
    answers.put(str(len(stored(path))))
    try:
        add(path, KeptRun("1.0", ()), when(9))
    except UsageError as error:
        answers.put(str(error))
