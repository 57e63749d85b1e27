"""What COMET costs in a batch: a model of XLM-R-large's size with random weights.

Run: .venv-comet/bin/python -m benchmarks.scale_comet             on the processor, one worker
     .venv-comet/bin/python -m benchmarks.scale_comet --gpu       on a GPU: precisions, workers, Ray
(`make test-comet` makes .venv-comet; for Ray, `pip install 'copydesk[cluster]'` into it)

Weights do not matter for time, sizes do: 24 layers of 1,024, 16 heads, 4,096 between. Segments are
24 words that the model's small vocabulary knows, a piece each, as XLM-R's has for news. A few are
scored first: what more take beyond that is what segments cost, the start aside.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.scale_run import Ran, ran, same_tables
from metrics.comet import packages
from tests.comet import tiny

WORDS = 24
PHRASES = (
    "the minister said", "on monday", "a new bridge", "is opened", "to the river", "and in the",
    "of the new", "the river is", "said to the",
)  # fmt: skip
LARGE = tiny.Size(1024, 24, 16, 4096)
SHARD = 5_000
RAY = ("--engine", "ray", "--gpus", "0.25")


@dataclass(frozen=True, slots=True)
class Bench:
    """A model in a folder that is thrown away."""

    folder: Path
    model: Path

    def run(self, name: str, segments: int, dtype: str, *options: str) -> Ran:
        """Score so many segments. Raises ValueError where the model was not asked of each."""
        rows = self.folder / f"{segments}.jsonl"
        if not rows.exists():
            _table(rows, segments)
        metric = f"comet:model={self.model},dtype={dtype}"
        only = ("--no-estimate", "--rule", "spacing", "--shard-size", str(SHARD))
        found = ran(self.folder / f"{name}-{segments}", rows, "-m", metric, *only, *options)
        if (scored := _scored(found.out)) != segments:
            raise ValueError(f"the model scored {scored} of {segments} segments")
        return found


def _scored(out: Path) -> int:
    """How many segments have a score that is no veto's 0."""
    tables = [pq.read_table(part) for part in (out / "segments").iterdir()]
    scores = pa.concat_tables(tables)
    (column,) = [name for name in scores.column_names if "comet" in name]
    return sum(1 for one in scores[column].to_pylist() if one)


@contextmanager
def bench() -> Iterator[Bench]:
    """A checkpoint as the hub has them, but for its weights."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name) / "cache"
        os.environ["HF_HUB_CACHE"] = str(cache)
        tiny.encoders(cache, LARGE)
        tiny.checkpoint(cache, "comet-da")
        model = tiny.snapshot_of(cache, "comet-da") / "checkpoints" / "model.ckpt"
        yield Bench(Path(name), model)


def _table(path: Path, segments: int) -> None:
    """Rows of known words, of which each looks English."""
    chance = random.Random(5)  # noqa: S311 — no secret
    with path.open("w", encoding="utf-8") as file:
        for _ in range(segments):
            sides = (" ".join(_words(chance)) for _ in range(3))
            row = {"lp": "de-en", **dict(zip(("mt", "src", "ref"), sides, strict=True))}
            file.write(json.dumps(row) + "\n")


def _words(chance: random.Random) -> list[str]:
    words: list[str] = []
    while len(words) < WORDS:
        words += chance.choice(PHRASES).split()
    return words[:WORDS]


def on_processor(at: Bench, few: int, many: int) -> None:
    """One worker, so one thread."""
    begun = at.run("few", few, "float32", "--workers", "1")
    found = at.run("many", many, "float32", "--workers", "1")
    each = (found.cpu - begun.cpu) / (many - few)
    print(f"{many} segments: {found.seconds:.0f} s, memory {found.peak:,.0f} MiB")
    print(f"{each * 1e3:.0f} ms of CPU a segment, {each * 1e6 / 3600:.0f} h a million")


def on_gpu(at: Bench, few: int, many: int) -> None:
    """Both precisions, then several workers on one GPU, local and Ray's; are tables the same?"""
    torch = packages.torch()
    print(f"{torch.cuda.get_device_name()}, torch {torch.__version__}, {os.cpu_count()} processors")
    begun = at.run("few", few, "bfloat16", "--workers", "1").seconds
    print(f"{few:,} segments, one worker, bfloat16: {begun:.1f} s", flush=True)
    outs = []
    for name, dtype, options in (
        ("one worker, bfloat16", "bfloat16", ("--workers", "1")),
        ("four workers of Ray, a quarter of the GPU each", "bfloat16", ("--workers", "4", *RAY)),
        ("four workers, bfloat16", "bfloat16", ("--workers", "4")),
        ("one worker, float32", "float32", ("--workers", "1")),
    ):
        found = at.run(name, many, dtype, *options)
        outs.append(found.out)
        rate = (many - few) / (found.seconds - begun)
        print(
            f"{name}: {many:,} in {found.seconds:.1f} s, CPU {found.cpu:.1f} s, "
            f"{rate:,.0f} segments/s beyond the few; memory {found.peak:,.0f} MiB",
            flush=True,
        )
        if len(outs) > 1 and dtype == "bfloat16":
            print(f"the same bytes as one worker: {same_tables(outs[0], found.out)}", flush=True)


def main() -> None:
    """Choose by the arguments."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--gpu", action="store_true", help="measure on a GPU")
    arguments.add_argument("--few", type=int)
    arguments.add_argument("--many", type=int)
    given = arguments.parse_args()
    measure, few, many = (on_gpu, 1_000, 41_000) if given.gpu else (on_processor, 10, 210)
    with bench() as at:
        measure(at, given.few or few, given.many or many)


if __name__ == "__main__":
    main()
