"""The test sets, systems and raters that benchmarks/gates.py simulates releases with.

Every segment of every system, and a spoiled form of each, is counted once by each metric; a
release is then a choice of rows, and its score comes from their sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.data import json_lines
from benchmarks.gates_spoil import spoiled
from metrics.bootstrap import draws
from metrics.metric import Metric, MetricOptions, Sample, Scorer, Statistics
from metrics.scorers import bleu, chrf, ter
from metrics.significance import p_of_drawn

NAMES = ("newstest2020.en-de", "newstest2020.zh-en", "newstest2021.en-de", "newstest2021.zh-en")
METRICS: tuple[Metric, ...] = (chrf.metric, bleu.metric, ter.metric)
RESAMPLES = 1000
SURE = 0.05
_SEED = 2020
_SPOILED = 4
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fallen:
    """Two systems of a set, by number; raters call the second one worse, by so many MQM points."""

    better: int
    worse: int
    points: float


@dataclass(frozen=True, slots=True, eq=False)
class TestSet:
    """A test set with its systems.

    `rows` are systems × segments × counts, the counts of all metrics side by side; `spoiled` are
    those of the first few systems, each segment damaged; `documents` has the number of each
    segment's document; `fallen` the pairs of systems that professionals tell apart on the whole
    set.
    """

    name: str
    systems: tuple[str, ...]
    documents: Numbers
    rows: Statistics
    spoiled: Statistics
    fallen: tuple[Fallen, ...]

    def sample(self, size: int, rng: np.random.Generator) -> Numbers:
        """The numbers of so many segments: documents at random, whole but for the last."""
        order = rng.permutation(int(self.documents.max()) + 1)
        found = np.concatenate([np.flatnonzero(self.documents == number) for number in order])
        return found[:size]


@dataclass(frozen=True, slots=True)
class Column:
    """A metric set up, and where its counts stand in a row."""

    metric: Metric
    scorer: Scorer
    place: slice

    def points(self, totals: Statistics) -> Statistics:
        """How good sums of rows are, higher is better: k × counts → k."""
        found = self.scorer.scores(totals[:, self.place])
        return found if self.metric.higher_is_better else -found


def columns() -> tuple[Column, ...]:
    """The metrics, in the order in which their counts stand in a row."""
    found: list[Column] = []
    start = 0
    for metric in METRICS:
        scorer = metric.open(MetricOptions("de"))
        width = scorer.statistics([Sample("ein Satz", ("ein Satz",))]).shape[1]
        found.append(Column(metric, scorer, slice(start, start + width)))
        start += width
    return tuple(found)


def load(folder: Path, metrics: Sequence[Column]) -> tuple[TestSet, ...]:
    """The four sets, counted."""
    return tuple(_test_set(folder / f"{name}.jsonl.gz", name, metrics) for name in NAMES)


def _test_set(path: Path, name: str, metrics: Sequence[Column]) -> TestSet:
    """The machine systems of a file, on the segments that all of them have."""
    systems: dict[str, dict[tuple[str, int], dict[str, Any]]] = {}
    for row in json_lines(path):
        if row["refs"] and not row["system"].startswith(("Human", "ref")):
            systems.setdefault(row["system"], {})[row["doc"], row["seg_in_doc"]] = row
    places = sorted(set.intersection(*(set(rows) for rows in systems.values())))
    chosen = [[rows[place] for place in places] for rows in systems.values()]
    rng = np.random.default_rng(_SEED)
    return TestSet(
        name,
        tuple(systems),
        np.unique([document for document, _ in places], return_inverse=True)[1],
        np.stack([_count(rows, metrics, None) for rows in chosen]),
        np.stack([_count(rows, metrics, rng) for rows in chosen[:_SPOILED]]),
        _told_apart(np.array([[row["mqm"] for row in rows] for rows in chosen])),
    )


def _count(
    rows: Sequence[dict[str, Any]], metrics: Sequence[Column], damage: np.random.Generator | None
) -> Statistics:
    """The counts of a system's segments against the first reference, as they are or damaged."""
    texts, sources = [row["mt"] for row in rows], [row["src"] for row in rows]
    if damage is not None:
        texts = spoiled(texts, sources, damage)
    references = [next(iter(row["refs"].values())) for row in rows]
    samples = [Sample(*pair) for pair in zip(texts, ((one,) for one in references), strict=True)]
    return np.concatenate([one.scorer.statistics(samples) for one in metrics], axis=1)


def _told_apart(points: Statistics) -> tuple[Fallen, ...]:
    """The pairs of systems whose mean MQM differs by more than chance; systems × segments."""
    count = points.shape[1]
    drawn = np.concatenate([times @ points.T for times in draws(count, RESAMPLES)]).T / count
    means = points.mean(axis=1)
    return tuple(
        Fallen(better, worse, float(means[better] - means[worse]))
        for better in range(len(means))
        for worse in range(len(means))
        if means[better] > means[worse]
        and p_of_drawn(drawn[worse] - drawn[better], float(means[worse] - means[better])) < SURE
    )
