"""What `copydesk batch` costs, and how that grows: with rows, workers, engines, garbage.

Run: python -m benchmarks.scale [DATA] [growth|workers|engines|costs|cutting|garbage …]   (all)

growth: 100,000 and 1,000,000 segments through all written rules and chrF; time and memory.
workers: the same rows by one worker and by two, in turns.
engines: by local processes and by Ray; are the tables the same bytes?
costs: CPU time and throughput of each thing that can be asked for, one worker.
cutting: how long the driver takes to cut tables into shards.
garbage: 1 % of rows that are none: are they all in rejects, and nothing else?
The rows are those of benchmarks/scale_data.py.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from statistics import median

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.scale_data import Story, rows, stories, write
from benchmarks.scale_run import Ran, ran, same_tables
from corpora.tables.cut import stretches
from corpora.tables.table import Table

GROWTH = (100_000, 1_000_000)
RULES = ("-m", "chrf", "--no-estimate")
_TURNS, _MANY, _SOME = 3, 40_000, 20_000
PLAIN = ("--no-estimate", "--rule", "spacing")
WAYS = (
    ("chrF, one rule", ("-m", "chrf", *PLAIN), 40_000),
    ("chrF, all written rules", RULES, 20_000),
    ("TER, one rule", ("-m", "ter", *PLAIN), 10_000),
    ("BLEU, chrF, all written rules", ("-m", "bleu", "-m", "chrf", "--no-estimate"), 20_000),
    ("the estimator, one rule", ("-m", "estimate", "--rule", "spacing"), 2_000),
    ("all of it", (), 2_000),
)
"""What is asked for, and of how many rows."""


def growth(folder: Path, made: list[Story]) -> None:
    """Ten times the rows: how much longer, and how much more memory?"""
    found = []
    for size in GROWTH:
        table = folder / f"{size}.jsonl"
        write(table, rows(made, size))
        print(f"  {size:,} segments, {table.stat().st_size / 1e6:,.0f} MB")
        found.append(ran(folder / f"out-{size}", table, *RULES))
        print(f"    {_told(found[-1], size)}")
        table.unlink()
    less, more = found
    print(
        f"  time × {more.seconds / less.seconds:.2f} for × 10; memory × {more.peak / less.peak:.2f}"
    )


def workers(folder: Path, made: list[Story]) -> None:
    """One worker and two, in turns; the median of the ratios."""
    table = folder / "workers.jsonl"
    write(table, rows(made, _MANY))
    ratios = []
    for turn in range(_TURNS):
        one, two = (
            ran(folder / f"w{number}-{turn}", table, *RULES, "--workers", str(number))
            for number in (1, 2)
        )
        ratios.append(one.seconds / two.seconds)
        print(f"  1 worker {one.seconds:.1f} s, 2 workers {two.seconds:.1f} s: × {ratios[-1]:.2f}")
        print(f"  the same bytes: {same_tables(one.out, two.out)}")
    print(f"  median × {median(ratios):.2f}")


def engines(folder: Path, made: list[Story]) -> None:
    """Local processes and Ray, in turns."""
    table = folder / "engines.jsonl"
    write(table, rows(made, _SOME))
    local = ran(folder / "local", table, *RULES, "--workers", "2")
    ray = ran(folder / "ray", table, *RULES, "--workers", "2", "--engine", "ray")
    print(f"  local {local.seconds:.1f} s, Ray {ray.seconds:.1f} s (its start included)")
    print(f"  memory: local {local.peak:,.0f} MiB, Ray {ray.peak:,.0f} MiB")
    print(f"  the same bytes: {same_tables(local.out, ray.out)}")


def costs(folder: Path, made: list[Story]) -> None:
    """Each thing that can be asked for, with one worker."""
    for name, options, size in WAYS:
        table = folder / "costs.jsonl"
        write(table, rows(made, size))
        found = ran(folder / f"cost {name}", table, *options, "--workers", "1")
        print(
            f"  {name}: {_told(found, size)}; {found.seconds / size * 1e6 / 3600:.2f} h a million"
        )


def cutting(folder: Path, made: list[Story]) -> None:
    """What the driver does by itself with each row, whatever the workers."""
    found = list(rows(made, _MANY))
    write(folder / "a.jsonl", iter(found))
    pq.write_table(pa.Table.from_pylist(found), folder / "a.parquet")
    for name, format_ in (("a.jsonl", "jsonl"), ("a.parquet", "parquet")):
        place = str(folder / name)
        started = time.perf_counter()
        cut = list(stretches(Table(place, place, format_), 10_000))
        took = time.perf_counter() - started
        print(f"  {format_}: {took / _MANY * 1e6:.1f} µs a row, {len(cut)} shards")


def garbage(folder: Path, made: list[Story]) -> None:
    """Is each bad row in rejects, and no good one?"""
    table = folder / "garbage.jsonl"
    bad = write(table, islice(rows(made, _SOME), None), garbage=0.01)
    found = ran(folder / "garbage", table, *RULES)
    told = found.rejects()
    print(f"  {bad:,} of {_SOME + bad:,} rows are garbage, {sum(told.values()):,} rejected: {told}")
    print(f"  segments: {found.rows('segments'):,} of {_SOME:,}")


def _told(found: Ran, size: int) -> str:
    rate = size / found.seconds
    return (
        f"{found.seconds:,.0f} s ({rate:,.0f} segments/s), CPU {found.cpu:,.0f} s; "
        f"memory {found.peak:,.0f} MiB in all processes, {found.largest:,.0f} in the largest"
    )


STEPS = (growth, workers, engines, costs, cutting, garbage)


def main(wanted: set[str]) -> None:
    """What was asked for, or everything."""
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors, "
        f"pyarrow {version('pyarrow')}"
    )
    made = stories()
    for one in STEPS:
        if not wanted or one.__name__ in wanted:
            print(f"{one.__name__}: {(one.__doc__ or '').strip()}")
            with tempfile.TemporaryDirectory() as folder:
                one(Path(folder), made)


if __name__ == "__main__":
    main({step.__name__ for step in STEPS} & set(sys.argv[1:]))
