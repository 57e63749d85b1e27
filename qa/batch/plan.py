"""The plan of a run: its tables, cut into shards. It depends on the input and the size alone.

It is kept beside the tables: a run that goes on has the same shards, or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import msgspec

from corpora.errors import InputError, UsageError
from corpora.folders import is_folder
from corpora.opening import is_url
from corpora.reader import ReadOptions
from corpora.tables.cut import stretches
from corpora.tables.find import Found, found
from corpora.tables.gather import gathered
from corpora.tables.identity import Identity, identity_of, is_same
from corpora.tables.placing import placed
from corpora.tables.table import Stretch, Table
from corpora.text import Document
from qa.batch.files import done_file, write_whole
from qa.batch.job import Job, Shard
from qa.batch.lock import empty, forget, inputs_folder, plan_file
from qa.batch.settled import Settled
from qa.language_choice import Languages
from qa.plugins import READERS, discover

_ENOUGH = 1_000
"""Segments from which a table's languages are guessed."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A table, and where it is cut.

    `origin` is the file that the user named, where that is on this machine and `identity` is of a
    copy, unpacked.
    """

    table: Table
    identity: Identity
    languages: Languages
    stretches: tuple[Stretch, ...]
    origin: Identity | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is about; `notes` are what the user should know of the input.

    `day` (UTC, ISO 8601) is when it began: by it suppressions expire, however long it takes.
    """

    settled: Settled
    tables: tuple[Planned, ...]
    notes: tuple[str, ...]
    day: str

    @property
    def key(self) -> str:
        """Which run it is."""
        return self.settled.key

    @property
    def shards(self) -> tuple[Shard, ...]:
        """The shards, in order."""
        every = ((table, stretch) for table in self.tables for stretch in table.stretches)
        return tuple(
            Shard(number, one.table, stretch, one.languages)
            for number, (one, stretch) in enumerate(every)
        )

    @property
    def rows(self) -> int:
        """How many rows there are, good and bad."""
        return sum(stretch.rows for table in self.tables for stretch in table.stretches)


def planned(job: Job, size: int, *, overwrite: bool = False) -> Plan:
    """The plan of a job with shards of some `size` rows; that of an earlier run if there is one.

    Nobody else may be at work in the output folder. Raises UsageError where it holds another run
    (which `overwrite` deletes), or inputs have changed since; InputError for what is no table.
    """
    inputs, out = job.request.inputs, Path(job.out)
    _check_places(inputs.paths, out)
    if overwrite:
        empty(out)
    readers = {name: plugin.value for name, plugin in discover(READERS).items()}
    files = found(inputs.paths, inputs.format, readers)
    settled = Settled.of(job, size, files)
    if plan_file(out).exists():
        try:
            plan = _kept(out, settled)
            return replace(plan, tables=tuple(_again(plan.tables, files, out)))
        except UsageError:
            if _is_begun(out):
                raise
            empty(out)  # what was tried there came to nothing: no other run is lost
    forget(out)
    plan = _made(job, settled, files)
    write_whole(plan_file(out), msgspec.json.encode(plan))
    return plan


def _is_begun(out: Path) -> bool:
    """Whether any shard is done."""
    return any(done_file(out, 0).parent.glob("*"))


def _check_places(paths: Sequence[str], out: Path) -> None:
    """Raise UsageError where the tables that are written would be read the next time."""
    for path in paths:
        if (
            not is_url(path)
            and is_folder(path)
            and out.resolve().is_relative_to(Path(path).resolve())
        ):
            raise UsageError(f"{out}: lies in the input folder {path}; name another place")


def _kept(out: Path, settled: Settled) -> Plan:
    another = "holds another run: files, options or version differ"
    mend = f"{out}: {another}; name another folder, or --overwrite"
    try:
        plan = msgspec.json.decode(plan_file(out).read_bytes(), type=Plan)
    except (OSError, msgspec.MsgspecError, ValueError):
        raise UsageError(mend) from None
    if plan.key != settled.key:
        raise UsageError(mend)
    return plan


def check_unchanged(plan: Plan, out: Path) -> None:
    """Raise UsageError where a table is not the one that was planned for."""
    for one in plan.tables:
        _check_same(one, one.table, None, out)


def _again(tables: Sequence[Planned], files: Sequence[Found], out: Path) -> Iterator[Planned]:
    """The tables where they lie now. Raises UsageError for one that has changed."""
    for before, file in zip(tables, files, strict=True):
        table = placed(file, inputs_folder(out))
        _check_same(before, table, file.path, out)
        yield replace(before, table=table)


def _check_same(before: Planned, table: Table, named: str | None, out: Path) -> None:
    is_named = named is None or before.origin is None or is_same(before.origin, named)
    if not (is_named and is_same(before.identity, table.place)):
        changed = f"{table.path}: has changed since the run in {out} began"
        raise UsageError(f"{changed}; name another folder, or --overwrite")


def _made(job: Job, settled: Settled, files: Sequence[Found]) -> Plan:
    notes: list[str] = []
    tables = tuple(_cut(job, settled.shard_size, file, notes) for file in files)
    if not any(table.stretches for table in tables):
        raise InputError(tables[0].table.path, "has a header but no rows")
    day = datetime.now(UTC).date().isoformat()
    return Plan(settled, tables, tuple(dict.fromkeys(notes)), day)


def _cut(job: Job, size: int, file: Found, notes: list[str]) -> Planned:
    table = placed(file, inputs_folder(Path(job.out)))
    is_here = file.in_place or is_url(file.path)
    origin = None if is_here else identity_of(file.path)
    identity = identity_of(table.place)
    cuts = tuple(stretches(table, size, job.longest))
    return Planned(table, identity, _languages(job, table, cuts, notes), cuts, origin)


def _languages(job: Job, table: Table, cuts: Iterable[Stretch], notes: list[str]) -> Languages:
    """The languages that the user named, or else those that the table's first rows show."""
    named = job.request.languages
    options = ReadOptions(named.target, named.source)
    rows = (gathered(table, one, job.longest, options).documents for one in cuts)
    first, seen = list[Document](), 0
    for document in chain.from_iterable(rows):
        first.append(document)
        seen += len(document.segments)
        if seen >= _ENOUGH:
            break
    # What is guessed is for rows that name no languages, whatever those at the beginning name.
    silent = [replace(one, language=None, source_language=None) for one in first]
    said: list[str] = []
    named.fill(first, said)
    notes += [f"{table.path}: {note}" for note in said]
    filled = named.fill(silent, [])
    return Languages(filled[0].language, filled[0].source_language) if filled else named
