"""How many segments a second one core checks with all rules, and how the cost grows.

Run: python -m benchmarks.rules_speed [DATA]
WMT 2020 news, whole documents, three times 2,000 segments a set, each seen for the first time;
processor time of one process, the middle one of three; segmentation, scoring and reports apart.
Growth: the bundled article repeated to about 10,000 and 100,000 words.
"""

from __future__ import annotations

import platform
import time
from pathlib import Path
from statistics import median

from benchmarks.data import document, written_rules
from benchmarks.marked import articles
from corpora.text import Document
from qa.config import Config
from qa.flagger import languages_of
from qa.flags import flags_of
from qa.merge import merge

SEGMENTS, ROUNDS = 2000, 3
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def documents(name: str, *, source: bool, reference: bool) -> list[list[Document]]:
    """The first documents of a set, as many times as there are rounds, so many segments each."""
    rounds: list[list[Document]] = [[]]
    for rows in articles(name, 1):
        theirs, ours = rows[0]["lp"].split("-")
        texts = [
            (
                row["mt"],
                row["src"] if source else None,
                next(iter(row["refs"].values())) if reference else None,
            )
            for row in rows
        ]
        rounds[-1].append(document(rows[0]["doc"], texts, (ours, theirs if source else None)))
        if segments_in(rounds[-1]) >= SEGMENTS:
            rounds.append([])
        if len(rounds) > ROUNDS:
            break
    return rounds[:ROUNDS]


def segments_in(found: list[Document]) -> int:
    """How many segments these documents have."""
    return sum(len(one.segments) for one in found)


def seconds(found: list[Document]) -> float:
    """Processor time for all rules."""
    checks = Config().chosen(written_rules(), "", None).checks
    began = time.process_time()
    for one in found:
        merge(one, flags_of(one, languages_of(one), checks))
    return time.process_time() - began


def repeated(times: int) -> Document:
    """The bundled article's lines, so many times, with their sources."""
    mt = (EXAMPLES / "article.mt.id.txt").read_text(encoding="utf-8").split("\n")
    source = (EXAMPLES / "article.src.en.txt").read_text(encoding="utf-8").split("\n")
    texts = [(m, s, None) for m, s in zip(mt, source, strict=False) if m.strip()]
    return document("long", texts * times, ("id", "en"))


def main() -> None:
    """Print segments a second, and the ratio of growth."""
    print(f"all rules, Python {platform.python_version()}, {platform.machine()}, one core")
    seconds([repeated(1)])
    few, many = seconds([repeated(21)]), seconds([repeated(210)])
    print(f"  100,000 words cost {many / few:.1f} times what 10,000 words cost")
    for name in ("newstest2020.en-de", "newstest2020.zh-en"):
        for source, reference in ((False, False), (True, False), (True, True)):
            rounds = documents(name, source=source, reference=reference)
            seconds(rounds[0][:1])  # imports and lists of words
            rate = median(segments_in(found) / seconds(found) for found in rounds)
            sides = " and ".join(["translation"] + ["source"] * source + ["reference"] * reference)
            print(f"  {name}, {sides}: {rate:,.0f} segments a second")


if __name__ == "__main__":
    main()
