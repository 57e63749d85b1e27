"""A table of a million segments, checked in constant memory, interrupted once and resumed.

Run: python -m benchmarks.large_table [SEGMENTS …] [--rule RULE …]   (100,000 and 1,000,000)

The rows are the bundled article's sentences with their sources, each with a number of its own, so
that no two are alike. All rules look at them but those that ask the estimator, or those that are
named. At a third of the
time that the smaller table took, the larger run is interrupted as by Ctrl-C, and started again.
"""

from __future__ import annotations

import os
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from corpora.load import Inputs
from qa.measure import Measuring, read

ARTICLE = Path(__file__).resolve().parent.parent / "examples"
SIZES = (100_000, 1_000_000)


def write_table(path: Path, segments: int) -> None:
    """So many rows."""
    inputs = Inputs((str(ARTICLE / "article.mt.id.txt"),), str(ARTICLE / "article.src.en.txt"))
    (document,) = read(Measuring(inputs), [])
    pairs = [(s.source.text if s.source else "", s.mt.text) for s in document.segments]
    with path.open("w", encoding="utf-8") as file:
        file.write("src\tmt\n")
        for row in range(segments):
            source, mt = (" ".join(text.split()) for text in pairs[row % len(pairs)])
            file.write(f"{source} ({row})\t{mt} ({row})\n")


def command(table: Path, journal: Path, rules: Sequence[str]) -> list[str]:
    """What is run."""
    options = ["--lang", "id", "--source-lang", "en", "--no-estimate", "--exit-zero", "-v"]
    reports = ["--report", f"jsonl={table}.flags.jsonl", "--report", "terminal=-"]
    options += [part for rule in rules for part in ("--rule", rule)]
    head = [sys.executable, "-m", "qa", "check", str(table)]
    return [*head, *options, "--journal", str(journal), *reports]


def run(what: list[str], interrupt_after: float | None = None) -> None:
    """Run to the end; once interrupted and started again if so wanted."""
    started = time.perf_counter()
    if interrupt_after is not None:
        process = subprocess.Popen(what, stderr=subprocess.PIPE, text=True)
        time.sleep(interrupt_after)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
        last = (said.strip() or "it had said nothing yet").splitlines()[-1]
        code = process.returncode
        print(f"  interrupted after {interrupt_after:.0f} s, exit code {code}: {last}")
    done = subprocess.run(what, capture_output=True, text=True, check=True)
    print(f"  {time.perf_counter() - started:,.0f} s in all")
    for line in (*done.stderr.splitlines(), *done.stdout.splitlines()):
        if any(word in line for word in ("going on", "peak memory", "flags", "verdict")):
            print(f"  {line}")


def main(sizes: Sequence[int], rules: Sequence[str]) -> None:
    """Each size in turn."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    took = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number, size in enumerate(sizes):
            table = Path(folder, f"{size}.tsv")
            write_table(table, size)
            print(f"{size:,} segments, {table.stat().st_size / 1e6:,.0f} MB")
            started = time.perf_counter()
            what = command(table, Path(folder, f"{size}.journal"), rules)
            run(what, took / 3 if number else None)
            took = time.perf_counter() - started
            table.unlink()
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"peak of all runs: {most / 1024:,.0f} MiB")


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    names = [name for flag, name in pairwise(sys.argv) if flag == "--rule"]
    main(numbers or SIZES, names)
