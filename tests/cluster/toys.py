"""Workers that do little: what an engine must do can be seen without any text.

What a toy does with a shard is written in the name of its table, `DEED:anything`.
"""

from __future__ import annotations

import os
import re
import signal
import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from corpora.errors import InputError, MetricError
from corpora.load import Inputs
from corpora.tables.table import Stretch, Table
from qa.batch.done import Done
from qa.batch.files import write_done
from qa.batch.job import Job, Shard
from qa.language_choice import Languages
from qa.run import Request

PATIENCE = 300.0
"""Seconds after which something that should happen is given up."""


def job(out: Path) -> Job:
    """A job about nothing, whose tables go to a folder."""
    return Job(Request(Inputs(())), str(out))


def shards(*deeds: str) -> tuple[Shard, ...]:
    """A shard of ten rows for each deed."""
    return tuple(
        Shard(
            number,
            Table(f"{deed}:{number}.jsonl", f"/nowhere/{number}.jsonl", "jsonl"),
            Stretch(1000 * number, 1000 * number + 1000, 10 * number + 1, 10),
            Languages(),
        )
        for number, deed in enumerate(deeds)
    )


def until(there: Path) -> None:
    """Wait for a file."""
    last = time.monotonic() + PATIENCE
    while not there.exists():
        if time.monotonic() > last:
            raise TimeoutError(str(there))
        time.sleep(0.02)


def hang() -> None:
    """Let no other thread of this process run: so it is with a regular expression."""
    re.match(r"(a|aa)+$", "a" * 200 + "b")


def node() -> str:
    """The Ray node that this process runs on."""
    ray = import_module("ray")
    return str(ray.get_runtime_context().get_node_id())


@dataclass(frozen=True, slots=True)
class Toy:
    """Notes in the output folder that it was made, and what it began."""

    job: Job

    def __post_init__(self) -> None:
        self._note("made", str(os.getpid()))

    def _note(self, kind: str, name: str) -> None:
        folder = Path(self.job.out, kind)
        folder.mkdir(parents=True, exist_ok=True)
        Path(folder, name).touch()

    def do(self, shard: Shard) -> Done:
        deed = shard.table.path.partition(":")[0]
        self._note("begun", f"{shard.number}.{os.getpid()}.{time.monotonic_ns()}")
        getattr(self, f"_{deed.replace('-', '_')}")(shard)
        done = Done(shard.number, shard.stretch.rows, {}, (), notes=(deed,))
        write_done(Path(self.job.out), done)
        return done

    def _fine(self, _: Shard) -> None:
        pass

    def _die(self, _: Shard) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def _die_once(self, shard: Shard) -> None:
        if len([*Path(self.job.out, "begun").glob(f"{shard.number}.*")]) == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    def _fill(self, shard: Shard) -> None:
        """Have not enough memory, the first time."""
        if len([*Path(self.job.out, "begun").glob(f"{shard.number}.*")]) == 1:
            raise MemoryError

    def _hang(self, _: Shard) -> None:
        hang()

    def _hang_once(self, shard: Shard) -> None:
        if len([*Path(self.job.out, "begun").glob(f"{shard.number}.*")]) == 1:
            self._hang(shard)

    def _wait_elsewhere(self, _: Shard) -> None:
        """Once the gate is open; on the node that the run was started on, once another begins."""
        if (here := node()) == Path(self.job.out, "home").read_text():
            until(Path(self.job.out, "elsewhere"))
        else:
            self._note("elsewhere", here)
            until(Path(self.job.out, "gate"))

    def _wait(self, _: Shard) -> None:
        until(Path(self.job.out, "gate"))

    def _fail(self, shard: Shard) -> None:
        raise InputError(shard.table.path, "vanished", line=7, fix="bring it back")

    def _err(self, _: Shard) -> None:
        raise ZeroDivisionError("a fault of ours")

    def _lose(self, _: Shard) -> None:
        """As if this machine did not see the folder."""
        shards = Path(self.job.out, ".copydesk", "shards")
        shards.rename(shards.with_name("lost"))

    def _environment(self, shard: Shard) -> None:
        toy, gpus = (os.environ.get(name) for name in ("COPYDESK_TOY", "CUDA_VISIBLE_DEVICES"))
        found = f"{toy}, no GPU but {gpus!r}, in {Path.cwd()}: {shard}"
        Path(self.job.out, "environment").write_text(found)


def unmakeable(_: Job) -> Toy:
    raise MetricError("comet: no model here")


def slow(job: Job) -> Toy:
    """Make a toy in five seconds."""
    time.sleep(5)
    return Toy(job)


def hung(job: Job) -> Toy:
    """Never make a toy, the first time."""
    mark = Path(job.out, "hung")
    if not mark.exists():
        mark.touch()
        hang()
    return Toy(job)
