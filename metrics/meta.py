"""How far a metric can be trusted: its agreement with people, with intervals over documents.

The order is the order of weight: telling translations of one source apart, telling systems apart,
then whatever lengths and easy sources blow up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from metrics import agreement
from metrics.agreement import Numbers

Codes = NDArray[np.int64]
SEED = 12345
_LOW, _HIGH = 2.5, 97.5
_SLOW = 50


@dataclass(frozen=True, slots=True)
class Judged:
    """Segments with what people said; every array has a place for each segment.

    `items`, `systems`, `documents` are numbers from 0; `lengths` are words of the translation.
    `is_sum` says that the human score adds up errors, as MQM's does.
    """

    human: Numbers
    items: Codes
    systems: Codes
    documents: Codes
    lengths: Numbers
    is_sum: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Every word of every segment: its risk by the metric, and whether people marked it.

    `flagged` says whether the metric flags it; None for a metric that does not.
    """

    risk: Numbers
    marked: NDArray[np.bool_]
    documents: Codes
    flagged: NDArray[np.bool_] | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's value and its 95 % interval; None where it cannot be computed."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """All that was measured of one metric, by the name of the measure."""

    segments: dict[str, Figure]
    words: dict[str, Figure] = field(default_factory=dict)


Measure = Callable[[Codes], float | None]
"""From how often each document is drawn to a value."""


def measure(metric: Numbers, judged: Judged, resamples: int) -> dict[str, Figure]:
    """Every measure on segments. The metric's values: the higher the better."""
    measures: dict[str, Measure] = {
        "within": _within(metric, judged),
        "acc_eq": _tie_calibrated(metric, judged),
        "system_accuracy": _systems(metric, judged),
        "partial": _pooled(judged, _partial(metric, judged)),
        "per_word": _pooled(judged, _per_word(metric, judged)),
        "pearson": _pooled(judged, lambda r: agreement.pearson(metric[r], judged.human[r])),
        "spearman": _pooled(judged, lambda r: agreement.spearman(metric[r], judged.human[r])),
        "kendall": _pooled(judged, lambda r: agreement.kendall(metric[r], judged.human[r])),
    }
    slow = {"kendall": min(resamples, _SLOW)}
    return {
        name: figure(each, judged.documents, slow.get(name, resamples))
        for name, each in measures.items()
    }


def measure_words(words: Words, resamples: int) -> dict[str, Figure]:
    """Every measure on words: the base rate, and the precision of the riskiest and the flagged."""
    rows, risk, marked = _rows_of(words.documents), words.risk, words.marked

    def of(compute: Callable[[Codes], float | None]) -> Figure:
        return figure(lambda times: compute(_drawn(rows, times)), words.documents, resamples)

    found = {
        "base_rate": of(lambda r: _share(marked[r])),
        "r_precision": of(lambda r: _r_precision(risk[r], marked[r])),
        "average_precision": of(lambda r: agreement.average_precision(risk[r], marked[r])),
    }
    if words.flagged is not None:
        flagged = words.flagged
        found["flagged"] = of(lambda r: _share(flagged[r]))
        found["precision"] = of(lambda r: _share(marked[r][flagged[r]]))
        found["recall"] = of(lambda r: _share(flagged[r][marked[r]]))
        found["mcc"] = of(lambda r: agreement.matthews(flagged[r], marked[r]))
    return found


def _share(values: NDArray[np.bool_]) -> float | None:
    return float(values.mean()) if len(values) else None


def _r_precision(risk: Numbers, marked: NDArray[np.bool_]) -> float | None:
    count = int(marked.sum())
    if not count:
        return None
    return float(marked[np.argsort(-risk, kind="stable")[:count]].mean())


def figure(compute: Measure, documents: Codes, resamples: int) -> Figure:
    """A value, and its interval from documents drawn with replacement."""
    count = int(documents.max()) + 1 if len(documents) else 0
    value = compute(np.ones(count, dtype=np.int64)) if count else None
    if value is None or resamples == 0 or count < 2:  # noqa: PLR2004
        return Figure(value)
    generator = np.random.default_rng(SEED)
    found = []
    for _ in range(resamples):
        times = np.bincount(generator.integers(0, count, count), minlength=count)
        drawn = compute(times)
        if drawn is not None:
            found.append(drawn)
    if not found:
        return Figure(value)
    return Figure(value, float(np.percentile(found, _LOW)), float(np.percentile(found, _HIGH)))


def _rows_of(documents: Codes) -> list[Codes]:
    order = np.argsort(documents, kind="stable")
    return np.split(order, np.cumsum(np.bincount(documents))[:-1])


def _drawn(rows: Sequence[Codes], times: Codes) -> Codes:
    chosen = [its for its, drawn in zip(rows, times.tolist(), strict=True) for _ in range(drawn)]
    return np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.int64)


def _pooled(judged: Judged, compute: Callable[[Codes], float | None]) -> Measure:
    rows = _rows_of(judged.documents)
    return lambda times: compute(_drawn(rows, times))


def _partial(metric: Numbers, judged: Judged) -> Callable[[Codes], float | None]:
    return lambda r: agreement.partial(metric[r], judged.human[r], judged.lengths[r])


def _per_word(metric: Numbers, judged: Judged) -> Callable[[Codes], float | None]:
    if not judged.is_sum:
        return lambda _: None
    human = judged.human / np.maximum(judged.lengths, 1)
    return lambda rows: agreement.pearson(metric[rows], human[rows])


def _groups(judged: Judged) -> list[Codes]:
    return [rows for rows in _rows_of(judged.items) if len(rows) > 1]


def _within(metric: Numbers, judged: Judged) -> Measure:
    """Kendall's tau-b within source items, averaged; a constant metric says nothing: 0."""
    taus, documents = [], []
    for rows in _groups(judged):
        if np.ptp(judged.human[rows]) > 0:
            taus.append(agreement.kendall(metric[rows], judged.human[rows]) or 0.0)
            documents.append(int(judged.documents[rows[0]]))
    values, which = np.asarray(taus), np.asarray(documents, dtype=np.int64)

    def compute(times: Codes) -> float | None:
        weights = times[which]
        return float(weights @ values / weights.sum()) if weights.any() else None

    return compute


def _tie_calibrated(metric: Numbers, judged: Judged) -> Measure:
    groups = _groups(judged)
    pairs = agreement.differences([(metric[rows], judged.human[rows]) for rows in groups])
    first = np.asarray([int(judged.documents[rows[0]]) for rows in groups], dtype=np.int64)
    return lambda times: pairs.best(times[first])


def _systems(metric: Numbers, judged: Judged) -> Measure:
    """Share of the pairs of systems that metric and people put in the same order."""
    shape = (int(judged.systems.max()) + 1, int(judged.documents.max()) + 1)
    place = (judged.systems, judged.documents)
    sums = []
    for values in (metric, judged.human, np.ones(len(metric))):
        table = np.zeros(shape)
        np.add.at(table, place, values)
        sums.append(table)

    def compute(times: Codes) -> float | None:
        ours, theirs, counts = (table @ times for table in sums)
        with np.errstate(invalid="ignore", divide="ignore"):
            ours, theirs = ours / counts, theirs / counts
        a, b = np.triu_indices(len(counts), 1)
        x, y = np.sign(ours[a] - ours[b]), np.sign(theirs[a] - theirs[b])
        known = np.isfinite(x) & np.isfinite(y) & (y != 0)
        return float((x == y)[known].mean()) if known.any() else None

    return compute
