"""Many machines: Ray Data hands the shards to workers that each load their models once.

A shard is a block of one row. They are packed by the thousand, and unpacked as workers get free: a
block costs Ray 10 kB of the driver's memory and a millisecond before anything begins. The workers
are a pool of Ray actors; Ray Data sends each a shard ahead of the one that it is doing, starts an
actor that dies again, on another node if its own is lost, and gives it its shards once more. The
tables go straight to the output folder, which all nodes share: only shards, and what is told of
them, travel through Ray.
"""

from __future__ import annotations

import logging
import os
import pickle
import platform
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING, Any

from corpora.errors import CopydeskError, UsageError
from qa.batch.connecting import connected
from qa.batch.doing import (
    BUILDING_S,
    MOST_DEATHS,
    PATIENCE_S,
    Doer,
    GivenUp,
    Make,
    ShardError,
    Trouble,
    dead_if_full,
    worker_of,
)
from qa.batch.job import Job, Shard
from qa.batch.ledger import Ledger, ledger
from qa.version import copydesk_version

if TYPE_CHECKING:
    from qa.batch.done import Done

ROOM_S = 600.0
"""Seconds that a node with room for a worker is waited for."""
_AHEAD = 2
_PACK = 1000
_ROUNDING = 1e-9
_OURS = "COPYDESK_"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cluster:
    """The engine that is a Ray cluster.

    `address` is where its head listens (`10.0.0.1:6379`), or `auto` for the one on this machine;
    None is what RAY_ADDRESS says, or else a cluster of this machine alone, for this run. `workers`
    is how many there shall be, each with a processor and the share `gpus` of a GPU; None is as
    many as the nodes have room for when the run begins. A worker that is at a shard for longer than
    `patience_s` seconds ends itself; so does one that is not built in `building_s` seconds more. A
    shard that has taken `most_deaths` workers with it is given up, and the run fails once the
    others are done; it ends where after `room_s` seconds no node has room for a worker. `make` can
    be pickled.
    """

    address: str | None = None
    workers: int | None = None
    gpus: float = 0.0
    most_deaths: int = MOST_DEATHS
    room_s: float = ROOM_S
    make: Make = worker_of
    patience_s: float = PATIENCE_S
    building_s: float = BUILDING_S

    def run(self, job: Job, shards: Sequence[Shard]) -> Iterator[Done]:
        """Do the shards; see `qa.batch.job.Engine`. Closing it kills what is at work.

        In a Ray that this process was connected to before, what is at work ends its shard.
        """
        if not shards:
            return
        if self.gpus > 1 and self.gpus % 1:
            raise UsageError(f"--gpus {self.gpus:g}: a share of one GPU, or whole ones")
        with (
            connected(self.address, self.workers) as ray,
            ledger(job.out, self.most_deaths, self.patience_s, self.building_s) as book,
        ):
            size = min(self._size(ray), len(shards))
            pool = self._pool(Task.of(self, job, book), size)
            with closing(_outcomes(ray, shards, pool)) as outcomes, book.opened():
                yield from _done(outcomes)

    def _size(self, ray: Any) -> int:  # noqa: ANN401 — a module, imported only where it is needed
        """How many workers there shall be, once there is room for one."""
        if not (room := self._room(ray)):
            self._wait(ray)
            room = self._room(ray)
        return self.workers or max(1, room)

    def _room(self, ray: Any) -> int:  # noqa: ANN401
        """How many workers the nodes that are there have room for, when they do nothing else."""
        nodes = (node["Resources"] for node in ray.nodes() if node["Alive"])
        return sum(min(int(has.get("CPU", 0)), self._fit(has.get("GPU", 0))) for has in nodes)

    def _fit(self, gpus: float) -> int:
        """How many workers so many GPUs are enough for; a share is of one."""
        if not self.gpus:
            return sys.maxsize
        return (
            int(gpus) * int(1 / self.gpus + _ROUNDING) if self.gpus < 1 else int(gpus / self.gpus)
        )

    def _wait(self, ray: Any) -> None:  # noqa: ANN401
        """Ask for a node with room for a worker: a cluster that grows by itself starts one."""
        needs = f"1 processor and {self.gpus:g} GPU" if self.gpus else "1 processor"
        _log.warning("waiting for a node with %s", needs)
        ready = ray.remote(num_cpus=1, num_gpus=self.gpus)(_nothing).remote()
        if not ray.wait([ready], timeout=self.room_s)[0]:
            what = f"no node of the Ray cluster has room for a worker ({needs})"
            raise UsageError(f"{what}, and none came in {self.room_s:g} seconds")

    def _pool(self, task: Task, size: int) -> dict[str, Any]:
        """What Ray Data is asked for."""
        strategy = import_module("ray.data").ActorPoolStrategy
        return {
            "fn": Station,
            "fn_constructor_args": (task,),
            "compute": strategy(size=size, max_tasks_in_flight_per_actor=_AHEAD),
            "num_cpus": 1,
            "num_gpus": self.gpus,
        }


