"""Shards done by processes of this machine, each of which builds its worker once.

Every process is a pool of one (`concurrent.futures`), so that a death is laid at the right
shard's door.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from threading import Thread
from time import monotonic

from corpora.errors import CopydeskError, UsageError
from qa.batch.doing import (
    MOST_DEATHS,
    PATIENCE_S,
    Doer,
    GivenUp,
    Make,
    Trouble,
    dead_if_full,
    deadly,
    worker_of,
)
from qa.batch.done import Done
from qa.batch.job import Job, Shard

_SINGLE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@dataclass(frozen=True, slots=True)
class Local:
    """An engine of so many processes; `make` can be pickled.

    One that is at a shard for longer than `patience_s` seconds is killed: a death like others. A
    shard that too many died of is given up, and the run fails once the others are done.
    """

    workers: int
    make: Make = worker_of
    patience_s: float = PATIENCE_S

    def run(self, job: Job, shards: Sequence[Shard]) -> Iterator[Done]:
        """Do the shards; see `qa.batch.job.Engine`. Closing it kills what is at work."""
        crew = _Crew(_Work(pickle.dumps(job), self.make), deque(shards), self.patience_s)
        try:
            yield from crew.work(min(self.workers, len(shards)))
        finally:
            crew.stop()


@dataclass(frozen=True, slots=True)
class _Work:
    """What every process is told: the job, pickled, and how a worker is made."""

    job: bytes
    make: Make


@dataclass(slots=True)
class _Post:
    """A place for one process."""

    work: _Work
    pool: ProcessPoolExecutor = field(init=False)
    processes: set[BaseProcess] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.man()

    def man(self) -> None:
        """Put a new process there. Raises UsageError where the system refuses one."""
        context = multiprocessing.get_context("spawn")
        self.pool, others = ProcessPoolExecutor(1, context, _begin), set(active_children())
        try:
            with _apart():
                self.pool.submit(os.getpid)
        except OSError as error:
            what = f"a process for a worker cannot be started ({error.strerror})"
            raise UsageError(f"{what}; take fewer --workers") from None
        finally:
            self.processes = set(active_children()) - others

    def give(self, shard: Shard) -> Future[Done | Trouble]:
        """Have a shard done."""
        return self.pool.submit(_do, self.work, shard)

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        for process in self.processes:
            with suppress(ValueError):  # the pool has buried it
                process.kill()


@dataclass(slots=True)
class _Turn:
    """A process that is at a shard, and until when it may be."""

    post: _Post
    shard: Shard
    end: float
    is_late: bool = False

    def check(self) -> None:
        """Kill the process if it is late."""
        if not self.is_late and monotonic() >= self.end:
            self.is_late = True
            self.post.kill()


@dataclass(slots=True)
class _Crew:
    """The processes at work, and what is left to do.

    `died` counts deaths by shard, `late` those of them that we brought about.
    """

    what: _Work
    waiting: deque[Shard]
    patience_s: float
    posts: list[_Post] = field(default_factory=list)
    busy: dict[Future[Done | Trouble], _Turn] = field(default_factory=dict)
    died: Counter[int] = field(default_factory=Counter)
    late: Counter[int] = field(default_factory=Counter)
    given_up: GivenUp = field(default_factory=GivenUp)

    def work(self, workers: int) -> Iterator[Done]:
        """Do what is waiting; shards are begun in their order."""
        for _ in range(workers):
            self.posts.append(_Post(self.what))
            self._busy(self.posts[-1])
        while self.busy:
            for future in self._ended():
                turn = self.busy.pop(future)
                done = self._done(future, turn)
                self._busy(turn.post)
                if done is not None:
                    yield done
        self.given_up.tell()

    def _ended(self) -> set[Future[Done | Trouble]]:
        """Wait for one that is done, or dead; those that are late are killed."""
        ends = [turn.end for turn in self.busy.values() if not turn.is_late]
        left = max(0.0, min(ends) - monotonic()) if ends else None
        ended = wait(self.busy, left, FIRST_COMPLETED).done
        for future in self.busy.keys() - ended:
            self.busy[future].check()
        return ended

    def stop(self) -> None:
        """Kill the processes, and wait until they are gone."""
        for post in self.posts:
            post.kill()
        for post in self.posts:
            post.pool.shutdown(cancel_futures=True)

    def _busy(self, post: _Post) -> None:
        """Give the next shard to one that is free."""
        if not self.waiting:
            return
        shard = self.waiting.popleft()
        try:
            future = post.give(shard)
        except BrokenProcessPool:  # it died while it was idle
            self._bury(_Turn(post, shard, monotonic()))
            self._busy(post)
        else:
            self.busy[future] = _Turn(post, shard, monotonic() + self.patience_s)

    def _done(self, future: Future[Done | Trouble], turn: _Turn) -> Done | None:
        """What became of a shard; None where the process died, and it must be done again."""
        try:
            found = future.result()
        except BrokenProcessPool:
            self._bury(turn)
            return None
        if isinstance(found, Trouble):
            raise found.error
        return found

    def _bury(self, turn: _Turn) -> None:
        """Replace a process that died; give its shard up where it has killed too many."""
        number = turn.shard.number
        self.died[number] += 1
        self.late[number] += turn.is_late
        if self.died[number] < MOST_DEATHS:
            self.waiting.appendleft(turn.shard)
        else:
            late = self.late[number]
            self.given_up.add(deadly(turn.shard, MOST_DEATHS, late, self.patience_s))
        turn.post.pool.shutdown(cancel_futures=True)
        turn.post.man()


@contextmanager
def _apart() -> Iterator[None]:
    """A process started within it never hears of Ctrl-C, and does its sums on one processor.

    Whoever started it ends it; there are as many processes as processors.
    """
    before = {name: os.environ.get(name) for name in _SINGLE}
    os.environ.update(dict.fromkeys(_SINGLE, "1"))
    masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, masked)
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _begin() -> None:
    """What a process does first: see to it that it does not outlive the one that started it."""
    Thread(target=_until_alone, daemon=True).start()


def _until_alone() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(work: _Work, shard: Shard) -> Done | Trouble:
    try:
        return dead_if_full(lambda: _built(work).do(shard))
    except CopydeskError as error:
        return Trouble.of(error)


@lru_cache(maxsize=1)
def _built(work: _Work) -> Doer:
    """The worker of this process."""
    doer: Doer = work.make(pickle.loads(work.job))  # noqa: S301 — its parent's
    return doer
