"""How fast scores come, beside sacreBLEU's command, in one run: sentence chrF and TER, paired BLEU.

Run: python -m benchmarks.metrics [DATA]
DATA is a folder with `mqm_news/newstest2020.en-de.jsonl.gz` (WMT 2020 news), by default
../shared/data. Commands run in turn, start-up included; the best of several rounds is taken. Then
both libraries in one process, without start-up; then a second run over the same files.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER
from sacrebleu.significance import PairedTest

from benchmarks.data import folder, json_lines
from metrics import compare
from metrics.metric import Metric, MetricOptions, Sample
from metrics.scorers import bleu, chrf, chrf_pp, ter
from metrics.store import Store

BIN = Path(sys.executable).parent
SYSTEMS, SEGMENTS, ROUNDS = 3, 2000, 5
PATIENCE = 10.0
SIDES = ("mt0.txt", "mt1.txt", "mt2.txt", "ref.txt", "src.txt")


def write(into: Path) -> list[str]:
    """Three systems, a reference and the source as line files; their paths.

    Each "system" has 2,000 segments: those of one system, then the first ones of the next.
    """
    found = json_lines(folder() / "mqm_news" / "newstest2020.en-de.jsonl.gz")
    machine = [r for r in found if not r["system"].startswith(("Human", "ref")) and r["mt"]]
    by_system: dict[str, list[dict[str, Any]]] = {}
    for row in machine:
        by_system.setdefault(row["system"], []).append(row)
    names = list(by_system)
    systems = [
        [*by_system[names[n]], *by_system[names[n + SYSTEMS]]][:SEGMENTS] for n in range(SYSTEMS)
    ]
    columns = [[row["mt"] for row in system] for system in systems]
    columns += [[next(iter(row["refs"].values())) for row in systems[0]]]
    columns += [[row["src"] for row in systems[0]]]
    for name, column in zip(SIDES, columns, strict=True):
        lines = (" ".join(text.split()) for text in column)
        (into / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [str(into / name) for name in SIDES]


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def command(*words: str, cache: str = "off") -> Callable[[], object]:
    """A command, to be run with its output thrown away."""
    path = [str(BIN / words[0]), *words[1:]]
    environment = {**os.environ, "COPYDESK_CACHE": cache}
    return lambda: subprocess.run(path, check=True, capture_output=True, env=environment)


def race(name: str, ours: Callable[[], object], theirs: Callable[[], object]) -> None:
    """Run both in turn, and print the best of each and their ratio; once where it takes long."""
    rounds = [(seconds(ours), seconds(theirs))]
    while len(rounds) < ROUNDS and rounds[0][1] < PATIENCE:
        rounds.append((seconds(ours), seconds(theirs)))
    mine, other = (min(times) for times in zip(*rounds, strict=True))
    print(f"{name:<52} {mine:7.2f} s {other:7.2f} s {other / mine:7.1f} x")


def commands(paths: Sequence[str]) -> None:
    """The issue's three: sentence chrF, sentence TER, BLEU with a paired bootstrap."""
    *systems, reference, _ = paths
    score = ("copydesk", "score", "--mt", systems[0], "--reference", reference, "--lang", "de")
    sentences = ("--level", "segment", "--quiet")
    single = ("sacrebleu", reference, "-i", systems[0], "--sentence-level")
    for metric in ("chrf", "ter"):
        race(
            f"command: sentence {metric}, 2,000 segments",
            command(*score, *sentences, "-m", metric),
            command(*single, "-m", metric),
        )
    race(
        "command: BLEU, 1,000 paired resamples, 3 systems",
        command("copydesk", "compare", *systems, "--reference", reference, "--lang", "de",
                "-m", "bleu", "--no-flags", "--contrasts", "0", "--quiet"),
        command("sacrebleu", reference, "-i", *systems, "-m", "bleu", "--paired-bs"),
    )  # fmt: skip


def testing(paths: Sequence[str]) -> None:
    """The same comparison in one process."""
    columns = [Path(path).read_text(encoding="utf-8").splitlines() for path in paths]
    systems = {f"system {n}": columns[n] for n in range(SYSTEMS)}

    def theirs() -> object:
        named = list(systems.items())
        return PairedTest(named, {"BLEU": BLEU()}, [columns[SYSTEMS]], test_type="bs")()

    def ours() -> object:
        return compare(systems, columns[SYSTEMS], metric="bleu", language="de")

    race("library: BLEU, 1,000 paired resamples, 3 systems", ours, theirs)


def counting(paths: Sequence[str]) -> None:
    """Statistics of 2,000 segments, in one process."""
    mt, reference = (Path(paths[n]).read_text(encoding="utf-8").splitlines() for n in (0, SYSTEMS))
    samples = [Sample(one, (other,)) for one, other in zip(mt, reference, strict=True)]
    pairs: list[tuple[Metric, Callable[[], Any]]] = [
        (bleu.metric, BLEU), (chrf.metric, CHRF), (chrf_pp.metric, lambda: CHRF(word_order=2)),
        (ter.metric, TER),
    ]  # fmt: skip
    for metric, engine in pairs:

        def ours(metric: Metric = metric) -> object:
            return metric.open(MetricOptions("en")).statistics(samples)

        def theirs(engine: Callable[[], Any] = engine) -> object:
            fresh = engine()
            tokenizer = getattr(fresh, "tokenizer", None)  # remembers what it has seen
            getattr(type(tokenizer).__call__, "cache_clear", int)()
            return fresh._extract_corpus_statistics(mt, [reference])  # noqa: SLF001

        race(f"library: {metric.label}, counting 2,000 segments", ours, theirs)


def kept(paths: Sequence[str], into: str) -> None:
    """Counting BLEU, chrF, chrF++ and TER a second time, in one process."""
    mt, reference = (Path(paths[n]).read_text(encoding="utf-8").splitlines() for n in (0, SYSTEMS))
    samples = [Sample(one, (other,)) for one, other in zip(mt, reference, strict=True)]
    scorers = [m.open(MetricOptions("de")) for m in (bleu.metric, chrf.metric, chrf_pp.metric)]
    scorers.append(ter.metric.open(MetricOptions("de")))
    store = Store(Path(into))

    def count() -> object:
        return [store.statistics(scorer, samples) for scorer in scorers]

    first = seconds(count)
    second = min(seconds(count) for _ in range(ROUNDS))
    print(f"kept rows: counting {first:.2f} s, again {second:.2f} s: {100 * second / first:.1f} %")


def cache(paths: Sequence[str], into: str) -> None:
    """A first and a second run of a command over the same files, the estimate among the metrics."""
    words = (
        "copydesk", "score", "--mt", paths[0], "--reference", paths[SYSTEMS], "--source",
        paths[SYSTEMS + 1], "--lang", "de", "--source-lang", "en", "--quiet", "-m", "bleu", "-m",
        "chrf", "-m", "chrf++", "-m", "ter", "-m", "estimate",
    )  # fmt: skip
    run = command(*words, cache=into)
    first = seconds(run)
    second = min(seconds(run) for _ in range(ROUNDS))
    print(f"cache: first run {first:.2f} s, second {second:.2f} s: {100 * second / first:.1f} %")


def main() -> None:
    """Print all figures."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("sacrebleu", "numpy", "rapidfuzz"))
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    print(f"{machine}, {packages}; ours, sacreBLEU, ratio")
    with tempfile.TemporaryDirectory() as name:
        paths = write(Path(name))
        commands(paths)
        testing(paths)
        counting(paths)
        kept(paths, str(Path(name) / "rows"))
        cache(paths, str(Path(name) / "cache"))


if __name__ == "__main__":
    main()
