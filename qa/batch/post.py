"""A place for one process of this machine that does shards, and what it does in there.

It is a pool of one (`concurrent.futures`), so that a death is laid at the right shard's door.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from threading import Thread

from corpora.errors import CopydeskError, UsageError
from qa.batch.doing import Doer, Make, Trouble, dead_if_full
from qa.batch.done import Done
from qa.batch.job import Shard

Outcome = Done | Trouble | None
"""What becomes of what a process is given; None of its worker that is built."""
_SINGLE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@dataclass(frozen=True, slots=True)
class Work:
    """What every process is told: the job, pickled, and how a worker is made."""

    job: bytes
    make: Make


@dataclass(slots=True)
class Post:
    """A place for one process."""

    work: Work
    is_built: bool = False
    pool: ProcessPoolExecutor = field(init=False)
    processes: set[BaseProcess] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._man()

    def renew(self) -> None:
        """Put a new process there, in place of one that has ended. Raises UsageError."""
        self.pool.shutdown(cancel_futures=True)
        self._man()

    def _man(self) -> None:
        """Put a new process there. Raises UsageError where the system refuses one."""
        context = multiprocessing.get_context("spawn")
        self.pool, others = ProcessPoolExecutor(1, context, _begin), set(active_children())
        self.is_built = False
        try:
            with _apart():
                self.pool.submit(os.getpid)
        except OSError as error:
            what = f"a process for a worker cannot be started ({error.strerror})"
            raise UsageError(f"{what}; take fewer --workers") from None
        finally:
            self.processes = set(active_children()) - others

    def build(self) -> Future[Outcome]:
        """Have the worker built."""
        return self.pool.submit(_build, self.work)

    def give(self, shard: Shard) -> Future[Outcome]:
        """Have a shard done."""
        return self.pool.submit(_do, self.work, shard)

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        for process in self.processes:
            with suppress(ValueError):  # the pool has buried it
                process.kill()


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


def _build(work: Work) -> Trouble | None:
    try:
        dead_if_full(lambda: _built(work))
    except CopydeskError as error:
        return Trouble.of(error)
    return None


def _do(work: Work, shard: Shard) -> Done | Trouble:
    try:
        return dead_if_full(lambda: _built(work).do(shard))
    except CopydeskError as error:
        return Trouble.of(error)


@lru_cache(maxsize=1)
def _built(work: Work) -> Doer:
    """The worker of this process."""
    doer: Doer = work.make(pickle.loads(work.job))  # noqa: S301 — its parent's
    return doer
