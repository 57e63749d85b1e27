"""The baseline's file: JSON, `copydesk-baseline-1`, a flag or a segment's row a line.

Its shape is documented in `reports/schemas/baseline-1.schema.json`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import isfinite
from pathlib import Path

import msgspec

from corpora.errors import ConfigError, MetricError
from qa.baseline.entries import Entry
from qa.baseline.layout import text_of
from reports.writer import write_whole

SCHEMA = "copydesk-baseline-1"
_FAMILY = "copydesk-baseline-"
_MOST_BYTES = 1 << 29
_FIX = "write it anew with --write-baseline"
_NEWLINE = b"\n"
_PLACE = re.compile(r" \(byte (\d+)\)")


class StoredScore(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a metric counted: `rows` hold a row of numbers for the segment of each of the `keys`."""

    metric: str
    signature: str
    keys: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]


class StoredPortion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one system did on one test set."""

    set: str
    system: str
    flags: tuple[Entry, ...]
    scores: tuple[StoredScore, ...]

    @property
    def name(self) -> str:
        """The portion as people call it."""
        return ", ".join(part for part in (self.set, self.system) if part) or "the only portion"


class Stored(msgspec.Struct, frozen=True):
    """A baseline: the version of copydesk that wrote it, and the portions of the run."""

    version: str
    portions: tuple[StoredPortion, ...]

    def portion(self, set: str, system: str) -> StoredPortion | None:  # noqa: A002
        """What this system did on this test set, None if it was not in the run."""
        found = (one for one in self.portions if (one.set, one.system) == (set, system))
        return next(found, None)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schema: str
    version: str
    portions: tuple[StoredPortion, ...]


class _Head(msgspec.Struct, frozen=True):
    schema: str = ""


def save(path: str, stored: Stored) -> None:
    """Write a baseline, whole or not at all; portions, flags and scores are sorted.

    Raises MetricError for a row that JSON cannot hold, UsageError where it cannot be written.
    """
    for portion in stored.portions:
        for score in portion.scores:
            if problem := _problem(score):
                raise MetricError(f"{score.metric}: {problem}; it cannot be kept in a baseline")
    write_whole(path, text_of(SCHEMA, stored))


def load(path: str) -> Stored:
    """Read a baseline. Raises ConfigError for what is none, or is damaged."""
    try:
        if Path(path).stat().st_size > _MOST_BYTES:
            most = f"{_MOST_BYTES >> 20} MB"
            raise ConfigError(f"{path}: larger than {most}, so no baseline of ours; {_FIX}")
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such baseline; write one with --write-baseline") from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from None
    return read(path, data)


def read(name: str, data: bytes) -> Stored:
    """The baseline in these bytes; `name` is what errors call it (`main:baseline.json`)."""
    try:
        _check_schema(name, msgspec.json.decode(data, type=_Head).schema)
        found = msgspec.json.decode(data, type=_File)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{name}: {error}; {_FIX}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{name}{_line(data, error)}; {_FIX}") from None
    _check(name, found.portions)
    return Stored(found.version, found.portions)


def _check_schema(name: str, schema: str) -> None:
    if schema == SCHEMA:
        return
    if schema.startswith(_FAMILY):
        what = f"is a '{schema}', and this copydesk knows '{SCHEMA}'"
        raise ConfigError(f"{name}: {what}; update copydesk, or {_FIX}")
    what = f"its schema is '{schema}', not '{SCHEMA}'" if schema else "has no schema"
    raise ConfigError(f"{name}: no baseline ({what}); {_FIX}")


def _line(data: bytes, error: Exception) -> str:
    """Where and why it is no JSON, as far as the error says so."""
    if isinstance(error, RecursionError):
        return ": is nested too deeply for a baseline"
    if not data.strip():
        return ": is empty"
    if "truncated" in str(error):
        return ": ends in the middle"
    found = _PLACE.search(str(error))
    line = f":{data.count(_NEWLINE, 0, int(found[1])) + 1}" if found else ""
    return f"{line}: {_PLACE.sub('', str(error))}"


def _check(name: str, portions: Sequence[StoredPortion]) -> None:
    """Raise ConfigError for what the types alone do not rule out."""
    for (of, system), count in Counter((one.set, one.system) for one in portions).items():
        if count > 1:
            raise ConfigError(f"{name}: has the portion '{of}, {system}' twice; {_FIX}")
    for portion in portions:
        for score in portion.scores:
            if problem := _problem(score):
                raise ConfigError(f"{name}: {portion.name}, {score.metric}: {problem}; {_FIX}")


def _problem(score: StoredScore) -> str:
    """What is wrong with the rows of a score."""
    if len(score.keys) != len(score.rows):
        return f"{len(score.keys):,} keys, but {len(score.rows):,} rows"
    if len({len(row) for row in score.rows}) > 1:
        return "rows of different lengths"
    if not all(isfinite(value) for row in score.rows for value in row):
        return "a row holds what is no number"
    return ""