def _nothing() -> None:
    """What a node does to show that it is there."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker on another machine needs to work as it would on this one.

    `home` is the folder that relative paths start from; `settings` are our environment variables.
    """

    job: Job
    make: Make
    book: Ledger
    version: str
    home: str
    gpus: float
    settings: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(engine: Cluster, job: Job, book: Ledger) -> Task:
        """The task of an engine's workers."""
        ours = {name: value for name, value in os.environ.items() if name.startswith(_OURS)}
        version, home = copydesk_version(), str(Path.cwd())
        return Task(job, engine.make, book, version, home, engine.gpus, ours)

    def settle(self) -> None:
        """Make this process like the one that the run was started from. Raises UsageError."""
        if (found := copydesk_version()) != self.version:
            what = f"copydesk {found} is installed on {platform.node()}"
            raise UsageError(f"{what}, not {self.version}; every node needs the same one")
        os.environ.update(self.settings)
        if not self.gpus:  # else each worker would take the first one, which it was not given
            os.environ["CUDA_VISIBLE_DEVICES"] = ""
        if Path(self.home).is_dir():
            os.chdir(self.home)


class Station:
    """A place in the pool: makes its worker at the first shard, then does one after another."""

    def __init__(self, task: Task) -> None:
        self._task = task

    @cached_property
    def _worker(self) -> Doer:
        self._task.settle()
        return self._task.make(self._task.job)

    def __call__(self, row: dict[str, bytes]) -> dict[str, bytes]:
        """Do a shard: it and the outcome are pickled, for blocks are Arrow tables."""
        return {"outcome": pickle.dumps(self._outcome(pickle.loads(row["shard"])))}  # noqa: S301

    def _outcome(self, shard: Shard) -> Done | Trouble:
        try:
            with self._task.book.begun(shard) as ready:
                return dead_if_full(lambda: self._done(shard, ready))
        except CopydeskError as error:
            return Trouble.of(error)
        except Exception as error:  # noqa: BLE001 — Ray would wrap it, and print what it wraps
            error.add_note(f"on {platform.node()}:\n{''.join(format_exception(error))}")
            return Trouble.of(error)

    def _done(self, shard: Shard, ready: Callable[[], None]) -> Done:
        worker = self._worker
        ready()
        return worker.do(shard)


def _done(outcomes: Iterator[Done | Trouble]) -> Iterator[Done]:
    """What is done; raises what went wrong, at the end what shards were given up."""
    given_up = GivenUp()
    for outcome in outcomes:
        if not isinstance(outcome, Trouble):
            yield outcome
        elif isinstance(error := outcome.error, ShardError):
            given_up.add(error)
        else:
            raise error
    given_up.tell()


def _outcomes(
    ray: Any,  # noqa: ANN401
    shards: Sequence[Shard],
    pool: Mapping[str, Any],
) -> Generator[Done | Trouble]:
    packs = [{"pack": pickle.dumps(shards[n : n + _PACK])} for n in range(0, len(shards), _PACK)]
    data = ray.data.from_items(packs, override_num_blocks=len(packs))
    data.context.target_max_block_size = 1  # whatever its size, a row is a block
    one = ray.data.TaskPoolStrategy(1)
    data = data.flat_map(unpacked, compute=one, num_cpus=0).map(**pool)
    try:
        for batch in data.iter_batches(batch_size=None, prefetch_batches=0):
            for outcome in batch["outcome"]:
                yield pickle.loads(outcome)  # noqa: S301 — what `Station` wrote
    except ray.exceptions.RayError as error:
        why = str(error).strip().splitlines()[-1]
        raise UsageError(f"the Ray cluster failed ({why}); the same command goes on") from error


def unpacked(row: dict[str, bytes]) -> Iterator[dict[str, bytes]]:
    """The shards of a pack, a row each."""
    for shard in pickle.loads(row["pack"]):  # noqa: S301 — what `_outcomes` wrote
        yield {"shard": pickle.dumps(shard)}
