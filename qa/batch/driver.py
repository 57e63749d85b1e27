"""A batch from its beginning, or from where it was interrupted, to its end."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from corpora.errors import UsageError
from qa.batch.done import Done
from qa.batch.files import read_done, write_whole
from qa.batch.job import Engine, Job, Shard
from qa.batch.limit import Limit
from qa.batch.lock import SUMMARY, alone, sweep
from qa.batch.manifest import manifest_of, write_manifest
from qa.batch.plan import Plan, check_unchanged, planned
from qa.batch.summary import summed
from reports.corpus.result import CorpusResult

Watch = Callable[[int, int, int], None]
"""Is told how many rows are done, of how many, and how many segments this run has done."""
SHARD_SIZE = 10_000
"""Rows of a shard, if nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A job, and how it is to be done: in shards of some `shard_size` rows.

    More rejected rows than `limit` says fail it, and stop it as soon as that is sure; `overwrite`
    deletes the tables of another run.
    """

    job: Job
    shard_size: int = SHARD_SIZE
    limit: Limit | None = None
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found; of what was done so far, where too many rows were rejected to go on."""

    result: CorpusResult
    is_whole: bool = True


def go(wanted: Wanted, engine: Engine, watch: Watch) -> Outcome:
    """Do a job, or what is left of it, in the folder that it names.

    Raises CopydeskError for what the user must mend, among it another run at work there. However
    it ends, what is done stays done.
    """
    out = Path(wanted.job.out)
    with alone(wanted.job.out):
        sweep(out)
        plan = planned(wanted.job, wanted.shard_size, overwrite=wanted.overwrite)
        try:
            is_whole = _do(wanted, plan, engine, watch)
            return _summed_up(wanted, plan, is_whole=is_whole)
        finally:
            sweep(out)


def _do(wanted: Wanted, plan: Plan, engine: Engine, watch: Watch) -> bool:
    """Do the shards that are not done yet; False where too many rows were rejected to go on."""
    job, limit = wanted.job, wanted.limit
    count = _Count(plan.rows, watch)
    left = list(_left(Path(job.out), plan.shards, count))
    count.tell()
    # Workers may be at home in other folders, and they tell nobody how far they are.
    day = date.fromisoformat(plan.day)  # what expires at midnight shall not split a run
    request = replace(job.request, watch=None, tap=None, store=None, today=day)
    given = replace(job, out=str(Path(job.out).resolve()), request=request)
    with _closed(engine.run(given, left) if left else iter(())) as work:
        if count.is_hopeless(limit):
            return False
        for done in work:
            count.add(done)
            count.segments += sum(one.segments for one in done.counts)
            count.tell()
            if count.is_hopeless(limit):
                return False
    return True


@dataclass
class _Count:
    """How far a run is; `segments` are those of this run alone."""

    rows: int
    watch: Watch
    done: int = 0
    rejected: int = 0
    segments: int = 0

    def add(self, done: Done) -> None:
        """Another shard is done."""
        self.done += done.rows
        self.rejected += sum(done.rejects.values())

    def is_hopeless(self, limit: Limit | None) -> bool:
        """Whether more rows are rejected than may be, before all are done."""
        is_above = limit is not None and limit.is_above(self.rejected, self.rows)
        return is_above and self.done < self.rows

    def tell(self) -> None:
        """Tell who watches."""
        self.watch(self.done, self.rows, self.segments)


def _left(out: Path, shards: Sequence[Shard], count: _Count) -> Iterator[Shard]:
    """The shards that are not done; the others are counted."""
    for shard in shards:
        done = read_done(out, shard.number)
        if done is None:
            yield shard
        else:
            count.add(done)


@contextmanager
def _closed(work: Iterator[Done]) -> Iterator[Iterator[Done]]:
    """An engine's work, which ends when it is left, however that comes."""
    try:
        yield work
    finally:
        if isinstance(work, Generator):
            work.close()


def _summed_up(wanted: Wanted, plan: Plan, *, is_whole: bool) -> Outcome:
    """The result; of a run that has ended the summary and, last, the manifest are written."""
    job, out, shards = wanted.job, Path(wanted.job.out), plan.shards
    if not is_whole:
        done = (read_done(out, shard.number) for shard in shards)
        so_far = (one for one in done if one is not None)
        return Outcome(summed(job, plan, so_far, wanted.limit), is_whole=False)
    check_unchanged(plan, out)
    result = summed(job, plan, _accounts(out, shards), wanted.limit)
    write_whole(out / SUMMARY, msgspec.json.encode(result) + b"\n")
    write_manifest(out, manifest_of(plan, _accounts(out, shards), result))
    return Outcome(result)


def _accounts(out: Path, shards: Sequence[Shard]) -> Iterator[Done]:
    """What is told of each shard, in order, one at a time."""
    for shard in shards:
        done = read_done(out, shard.number)
        if done is None:
            raise UsageError(f"{out}: a part of shard {shard.number} has gone; run it again")
        yield done
