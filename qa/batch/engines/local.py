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
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Thread

from corpora.errors import CopydeskError, UsageError
from qa.batch.doing import MOST_DEATHS, Doer, Make, Trouble, deadly, worker_of
from qa.batch.done import Done
from qa.batch.job import Job, Shard

_PATIENCE = 10.0
"""Seconds that a process which is just starting has to tell who it is, before it is left alone."""
_SINGLE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@dataclass(frozen=True, slots=True)
class Local:
    """An engine of so many processes; `make` can be pickled."""

    workers: int
    make: Make = worker_of

    def run(self, job: Job, shards: Sequence[Shard]) -> Iterator[Done]:
        """Do the shards; see `qa.batch.job.Engine`. Closing it kills what is at work."""
        crew = _Crew(_Work(pickle.dumps(job), self.make), deque(shards))
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
    pid: Future[int] | None = None

    def __post_init__(self) -> None:
        self.man()

    def man(self) -> None:
        """Put a new process there. Raises UsageError where the system refuses one."""
        context = multiprocessing.get_context("spawn")
        self.pool, self.pid = ProcessPoolExecutor(1, context, _begin), None
        try:
            with _apart():
                self.pid = self.pool.submit(os.getpid)
        except OSError as error:
            what = f"a process for a worker cannot be started ({error.strerror})"
            raise UsageError(f"{what}; take fewer --workers") from None

    def give(self, shard: Shard) -> Future[Done | Trouble]:
        """Have a shard done."""
        return self.pool.submit(_do, self.work, shard)

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        if self.pid is None:
            return
        with suppress(BrokenProcessPool, CancelledError, TimeoutError, ProcessLookupError):
            os.kill(self.pid.result(_PATIENCE), signal.SIGKILL)


@dataclass(slots=True)
class _Crew:
    """The processes at work, and what is left to do; `died` counts deaths by shard."""

    what: _Work
    waiting: deque[Shard]
    posts: list[_Post] = field(default_factory=list)
    busy: dict[Future[Done | Trouble], tuple[_Post, Shard]] = field(default_factory=dict)
    died: Counter[int] = field(default_factory=Counter)

    def work(self, workers: int) -> Iterator[Done]:
        """Do what is waiting; shards are begun in their order."""
        for _ in range(workers):
            self.posts.append(_Post(self.what))
            self._busy(self.posts[-1])
        while self.busy:
            for future in wait(self.busy, return_when=FIRST_COMPLETED).done:
                post, shard = self.busy.pop(future)
                done = self._done(future, post, shard)
                self._busy(post)
                if done is not None:
                    yield done

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
            self._bury(post, shard)
            self._busy(post)
        else:
            self.busy[future] = (post, shard)

    def _done(self, future: Future[Done | Trouble], post: _Post, shard: Shard) -> Done | None:
        """What became of a shard; None where the process died, and it must be done again."""
        try:
            found = future.result()
        except BrokenProcessPool:
            self._bury(post, shard)
            return None
        if isinstance(found, Trouble):
            raise found.error
        return found

    def _bury(self, post: _Post, shard: Shard) -> None:
        """Replace a process that died. Raises UsageError where its shard has killed too many."""
        self.died[shard.number] += 1
        if self.died[shard.number] >= MOST_DEATHS:
            raise deadly(shard)
        self.waiting.appendleft(shard)
        post.pool.shutdown(cancel_futures=True)
        post.man()


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
        return _built(work).do(shard)
    except CopydeskError as error:
        return Trouble.of(error)
    except MemoryError:
        os._exit(1)  # the next one begins with an empty memory


@lru_cache(maxsize=1)
def _built(work: _Work) -> Doer:
    """The worker of this process."""
    doer: Doer = work.make(pickle.loads(work.job))  # noqa: S301 — its parent's
    return doer
