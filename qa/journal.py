"""What a long run has done so far, in one SQLite file, so that it can go on where it stopped.

A block of documents is written in one transaction: whatever happens, it is there whole or not at
all. Only segments with flags are kept.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

import msgspec

from corpora.errors import UsageError
from corpora.text import Severity
from qa.gate import Tally
from qa.totals import Sums, Totals, added
from reports.result import DocumentResult

_PATIENCE = 1.0
_TABLES = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS run (key TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS block (
    number INTEGER PRIMARY KEY, documents INTEGER, segments INTEGER, words INTEGER,
    severities BLOB NOT NULL, rules BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS document (
    number INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS total (
    block INTEGER, metric TEXT, segments INTEGER, signature TEXT, sums BLOB NOT NULL);
"""
_OURS = {"run", "block", "document", "total", "sqlite_sequence"}
_NAMES = "SELECT name FROM sqlite_schema WHERE type = 'table'"


@dataclass(frozen=True, slots=True)
class Done:
    """How far a run is."""

    blocks: int
    documents: int
    segments: int


class Journal:
    """The file, open. Raises UsageError for one that belongs to another run, or is none."""

    def __init__(self, path: str, key: str) -> None:
        self._path = path
        try:
            self._database = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)
            kept = self._begin(key)
            self._blocks = self.done.blocks
        except sqlite3.Error as error:
            self._close()
            fix = "name a file that --journal made, or one that is not there yet"
            raise UsageError(f"{path}: cannot be used as a journal ({error}); {fix}") from None
        if kept != key:
            self._close()
            what = "is the journal of another run: files, options or version have changed"
            raise UsageError(f"{path}: {what}; delete it, or name another file")

    def _begin(self, key: str) -> str:
        """Make the tables where there are none; the key of the run that the journal belongs to."""
        if {name for (name,) in self._database.execute(_NAMES)} - _OURS:
            raise sqlite3.DatabaseError("another program's tables are in it")
        with self._database:
            self._database.executescript(_TABLES)
            kept = self._database.execute("SELECT key FROM run").fetchone()
            if kept is None:
                self._database.execute("INSERT INTO run VALUES (?)", (key,))
        return key if kept is None else str(kept[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._close()

    def _close(self) -> None:
        if hasattr(self, "_database"):
            self._database.close()

    @property
    def done(self) -> Done:
        """How much of the corpus is in it."""
        ask = "SELECT COUNT(*), COALESCE(SUM(documents), 0), COALESCE(SUM(segments), 0) FROM block"
        return Done(*self._database.execute(ask).fetchone())

    def add(self, documents: Sequence[DocumentResult], totals: Sequence[Totals]) -> None:
        """Add a block: all flags of its documents count, those that they show are kept."""
        with _told(self._path), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            number = self._blocks
            if number != self.done.blocks:
                raise UsageError(f"{self._path}: another run is writing this journal, too")
            self._add_block(number, documents)
            rows = [(msgspec.msgpack.encode(_flagged(one)),) for one in documents]
            self._database.executemany("INSERT INTO document (body) VALUES (?)", rows)
            self._database.executemany(
                "INSERT INTO total VALUES (?, ?, ?, ?, ?)",
                [
                    (number, t.metric, t.segments, t.signature, msgspec.msgpack.encode(t.sums))
                    for t in totals
                ],
            )
        self._blocks += 1

    def _add_block(self, number: int, documents: Sequence[DocumentResult]) -> None:
        flags = [flag for document in documents for flag in document.flags]
        counts = (len(documents), sum(len(d.segments) for d in documents))
        words = sum(document.words for document in documents)
        severities = msgspec.msgpack.encode(Counter(int(flag.severity) for flag in flags))
        rules = msgspec.msgpack.encode(sorted({rule for flag in flags for rule in flag.rules}))
        values = (number, *counts, words, severities, rules)
        self._database.execute("INSERT INTO block VALUES (?, ?, ?, ?, ?, ?)", values)

    def documents(self) -> Iterator[DocumentResult]:
        """The documents, with the segments that have flags, in order."""
        with _told(self._path):
            for (body,) in self._database.execute("SELECT body FROM document ORDER BY number"):
                yield msgspec.msgpack.decode(body, type=DocumentResult)

    def tally(self) -> Tally:
        """What the gate counts."""
        severities, words = Counter[Severity](), 0
        for encoded, count in self._database.execute("SELECT severities, words FROM block"):
            found: Mapping[int, int] = msgspec.msgpack.decode(encoded, type=dict[int, int])
            severities.update({Severity(value): n for value, n in found.items()})
            words += count
        return Tally(severities, words)

    def rules(self) -> set[str]:
        """The rules that spoke."""
        rows = self._database.execute("SELECT rules FROM block")
        return {rule for (rules,) in rows for rule in msgspec.msgpack.decode(rules, type=list[str])}

    def totals(self) -> dict[str, Totals]:
        """What each metric counted, of all blocks."""
        ask = "SELECT metric, signature, segments, sums FROM total ORDER BY block"
        return added(
            [
                Totals(metric, signature, segments, msgspec.msgpack.decode(sums, type=Sums))
                for metric, signature, segments, sums in self._database.execute(ask)
            ]
        )


@contextmanager
def _told(path: str) -> Iterator[None]:
    """What can happen to a file while it is used, as a line for the user."""
    try:
        yield
    except (sqlite3.Error, msgspec.DecodeError) as error:
        hint = "is the disk full, or another run at work?"
        raise UsageError(f"{path}: the journal cannot be used ({error}); {hint}") from None


def _flagged(document: DocumentResult) -> DocumentResult:
    marked = {flag.segment for flag in document.flags}
    kept = tuple(segment for segment in document.segments if segment.index in marked)
    return replace(document, segments=kept)
