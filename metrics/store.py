"""Rows of statistics kept between runs, found again by what they were counted from.

The key is a hash of the metric's identity (name, version, parameters, a model's hash), of the code
that counts and of the sample's texts: no text is stored. One SQLite file serves all runs; what
cannot be read or written is counted anew.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from metrics.metric import KeptScorer, Sample, Scorer, Statistics

if TYPE_CHECKING:
    import sqlite3

_FILE = "rows-1.sqlite"
_SCHEMA = "CREATE TABLE IF NOT EXISTS kept (number INTEGER PRIMARY KEY, key BLOB UNIQUE, row BLOB)"
_FIND = "SELECT key, row FROM kept WHERE key IN ({})"
_ADD = "INSERT OR IGNORE INTO kept (key, row) VALUES (?, ?)"
_FORGET = "DELETE FROM kept WHERE number <= (SELECT (min(number) + max(number)) / 2 FROM kept)"
_MOST_BYTES = 1 << 30
_MOST_PLACEHOLDERS = 500
_PATIENCE = 10.0
_DIGEST, _FLOAT = 16, 8


@dataclass(frozen=True, slots=True)
class Store:
    """Rows kept in a folder; `most_bytes` is how much of it they may take."""

    folder: Path
    most_bytes: int = _MOST_BYTES

    @property
    def file(self) -> Path:
        """Where the rows are."""
        return self.folder / _FILE

    def statistics(self, scorer: Scorer, samples: Sequence[Sample]) -> Statistics:
        """The rows of the samples, counting only those that are not kept."""
        if not isinstance(scorer, KeptScorer):
            return scorer.statistics(samples)
        keys = list(_keys(scorer.identity(), samples))
        known = self._find(keys)
        new = {key: one for key, one in zip(keys, samples, strict=True) if key not in known}
        if new:
            counted = scorer.statistics(list(new.values()))
            fresh = dict(zip(new, counted.astype("<f8"), strict=True))
            self._add({key: row.tobytes() for key, row in fresh.items()})
            known.update(fresh)
        return np.stack([known[key] for key in keys])

    def clear(self) -> None:
        """Forget everything."""
        for end in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + end).unlink(missing_ok=True)

    def _find(self, keys: Sequence[bytes]) -> dict[bytes, Statistics]:
        import sqlite3  # noqa: PLC0415 — who keeps nothing need not wait for it

        found: dict[bytes, bytes] = {}
        try:
            if not self.file.exists():
                return {}
            with closing(self._connect()) as database:
                for start in range(0, len(keys), _MOST_PLACEHOLDERS):
                    some = keys[start : start + _MOST_PLACEHOLDERS]
                    query = _FIND.format(",".join("?" * len(some)))
                    found.update(database.execute(query, some).fetchall())
        except sqlite3.DatabaseError as error:
            self._forget_if_damaged(error)
            return {}
        except OSError:
            return {}
        return _whole(found)

    def _add(self, rows: Mapping[bytes, bytes]) -> None:
        import sqlite3  # noqa: PLC0415 — as above

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with closing(self._connect()) as database:
                with database:
                    database.executemany(_ADD, rows.items())
                if self.file.stat().st_size > self.most_bytes:
                    with database:
                        database.execute(_FORGET)
                    database.execute("VACUUM")
        except sqlite3.DatabaseError as error:
            self._forget_if_damaged(error)
        except OSError:
            return  # a folder that nobody may write to: the next run counts again

    def _connect(self) -> sqlite3.Connection:
        import sqlite3  # noqa: PLC0415 — as above

        from corpora.sqlite import use_log  # noqa: PLC0415 — as above

        database = sqlite3.connect(self.file, timeout=_PATIENCE)
        try:
            use_log(database, _PATIENCE)
            database.execute("PRAGMA synchronous=NORMAL")
            database.execute(_SCHEMA)
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _forget_if_damaged(self, error: sqlite3.DatabaseError) -> None:
        """Begin anew if the file is no database; one that is merely busy or read-only stays."""
        import sqlite3  # noqa: PLC0415 — as above

        if not isinstance(error, sqlite3.OperationalError):
            with suppress(OSError):
                self.clear()


def _whole(found: Mapping[bytes, bytes]) -> dict[bytes, Statistics]:
    """The rows that are as long as most are; another was damaged."""
    lengths = Counter(len(row) for row in found.values())
    usual = lengths.most_common(1)[0][0] if lengths else 0
    rows = {key: row for key, row in found.items() if len(row) == usual}
    return {} if usual % _FLOAT else {key: np.frombuffer(row, "<f8") for key, row in rows.items()}


@cache
def _code() -> bytes:
    """A hash of the code that counts: rows of another version of it are not found."""
    home = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=_DIGEST)
    for path in sorted(home.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


def _keys(identity: str, samples: Sequence[Sample]) -> Iterator[bytes]:
    start = hashlib.blake2b(_code() + identity.encode(), digest_size=_DIGEST)
    for one in samples:
        texts = (one.mt, one.source, *one.references)
        key = start.copy()
        for text in texts:
            data = b"\0" if text is None else text.encode("utf-8", "surrogatepass")
            key.update(len(data).to_bytes(8, "little") + data)
        yield key.digest()
