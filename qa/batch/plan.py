"""The plan of a run: its tables, cut into shards. It depends on the input and the size alone.

It is kept beside the tables: a run that goes on has the same shards, or none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import msgspec

from corpora.errors import UsageError
from corpora.opening import is_url
from corpora.reader import ReadOptions
from corpora.tables.cut import stretches, without_rows
from corpora.tables.find import Found, found
from corpora.tables.gather import gathered
from corpora.tables.identity import Identity, identity_of, is_same
from corpora.tables.placing import placed
from corpora.tables.table import Stretch, Table
from corpora.text import Document
from metrics.estimator import calibration
from qa.batch.apart import check_apart
from qa.batch.files import write_whole
from qa.batch.job import Job, Shard
from qa.batch.lock import empty, inputs_folder, is_begun, plan_file
from qa.batch.settled import Settled, check_beside
from qa.language_choice import Languages
from qa.plugins import READERS, discover
from qa.run import flagger_of

Tell = Callable[[str, int], None]
"""Is told, while tables are cut: which one, and how many of its rows so far."""
_ENOUGH = 1_000
"""Segments from which a table's languages are guessed."""
_OFTEN = 100_000
"""Rows after which who listens is told."""


def unheard(_table: str, _rows: int) -> None:
    """Nobody listens."""


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
    def run(self) -> str:
        """Which run it is, on which contents: what is done belongs to it."""
        proofs = (table.identity.sha256 for table in self.tables)
        return hashlib.sha256("\n".join((self.key, *proofs)).encode()).hexdigest()

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


def planned(job: Job, size: int, *, overwrite: bool = False, tell: Tell = unheard) -> Plan:
    """The plan of a job with shards of some `size` rows; that of an earlier run if there is one.

    Nobody else may be at work in the output folder. Raises UsageError where it holds another run
    (which `overwrite` deletes, once all is known to be in order), or inputs have changed since;
    InputError for what is no table.
    """
    inputs, out = job.request.inputs, Path(job.out)
    check_apart(inputs.paths, out)
    readers = {name: plugin.value for name, plugin in discover(READERS).items()}
    files = found(inputs.paths, inputs.format, readers)
    settled = Settled.of(job, size, files)
    if plan_file(out).exists():
        try:
            return _kept(out, settled, files)
        except UsageError:
            if is_begun(out) and not overwrite:
                raise
    _check(job)
    plan = _made(job, settled, files, tell)
    empty(out, [Path(one.table.place) for one in plan.tables])
    write_whole(plan_file(out), msgspec.json.encode(plan))
    return plan


def _check(job: Job) -> None:
    """Raise what workers would, before anything is lost."""
    flagger_of(job.request)
    if job.calibration is not None:
        calibration.read(job.calibration)


def _kept(out: Path, settled: Settled, files: Sequence[Found]) -> Plan:
    """The plan that is there. Raises UsageError where it is another run's, or of other tables."""
    another = "holds another run: files, options or version differ"
    mend = f"{out}: {another}; name another folder, or --overwrite"
    try:
        plan = msgspec.json.decode(plan_file(out).read_bytes(), type=Plan)
    except (OSError, msgspec.MsgspecError, ValueError):
        raise UsageError(mend) from None
    if plan.key != settled.key:
        raise UsageError(mend)
    return replace(plan, tables=tuple(_again(plan.tables, files, out)))


def check_unchanged(job: Job, plan: Plan) -> None:
    """Raise UsageError where a table, or a file beside them, is not what it was planned for."""
    for one in plan.tables:
        _check_same(one, one.table, None, Path(job.out))
    check_beside(job, plan.settled)


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


def _made(job: Job, settled: Settled, files: Sequence[Found], tell: Tell) -> Plan:
    cutting = _Cutting(job, settled.shard_size, tell)
    tables = tuple(map(cutting.cut, files))
    if not any(table.stretches for table in tables):
        raise without_rows(tables[0].table)
    day = datetime.now(UTC).date().isoformat()
    return Plan(settled, tables, tuple(dict.fromkeys(cutting.notes)), day)


@dataclass(frozen=True, slots=True)
class _Cutting:
    """Cuts tables into shards of some `size` rows; `notes` are what the user should know."""

    job: Job
    size: int
    tell: Tell
    notes: list[str] = field(default_factory=list)

    def cut(self, file: Found) -> Planned:
        """A table, cut."""
        table = placed(file, inputs_folder(Path(self.job.out)))
        is_here = file.in_place or is_url(file.path)
        origin = None if is_here else identity_of(file.path)
        identity = identity_of(table.place)
        rows = stretches(table, self.size, self.job.longest, self.notes)
        cuts = tuple(self._told(table, rows))
        return Planned(table, identity, self._languages(table, cuts), cuts, origin)

    def _told(self, table: Table, cuts: Iterable[Stretch]) -> Iterator[Stretch]:
        rows = 0
        for cut in cuts:
            before, rows = rows, rows + cut.rows
            if before // _OFTEN < rows // _OFTEN:
                self.tell(table.path, rows)
            yield cut

    def _languages(self, table: Table, cuts: Iterable[Stretch]) -> Languages:
        """The languages that the user named, or else those that the table's first rows show."""
        named = self.job.request.languages
        first = self._first(table, cuts)
        # What is guessed is for rows that name no languages, whatever those at the beginning name.
        silent = [replace(one, language=None, source_language=None) for one in first]
        said: list[str] = []
        named.fill(first, said)
        self.notes.extend(f"{table.path}: {note}" for note in said)
        filled = named.fill(silent, [])
        return Languages(filled[0].language, filled[0].source_language) if filled else named

    def _first(self, table: Table, cuts: Iterable[Stretch]) -> list[Document]:
        """The table's first articles."""
        named = self.job.request.languages
        options = ReadOptions(named.target, named.source)
        rows = (gathered(table, one, self.job.longest, options).documents for one in cuts)
        first, seen = list[Document](), 0
        for document in chain.from_iterable(rows):
            first.append(document)
            seen += len(document.segments)
            if seen >= _ENOUGH:
                break
        return first
