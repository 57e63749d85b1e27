"""What the rules and chrF cost on 2,000 segments, beside sacreBLEU's command for BLEU and chrF.

The estimator is left out: benchmarks/estimator_speed.py measures it.

Run: python -m benchmarks.speed [DATA]
Both run as commands, in turn, start-up included; the best of three is taken. DATA is a folder
with `mqm_news/newstest2020.en-de.jsonl.gz` (WMT 2020 news), by default ../shared/data.
"""

from __future__ import annotations

import gzip
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
BIN = Path(sys.executable).parent
SEGMENTS, ROUNDS = 2000, 3


def write(folder: Path, data: Path) -> tuple[str, str, str]:
    """The first segments of machine translation, their sources and references, as line files."""
    rows = []
    with gzip.open(data / "mqm_news" / "newstest2020.en-de.jsonl.gz", "rt", encoding="utf-8") as f:
        for line in f:
            row = json.loads(line)
            if not row["system"].startswith(("Human", "ref")):
                rows.append((row["mt"], row["src"], next(iter(row["refs"].values()))))
            if len(rows) == SEGMENTS:
                break
    paths = tuple(str(folder / name) for name in ("mt.txt", "src.txt", "ref.txt"))
    for path, column in zip(paths, zip(*rows, strict=True), strict=True):
        Path(path).write_text("\n".join(column) + "\n", encoding="utf-8")
    return paths[0], paths[1], paths[2]


def seconds(command: Sequence[str]) -> float:
    """How long a command takes; a gate that fails is no failure here."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode > 1:
        raise RuntimeError(done.stderr.decode())
    return time.perf_counter() - began


def main() -> None:
    """Print both times and their ratio."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    with tempfile.TemporaryDirectory() as name:
        mt, src, ref = write(Path(name), data)
        ours = [str(BIN / "copydesk"), "check", mt, "--source", src, "--reference", ref]
        ours += [
            "--lang",
            "de",
            "--source-lang",
            "en",
            "--metric",
            "chrf",
            "--quiet",
            "--no-estimate",
        ]
        theirs = [str(BIN / "sacrebleu"), ref, "-i", mt, "-m", "bleu", "chrf"]
        rounds = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS)]
    best, sacre = (min(times) for times in zip(*rounds, strict=True))
    print(f"{SEGMENTS:,} segments, Python {platform.python_version()}, {platform.machine()}")
    print(f"copydesk check, all rules and chrF with interval: {best:.2f} s")
    print(f"sacrebleu, BLEU and chrF: {sacre:.2f} s")
    print(f"ratio: {best / sacre:.2f}")


if __name__ == "__main__":
    main()
