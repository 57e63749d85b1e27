"""How well one professional rater agrees with the other two: what an estimate can hope for.

Run: python -m benchmarks.raters [DATA]

WMT 2020 news, the machine translations of the documents that benchmarks/estimator.py measures on:
Kendall's tau-b within a source between a rater's MQM points and the mean of the others'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.data import folder, json_lines
from benchmarks.estimator import measured
from metrics.agreement import kendall

NAMES = ("newstest2020.en-de", "newstest2020.zh-en")
Points = NDArray[np.float64]


def judged(path: str) -> Iterator[Points]:
    """The points of each source that the same raters judged in all systems: systems × raters."""
    groups: dict[tuple[str, int], list[dict[str, float]]] = defaultdict(list)
    for row in json_lines(Path(path)):
        if not row["system"].startswith(("Human", "ref")):
            groups[row["doc"], row["seg_in_doc"]].append(points(row))
    for rows in groups.values():
        if len({tuple(sorted(row)) for row in rows}) == 1:
            yield np.asarray([[row[who] for who in sorted(row)] for row in rows])


def points(row: dict[str, Any]) -> dict[str, float]:
    """Each rater's points of a translation."""
    return {rater["rater"]: float(rater["score"]) for rater in row["raters"]}


def agreements(path: str) -> Iterator[float]:
    """Tau-b of each rater with the mean of the others, source by source; 0 if one has no order."""
    for table in judged(path):
        for number in range(table.shape[1]):
            others = np.delete(table, number, axis=1).mean(axis=1)
            if np.ptp(others):
                yield kendall(table[:, number], others) or 0.0


def main() -> None:
    """Print the mean for each language pair."""
    with TemporaryDirectory() as target:
        for name in NAMES:
            path = measured(folder() / "mqm_news" / f"{name}.jsonl.gz", Path(target))
            found = list(agreements(path))
            print(f"{name}: {np.mean(found):.3f} ({len(found)} raters × sources)")


if __name__ == "__main__":
    main()
