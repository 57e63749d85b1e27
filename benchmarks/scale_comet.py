"""What COMET costs in a batch: a model of XLM-R-large's size with random weights, on the CPU.

Run: .venv-comet/bin/python -m benchmarks.scale_comet      (make test-comet makes .venv-comet)

Weights do not matter for time, sizes do: 24 layers of 1,024, 16 heads, 4,096 between. Segments are
24 words that the model's small vocabulary knows, a piece each, as XLM-R's has for news.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
from pathlib import Path

from benchmarks.scale_run import ran
from tests.comet import tiny

SEGMENTS, WORDS = 1_000, 24
LARGE = tiny.Size(1024, 24, 16, 4096)


def model(cache: Path) -> Path:
    """A checkpoint as the hub has them, but for its weights."""
    tiny.encoders(cache, LARGE)
    tiny.checkpoint(cache, "comet-da")
    return tiny.snapshot_of(cache, "comet-da") / "checkpoints" / "model.ckpt"


def table(path: Path) -> None:
    """Rows of known words."""
    chance = random.Random(5)  # noqa: S311 — no secret
    words = ("the", "minister", "said", "opened", "new", "bridge", "river", "monday")
    with path.open("w", encoding="utf-8") as file:
        for _ in range(SEGMENTS):
            sides = (" ".join(chance.choices(words, k=WORDS)) for _ in range(3))
            row = {"lp": "en-de", **dict(zip(("mt", "src", "ref"), sides, strict=True))}
            file.write(json.dumps(row) + "\n")


def main() -> None:
    """One worker, so one thread."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["HF_HUB_CACHE"] = str(folder / "cache")
        path = model(folder / "cache")
        table(folder / "rows.jsonl")
        options = ("--no-estimate", "--rule", "spacing", "--workers", "1")
        found = ran(folder / "out", folder / "rows.jsonl", "-m", f"comet:{path}", *options)
        print(
            f"{SEGMENTS} segments: {found.seconds:.0f} s, CPU {found.cpu:.0f} s, "
            f"memory {found.peak:,.0f} MiB"
        )


if __name__ == "__main__":
    main()
