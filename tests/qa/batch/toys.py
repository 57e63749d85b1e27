"""Workers that do next to nothing, and misbehave as they are told."""

from __future__ import annotations

import os
import re
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import InputError, MetricError
from corpora.load import Inputs
from corpora.tables.table import Stretch, Table
from qa.batch.done import Done
from qa.batch.job import Job, Shard
from qa.language_choice import Languages
from qa.run import Request


def job_in(folder: Path) -> Job:
    return Job(Request(Inputs(("a.jsonl",))), str(folder))


def shards(count: int) -> list[Shard]:
    table = Table("a.jsonl", "a.jsonl", "jsonl")
    cuts = [Stretch(n, n + 1, 1 + 10 * n, 10) for n in range(count)]
    return [Shard(number, table, cut, Languages()) for number, cut in enumerate(cuts)]


@dataclass(frozen=True)
class Toy:
    """Tells who did which shard, in a file each; `built` who built a worker."""

    job: Job

    def __post_init__(self) -> None:
        self.mark("built", f"{os.getpid()}")

    def mark(self, what: str, name: str) -> None:
        Path(self.job.out, f"{what}-{name}").touch()

    def do(self, shard: Shard) -> Done:
        self.mark("did", f"{shard.number}-{os.getpid()}")
        return Done(shard.number, shard.stretch.rows, {}, ())


@dataclass(frozen=True)
class Deadly(Toy):
    """Dies of shard 3, at first so often as the file `deadly` says, then always."""

    def do(self, shard: Shard) -> Done:
        died = len(list(Path(self.job.out).glob("died-*")))
        if shard.number == 3 and died < int(Path(self.job.out, "deadly").read_text("utf-8")):
            self.mark("died", f"{os.getpid()}")
            os.kill(os.getpid(), signal.SIGKILL)
        return super().do(shard)


@dataclass(frozen=True)
class Poisoned(Toy):
    """Dies of every shard that no file `safe-NUMBER` is there for."""

    def do(self, shard: Shard) -> Done:
        if not Path(self.job.out, f"safe-{shard.number}").exists():
            self.mark("died", f"{shard.number}-{os.getpid()}")
            os.kill(os.getpid(), signal.SIGKILL)
        return super().do(shard)


@dataclass(frozen=True)
class Stuck(Toy):
    """Never ends shard 1, but at the last try where there is a file `once`."""

    def do(self, shard: Shard) -> Done:
        tries = len(list(Path(self.job.out).glob("stuck-*")))
        if shard.number == 1 and not (tries and Path(self.job.out, "once").exists()):
            self.mark("stuck", f"{os.getpid()}")
            # No other thread of this process is let run: so it is with a regular expression.
            re.match(r"(a|aa)+$", "a" * 200 + "b")
        return super().do(shard)


@dataclass(frozen=True)
class Slow(Toy):
    """Takes five seconds to be built."""

    def __post_init__(self) -> None:
        time.sleep(5)
        super().__post_init__()


@dataclass(frozen=True)
class Hung(Toy):
    """Is never built, but where there is a file `once` at the second try."""

    def __post_init__(self) -> None:
        tries = len(list(Path(self.job.out).glob("hung-*")))
        if not (tries and Path(self.job.out, "once").exists()):
            self.mark("hung", f"{os.getpid()}")
            re.match(r"(a|aa)+$", "a" * 200 + "b")
        super().__post_init__()


@dataclass(frozen=True)
class Tardy(Toy):
    """Ends shard 0 once there is a file `late`."""

    def do(self, shard: Shard) -> Done:
        while not shard.number and not Path(self.job.out, "late").exists():
            time.sleep(0.01)
        return super().do(shard)


@dataclass(frozen=True)
class Greedy(Toy):
    """Has not enough memory for shard 3, the first time."""

    def do(self, shard: Shard) -> Done:
        if shard.number == 3 and not list(Path(self.job.out).glob("full-*")):
            self.mark("full", f"{os.getpid()}")
            raise MemoryError
        return super().do(shard)


@dataclass(frozen=True)
class Still(Toy):
    """Never ends."""

    def do(self, shard: Shard) -> Done:
        self.mark("at", f"{os.getpid()}")
        time.sleep(600)
        return super().do(shard)


@dataclass(frozen=True)
class Unhappy(Toy):
    """Cannot read its shard."""

    def do(self, shard: Shard) -> Done:
        raise InputError(shard.table.path, "no table", line=shard.stretch.first_row, fix="mend it")


@dataclass(frozen=True)
class Clumsy(Toy):
    """Has a fault of its own."""

    def do(self, shard: Shard) -> Done:
        raise ZeroDivisionError(shard.number)


def unable(_job: Job) -> Toy:
    raise MetricError("no such model here")
