"""Workers that wait at a gate: however late a test looks, a run is not over by then."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from qa.batch.doing import Doer, worker_of
from qa.batch.done import Done
from qa.batch.job import Job, Shard

_PATIENCE = 600.0


def _gate(out: str | Path) -> Path:
    """Beside the output folder: what lies in that is compared."""
    return Path(f"{out}.gate")


def open_to(out: str | Path, number: int = sys.maxsize) -> None:
    """Let the shards below a number be done, or all; so it is without a gate."""
    new = Path(f"{_gate(out)}.new")
    new.write_text(str(number), "utf-8")
    new.replace(_gate(out))


def _is_open(gate: Path, number: int) -> bool:
    try:
        return number < int(gate.read_text("utf-8"))
    except FileNotFoundError:
        return True


@dataclass(frozen=True, slots=True)
class Gated:
    """A real worker, behind the gate."""

    gate: Path
    worker: Doer

    def do(self, shard: Shard) -> Done:
        """Do a shard once it is let through."""
        last = time.monotonic() + _PATIENCE
        while not _is_open(self.gate, shard.number):
            if time.monotonic() > last:
                raise TimeoutError(str(self.gate))
            time.sleep(0.02)
        return self.worker.do(shard)


def gated(job: Job) -> Doer:
    return Gated(_gate(job.out), worker_of(job))


def workers_of(driver: int) -> list[int]:
    """The processes of this machine's engine that are at work for a driver."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1]
            is_worker = b"spawn_main" in (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(parent) == driver and is_worker:
            found.append(int(folder.name))
    return found
