"""`copydesk batch` run as a user runs it, with an eye on its time and memory (Linux)."""

from __future__ import annotations

import hashlib
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

TABLES = ("segments", "flags", "documents", "rejects")
_LOOK = 0.5
_KIB = 1024


@dataclass(frozen=True, slots=True)
class Ran:
    """How it went: `peak` is the most memory of all its processes together, in MiB (PSS)."""

    out: Path
    seconds: float
    cpu: float
    peak: float
    largest: float

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        return sum(pq.read_metadata(part).num_rows for part in (self.out / table).iterdir())

    def rejects(self) -> dict[str, int]:
        """How many rows were rejected, by reason."""
        parts = sorted((self.out / "rejects").iterdir())
        found = Counter(one for part in parts for one in pq.read_table(part)["reason"].to_pylist())
        return dict(found.most_common())


def ran(out: Path, table: Path, *options: str) -> Ran:
    """Run it to its end. Raises CalledProcessError where it fails."""
    command = [sys.executable, "-m", "qa", "batch", str(table), "--out", str(out), "-q"]
    used, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    quiet = {**os.environ, "COPYDESK_CACHE": "off"}
    process = subprocess.Popen(
        [*command, "--no-config", *options], env=quiet, stdout=subprocess.DEVNULL
    )
    peak = largest = 0.0
    while process.poll() is None:
        each = [_memory(pid) for pid in _family(process.pid)]
        peak, largest = max(peak, sum(each)), max(largest, *each, 0.0)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    return Ran(out, seconds, cpu, peak / _KIB, largest / _KIB)


def same_tables(one: Path, other: Path) -> bool:
    """Whether the tables of two runs are the same bytes."""
    return _hashes(one) == _hashes(other)


def _hashes(out: Path) -> dict[str, str]:
    files = [path for table in TABLES for path in (out / table).iterdir()]
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def _family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for one in found:
        for path in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, path.read_text().split())
    return found


def _memory(pid: int) -> float:
    """A process's share of the memory in use (PSS), in KiB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1])
    return 0.0
