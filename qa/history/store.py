"""What the history holds: runs are added, read back and forgotten.

The same commit recorded twice (a CI job that ran again) replaces nothing: both runs stay in the
file, and trends show the last one.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from corpora.errors import UsageError
from corpora.text import Severity
from qa.history.file import PATIENCE, need_history, reading, writing
from qa.history.run import KeptPortion, KeptRun, KeptScore, KeptSince, run_of
from reports.portion import Tallied
from reports.result import Outcome, Result
from reports.trend import When

_RUN = "INSERT INTO run (at, revision, branch, subject, version) VALUES (?, ?, ?, ?, ?)"
_PORTION = """INSERT INTO portion (run, test_set, system, domain, source_language, language,
    documents, segments, words, outcome, baseline, new, old, fixed)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_SCORE = "INSERT INTO score VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_TALLY = "INSERT INTO tally VALUES (?, ?, ?, ?)"
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run as it was recorded; `number` grows with each."""

    number: int
    when: When
    run: KeptRun


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many runs went, and how many stay."""

    removed: int
    left: int


def record(path: str, result: Result, when: When) -> int:
    """Add a result to the history in this file, which is made if need be; the run's number.

    It is there whole or not at all, whatever happens meanwhile. Others may record at the same time.
    Raises UsageError for a file that is no history of ours or cannot be written.
    """
    return add(path, run_of(result), when)


def add(path: str, run: KeptRun, when: When, patience: float = PATIENCE) -> int:
    """As `record`, with what is kept of a run; `patience` is in seconds."""
    with writing(path, patience) as database:
        at = when.at.astimezone(UTC).isoformat()
        values = (at, *map(_clean, (when.commit, when.branch, when.subject, run.version)))
        number = _inserted(database, _RUN, values)
        for portion in run.portions:
            _add_portion(database, number, portion)
    return number


def stored(path: str, patience: float = PATIENCE) -> tuple[StoredRun, ...]:
    """All runs, in the order of their time; of one time, in the order they were recorded in.

    Raises UsageError where there is no history, or no run in it.
    """
    with reading(path, patience) as database:
        rows = database.execute("SELECT number, at, revision, branch, subject, version FROM run")
        try:
            portions = _portions(database)
            runs = [_run(row, portions) for row in rows]
        except ValueError as error:
            raise UsageError(f"{path}: the history is damaged ({error})") from None
    return tuple(sorted(runs, key=lambda one: (one.when.at, one.number)))


def prune(path: str, before: datetime, patience: float = PATIENCE) -> Pruned:
    """Forget the runs before a time, and give their room back to the disk."""
    need_history(path)
    limit = before.astimezone(UTC).isoformat()
    with writing(path, patience) as database:
        removed = database.execute("DELETE FROM run WHERE at < ?", (limit,)).rowcount
        (left,) = database.execute("SELECT COUNT(*) FROM run").fetchone()
        database.execute("COMMIT")
        database.execute("VACUUM")
    return Pruned(removed, left)


def _add_portion(database: sqlite3.Connection, run: int, portion: KeptPortion) -> None:
    since = portion.since
    counted = (since.new, since.old, since.fixed) if since else (None, None, None)
    values = (
        run, _clean(portion.set), _clean(portion.system), _clean(portion.domain),
        portion.source_language, portion.language, portion.documents, portion.segments,
        portion.words, portion.outcome, _clean(since.baseline) if since else None, *counted,
    )  # fmt: skip
    number = _inserted(database, _PORTION, values)
    database.executemany(_SCORE, [(number, *_score_row(one)) for one in portion.scores])
    tallies = [(number, one.rule, int(one.severity), one.count) for one in portion.tallies]
    database.executemany(_TALLY, tallies)


def _score_row(score: KeptScore) -> Row:
    ends = (score.value, score.low, score.high)
    names = (_clean(score.metric), _clean(score.label))
    return (*names, *ends, score.higher_is_better, score.segments, _clean(score.signature))


def _inserted(database: sqlite3.Connection, statement: str, values: Row) -> int:
    number = database.execute(statement, values).lastrowid
    if number is None:
        raise sqlite3.DatabaseError("nothing was inserted")
    return number


def _clean(text: str) -> str:
    """The text without lone surrogates (a file's name may have them), which no database takes."""
    return text.encode("utf-8", "replace").decode()


def _run(row: Row, portions: Mapping[int, list[KeptPortion]]) -> StoredRun:
    number, at, commit, branch, subject, version = row
    when = When(datetime.fromisoformat(at), commit, branch, subject)
    return StoredRun(number, when, KeptRun(version, tuple(portions.get(number, ()))))


def _portions(database: sqlite3.Connection) -> Mapping[int, list[KeptPortion]]:
    """The portions of each run, by its number."""
    scores, tallies = _scores(database), _tallies(database)
    found = defaultdict[int, list[KeptPortion]](list)
    for row in database.execute("SELECT * FROM portion ORDER BY number"):
        number, run = row[:2]
        measured = (tuple(scores.get(number, ())), tuple(tallies.get(number, ())))
        found[run].append(_portion(row[2:], *measured))
    return found


def _portion(row: Row, scores: tuple[KeptScore, ...], tallies: tuple[Tallied, ...]) -> KeptPortion:
    of_set, system, domain, source, language, documents, segments, words = row[:8]
    outcome, baseline, new, old, fixed = row[8:]
    return KeptPortion(
        set=of_set,
        system=system,
        domain=domain,
        source_language=source,
        language=language,
        documents=documents,
        segments=segments,
        words=words,
        outcome=None if outcome is None else Outcome(outcome),
        scores=scores,
        tallies=tallies,
        since=None if baseline is None else KeptSince(baseline, new, old, fixed),
    )


def _scores(database: sqlite3.Connection) -> Mapping[int, list[KeptScore]]:
    found = defaultdict[int, list[KeptScore]](list)
    for row in database.execute("SELECT * FROM score ORDER BY rowid"):
        portion, metric, label, value, low, high, better, segments, signature = row
        score = KeptScore(metric, label, value, low, high, bool(better), segments, signature)
        found[portion].append(score)
    return found


def _tallies(database: sqlite3.Connection) -> Mapping[int, list[Tallied]]:
    found = defaultdict[int, list[Tallied]](list)
    ask = "SELECT portion, rule, severity, count FROM tally ORDER BY rowid"
    for portion, rule, severity, count in database.execute(ask):
        found[portion].append(Tallied(rule, Severity(severity), count))
    return found
