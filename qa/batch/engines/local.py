"""Shards done by processes of this machine, each of which builds its worker once."""

from __future__ import annotations

import pickle
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from time import monotonic

from qa.batch.doing import (
    BUILDING_S,
    MOST_DEATHS,
    PATIENCE_S,
    GivenUp,
    Make,
    Trouble,
    deadly,
    worker_of,
)
from qa.batch.done import Done
from qa.batch.job import Job, Shard
from qa.batch.post import Outcome, Post, Work


@dataclass(frozen=True, slots=True)
class Local:
    """An engine of so many processes; `make` can be pickled.

    One that is at a shard for longer than `patience_s` seconds is killed: a death like others. So
    is one whose worker is not built in `building_s` seconds more. A shard that too many died of is
    given up, and the run fails once the others are done.
    """

    workers: int
    make: Make = worker_of
    patience_s: float = PATIENCE_S
    building_s: float = BUILDING_S

    def run(self, job: Job, shards: Sequence[Shard]) -> Iterator[Done]:
        """Do the shards; see `qa.batch.job.Engine`. Closing it kills what is at work."""
        work = Work(pickle.dumps(job), self.make)
        crew = _Crew(work, deque(shards), self.patience_s, self.building_s)
        try:
            yield from crew.work(min(self.workers, len(shards)))
        finally:
            crew.stop()


@dataclass(slots=True)
class _Turn:
    """A process that is at a shard, or builds its worker for it, and until when it may."""

    post: Post
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

    what: Work
    waiting: deque[Shard]
    patience_s: float
    building_s: float
    posts: list[Post] = field(default_factory=list)
    busy: dict[Future[Outcome], _Turn] = field(default_factory=dict)
    died: Counter[int] = field(default_factory=Counter)
    late: Counter[int] = field(default_factory=Counter)
    given_up: GivenUp = field(default_factory=GivenUp)

    def work(self, workers: int) -> Iterator[Done]:
        """Do what is waiting; shards are begun in their order."""
        for _ in range(workers):
            self.posts.append(Post(self.what))
            self._busy(self.posts[-1])
        while self.busy:
            for future in self._ended():
                turn = self.busy.pop(future)
                done = self._done(future, turn)
                self._busy(turn.post)
                if done is not None:
                    yield done
        self.given_up.tell()

    def _ended(self) -> set[Future[Outcome]]:
        """Wait for one that is done, or dead; those that are late are killed."""
        ends = [turn.end for turn in self.busy.values() if not turn.is_late]
        left = max(0.0, min(ends) - monotonic()) if ends else None
        ended = wait(self.busy, left, FIRST_COMPLETED).done
        for future, turn in self.busy.items():
            if not future.done():
                turn.check()
        return ended

    def stop(self) -> None:
        """Kill the processes, and wait until they are gone."""
        for post in self.posts:
            post.kill()
        for post in self.posts:
            post.pool.shutdown(cancel_futures=True)

    def _busy(self, post: Post) -> None:
        """Give the next shard to one that is free; before its first it builds its worker."""
        if not self.waiting:
            return
        shard = self.waiting.popleft()
        patience_s = self.patience_s + (0 if post.is_built else self.building_s)
        try:
            future = post.give(shard) if post.is_built else post.build()
        except BrokenProcessPool:  # it died while it was idle
            self._bury(_Turn(post, shard, monotonic()))
            self._busy(post)
        else:
            self.busy[future] = _Turn(post, shard, monotonic() + patience_s)

    def _done(self, future: Future[Outcome], turn: _Turn) -> Done | None:
        """What became of a shard; None where it is still to be done, by a new process or not."""
        try:
            found = future.result()
        except BrokenProcessPool:
            self._bury(turn)
            return None
        if isinstance(found, Trouble):
            raise found.error
        if found is None:
            self.waiting.appendleft(turn.shard)
        if turn.is_late:  # it was done just as we killed it: the next shard has no part in that
            turn.post.renew()
        else:
            turn.post.is_built = True
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
        turn.post.renew()
