"""The estimated MQM points of a segment, with or without source and reference, offline.

0 is best; a minor error costs 1 point, a major one 5 (Freitag et al. 2021,
aclanthology.org/2021.tacl-1.87). A corpus has the mean of its segments. See docs/estimator.md for
what it was trained and measured on.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metrics.estimator import estimate as engine
from metrics.estimator.identity import NAME, identity, refuse, speaks_of
from metrics.estimator.texts import Texts
from metrics.metric import Metric, MetricOptions, Sample, Scorer, Statistics, WordRisk
from metrics.score import Spread

_COLUMNS = 5
_CUT = "too long for the estimate: only the beginning was read"


class EstimateScorer:
    """The estimator set up for a language pair."""

    def __init__(self, language: str | None) -> None:
        self._language = language

    def statistics(self, samples: Sequence[Sample]) -> Statistics:
        """Points, 1, the ends of their interval, was it cut, of each sample: samples × 5."""
        found = self._estimates(samples)
        rows = [(one.points, 1.0, one.low, one.high, float(one.is_cut)) for one in found]
        return np.asarray(rows, dtype=np.float64).reshape(-1, _COLUMNS)

    def scores(self, totals: Statistics) -> Statistics:
        """The mean points of each sum."""
        return np.asarray(totals[:, 0] / totals[:, 1])

    def segment_scores(self, rows: Statistics) -> Statistics:
        """The points of each segment."""
        return rows[:, 0]

    def spread(self, row: Statistics) -> Spread:
        """Between which points a professional would see it, four times of five."""
        return Spread(float(row[2]), float(row[3]))

    def remarks(self, row: Statistics) -> tuple[str, ...]:
        """Whether the segment was too long to be read whole."""
        return (_CUT,) if row[4] else ()

    def signature(self, samples: Sequence[Sample], resamples: int) -> str:
        """The model's name and hash, what it saw, and the bootstrap."""
        seen = ",".join(sorted({engine.situation(_texts(one)) for one in samples}))
        drawn = (f"bs:{resamples}", "seed:12345") if resamples else ()
        return "|".join((*drawn, f"model:{NAME}-{identity()}", f"seen:{seen}"))

    def identity(self) -> str:
        """What the points depend on."""
        return f"estimate|{NAME}-{identity()}|{self._language}"

    def words(self, samples: Sequence[Sample]) -> list[tuple[WordRisk, ...]]:
        """Every word's risk, flagged as the checks flag them."""
        return [
            tuple(
                WordRisk(word.span, word.risk, found.threshold is not None
                         and word.risk >= found.threshold)
                for word in found.words
            )
            for found in self._estimates(samples)
        ]  # fmt: skip

    def _estimates(self, samples: Sequence[Sample]) -> list[engine.Estimate]:
        return engine.estimator().estimate(list(map(_texts, samples)), self._language)


def _texts(sample: Sample) -> Texts:
    return Texts.of(sample.mt, sample.source, sample.references[0] if sample.references else None)


def _open(options: MetricOptions) -> Scorer:
    refuse(options.source_language, options.language)
    return EstimateScorer(options.language)


metric = Metric(
    label="estimate",
    higher_is_better=True,
    open=_open,
    needs_reference=False,
    judges=speaks_of,
)
