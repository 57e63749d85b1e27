"""From a corpus to a metric's scores: as a whole with an interval, by document, by segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from corpora.segmentation import one_line
from corpora.text import Document, Segment
from metrics.bootstrap import bootstrap
from metrics.metric import Metric, MetricOptions, Sample, Scorer, SpreadScorer, Statistics
from metrics.score import Interval, Measured, Score

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How to evaluate: `resamples` of the bootstrap, 0 for no interval."""

    options: MetricOptions
    resamples: int = 1000


def evaluate(
    name: str, metric: Metric, documents: Sequence[Document], how: Evaluation
) -> Measured | None:
    """Measure a corpus; None where no segment has what the metric needs."""
    samples = [[_sample(one, metric, d) for one in d.segments] for d in documents]
    usable = [sample for group in samples for sample in group if sample is not None]
    if not usable:
        return None
    scorer = metric.open(how.options)
    rows = scorer.statistics(usable)
    interval = bootstrap(scorer, rows, how.resamples) if how.resamples else None

    score = _Corpus(name, metric, scorer, rows, scorer.signature(how.resamples))
    places = _places(samples)
    by_document = [[row for row in group if row is not None] for group in places]
    by_segment = [float(scorer.segment_score(row)) for row in rows]
    spreads = [scorer.spread(row) for row in rows] if isinstance(scorer, SpreadScorer) else None
    return Measured(
        score.of(range(len(rows)), interval),
        tuple(score.of(group) if group else None for group in by_document),
        _spread_out(by_segment, places),
        () if spreads is None else _spread_out(spreads, places),
    )


def _spread_out(
    values: Sequence[Value], places: Sequence[Sequence[int | None]]
) -> tuple[tuple[Value | None, ...], ...]:
    """The values of the rows, in the places of the segments."""
    return tuple(tuple(None if r is None else values[r] for r in group) for group in places)


@dataclass(frozen=True, slots=True)
class _Corpus:
    """A corpus's statistics, and what makes a score of some of their rows."""

    name: str
    metric: Metric
    scorer: Scorer
    rows: Statistics
    signature: str

    def of(self, numbers: Sequence[int], interval: Interval | None = None) -> Score:
        """The score of the rows with these numbers."""
        value = self.scorer.score(self.rows[list(numbers)].sum(axis=0))
        better, label = self.metric.higher_is_better, self.metric.label
        return Score(self.name, label, value, better, self.signature, len(numbers), interval)


def _sample(segment: Segment, metric: Metric, document: Document) -> Sample | None:
    references = tuple(as_read(reference.text) for reference in segment.references)
    is_judged = metric.judges(document.source_language, document.language)
    if (metric.needs_reference and not references) or not is_judged:
        return None
    source = None if segment.source is None else as_read(segment.source.text)
    return Sample(as_read(segment.mt.text), references, source)


def as_read(text: str) -> str:
    """A text as a metric reads it: unchanged, but on one line."""
    return one_line(text) if "\n" in text or "\r" in text else text


def _places(samples: list[list[Sample | None]]) -> list[list[int | None]]:
    """For each segment the row of its statistics, None for a segment without reference."""
    places: list[list[int | None]] = []
    row = 0
    for group in samples:
        places.append([])
        for sample in group:
            places[-1].append(None if sample is None else row)
            row += sample is not None
    return places
