"""A batch from its beginning, or from where it was interrupted, to its end."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from corpora.errors import UsageError
from corpora.opening import is_url
from qa.batch.done import Done
from qa.batch.files import read_done, write_whole
from qa.batch.job import Engine, Job, Shard
from qa.batch.limit import Limit
from qa.batch.lock import SUMMARY, alone, reopen, sweep
from qa.batch.manifest import manifest_of, write_manifest
from qa.batch.plan import Plan, Tell, check_unchanged, planned, unheard
from qa.batch.settled import files_beside
from qa.batch.summary import summed
from reports.corpus.result import CorpusResult

Watch = Callable[[int, int], None]
"""Is told how many rows are done, of how many."""
SHARD_SIZE = 10_000
"""Rows of a shard, if nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A job, and how it is to be done: in shards of some `shard_size` rows.

    More rejected rows than `limit` says fail it, and stop it as soon as that is sure; `overwrite`
    deletes the tables of another run: this one, begun earlier, goes on in any case.
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


def go(wanted: Wanted, engine: Engine, watch: Watch, tell: Tell = unheard) -> Outcome:
    """Do a job, or what is left of it, in the folder that it names.

    `tell` is told while tables are cut, `watch` when shards are done. Raises CopydeskError for
    what the user must mend, among it another run at work there. However it ends, what is done
    stays done.
    """
    job = wanted.job
    with alone(job.out):
        sweep(Path(job.out))
        plan = planned(job, wanted.shard_size, overwrite=wanted.overwrite, tell=tell)
        try:
            is_whole = _do(wanted, plan, engine, watch)
            return _summed_up(wanted, plan, is_whole=is_whole)
        finally:
            sweep(Path(job.out))


def _do(wanted: Wanted, plan: Plan, engine: Engine, watch: Watch) -> bool:
    """Do the shards that are not done yet; False where too many rows were rejected to go on."""
    out, limit = Path(wanted.job.out), wanted.limit
    count = _Count(plan.rows, watch)
    left = list(_left(out, plan, count))
    count.tell()
    if left:
        reopen(out)
    with _closed(engine.run(_given(wanted.job, plan), left) if left else iter(())) as work:
        if count.is_hopeless(limit):
            return False
        for done in work:
            count.add(done)
            count.tell()
            if count.is_hopeless(limit):
                return False
    return True


def _given(job: Job, plan: Plan) -> Job:
    """The job as workers get it: they may be at home in other folders, and tell nobody anything."""
    day = date.fromisoformat(plan.day)  # what expires at midnight shall not split a run
    beside = {what: _anywhere(path) for what, path in files_beside(job).items()}
    request = replace(
        job.request,
        watch=None,
        tap=None,
        store=None,
        today=day,
        glossary=beside["glossary"],
        suppressions=beside["suppressions"],
    )
    out = str(Path(job.out).resolve())
    calibration = beside["calibration"]
    return replace(job, out=out, request=request, calibration=calibration, run=plan.run)


def _anywhere(path: str | None) -> str | None:
    """A path that is the same from every folder."""
    return path if path is None or is_url(path) else str(Path(path).absolute())


@dataclass
class _Count:
    """How far a run is."""

    rows: int
    watch: Watch
    done: int = 0
    rejected: int = 0

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
        self.watch(self.done, self.rows)


def _left(out: Path, plan: Plan, count: _Count) -> Iterator[Shard]:
    """The shards that are not done; the others are counted."""
    run = plan.run
    for shard in plan.shards:
        done = read_done(out, shard.number, run)
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
    job, out, run = wanted.job, Path(wanted.job.out), plan.run
    if not is_whole:
        done = (read_done(out, shard.number, run) for shard in plan.shards)
        so_far = (one for one in done if one is not None)
        return Outcome(summed(job, plan, so_far, wanted.limit), is_whole=False)
    check_unchanged(job, plan)
    result = summed(job, plan, _accounts(out, plan), wanted.limit)
    write_whole(out / SUMMARY, msgspec.json.encode(result) + b"\n")
    write_manifest(out, manifest_of(plan, _accounts(out, plan), result))
    return Outcome(result)


def _accounts(out: Path, plan: Plan) -> Iterator[Done]:
    """What is told of each shard, in order, one at a time."""
    run = plan.run
    for shard in plan.shards:
        done = read_done(out, shard.number, run)
        if done is None:
            raise UsageError(f"{out}: a part of shard {shard.number} has gone; run it again")
        yield done
