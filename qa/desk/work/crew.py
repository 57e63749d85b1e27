"""The worker processes of a desk: started, started again when they die, and stopped."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from threading import Event, Lock, Thread

from qa.desk.store.database import opened
from qa.desk.work.jobs import free_dead
from qa.desk.work.whoami import is_dead

SOONEST, LATEST = 0.1, 30.0
"""Seconds before a worker that ended is started again; more each time it ends with an error."""
_LOOK = 0.25
PATIENCE = 10.0
"""Seconds that workers have to end their job when the desk stops."""
_spawning = multiprocessing.get_context("spawn")
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Post:
    """One worker's place: who has it, and if that one is dead, when the next one is due."""

    process: SpawnProcess
    pause: float = SOONEST
    due: float | None = None


class Crew:
    """So many worker processes for the database at an address.

    They end by themselves when the process that started them dies. `config` is a configuration's
    path, `private` allows feeds at private addresses.
    """

    def __init__(
        self, address: str, count: int = 1, config: str | None = None, *, private: bool = False
    ) -> None:
        self.address, self._count = address, count
        self._config, self._private = config, private
        self._posts: list[_Post] = []
        self._lock, self._stopped = Lock(), Event()
        self._watch = Thread(target=self._look_after, name="crew", daemon=True)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that are there now."""
        with self._lock:
            found = [post.process.pid for post in self._posts if post.process.is_alive()]
        return tuple(pid for pid in found if pid is not None)

    def start(self) -> None:
        """Start them. Jobs of workers that died on this machine are free again at once."""
        database = opened(self.address)
        try:
            free_dead(database, is_dead)
        finally:
            database.close()
        self._posts = [_Post(self._started()) for _ in range(self._count)]
        self._watch.start()

    def stop(self, patience: float = PATIENCE) -> None:
        """Have them end the jobs at hand and stop; those that take too long are killed."""
        self._stopped.set()
        if self._watch.is_alive():
            self._watch.join()
        processes = [post.process for post in self._posts]
        for process in processes:
            process.terminate()
        until = time.monotonic() + patience
        for process in processes:
            process.join(max(0.0, until - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()

    def _look_after(self) -> None:
        while not self._stopped.is_set():
            wait([post.process.sentinel for post in self._posts if post.due is None], _LOOK)
            for post in self._posts:
                if not post.process.is_alive():
                    self._mend(post)

    def _mend(self, post: _Post) -> None:
        """Start a worker anew once it is time."""
        moment = time.monotonic()
        if post.due is None:
            code = post.process.exitcode or 0
            _log.warning("a worker ended (exit code %d)", code)
            # Who is killed may go on at once; who cannot start at all would only fail again.
            post.pause = min(LATEST, 2 * post.pause) if code > 0 else SOONEST
            post.due = moment + post.pause
        elif moment >= post.due and not self._stopped.is_set():
            process = self._started()
            with self._lock:
                post.process, post.due = process, None

    def _started(self) -> SpawnProcess:
        process = _spawning.Process(
            target=_work, args=(self.address, self._config, self._private), daemon=True
        )
        process.start()
        return process


def _work(address: str, config: str | None, private: bool) -> None:  # noqa: FBT001 — pickled
    """What a worker process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it stops it
    from qa.desk.work.worker import run  # noqa: PLC0415 — the desk's own process needs none of it

    stop = Event()
    Thread(target=_until_alone, args=(stop,), daemon=True).start()
    run(address, config, private=private, stop=stop)


def _until_alone(stop: Event) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        stop.set()
