"""From a corpus to a metric's scores: as a whole with an interval, by document, by segment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from corpora.segmentation import one_line
from corpora.text import Document, Segment
from metrics.bootstrap import bootstrap
from metrics.metric import (
    Metric,
    MetricOptions,
    RemarkScorer,
    Sample,
    Scorer,
    SpanScorer,
    SpreadScorer,
    Statistics,
    WatchedScorer,
)
from metrics.score import Interval, Measured, Score
from metrics.store import Store

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How to evaluate.

    `resamples` of the bootstrap, 0 for no interval; rows are kept in `store`; `watch` is told how
    far a slow metric is; `spans` asks for the errors of a metric that marks them; `tap` is given
    what was counted.
    """

    options: MetricOptions
    resamples: int = 1000
    store: Store | None = None
    watch: Callable[[int, int], None] | None = None
    spans: bool = False
    tap: Callable[[Counted], None] | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What a metric counted of a corpus, a row a segment: what a corpus in parts is scored from."""

    name: str
    metric: Metric
    scorer: Scorer
    rows: Statistics
    signature: str

    def of(self, numbers: Sequence[int], interval: Interval | None = None) -> Score:
        """The score of the rows with these numbers."""
        total = self.rows[list(numbers)].sum(axis=0)
        value = float(self.scorer.scores(total[None])[0])
        better, label = self.metric.higher_is_better, self.metric.label
        return Score(self.name, label, value, better, self.signature, len(numbers), interval)


def evaluate(
    name: str, metric: Metric, documents: Sequence[Document], how: Evaluation
) -> Measured | None:
    """Measure a corpus; None where no segment has what the metric needs."""
    samples = [[sample_of(one, metric, d) for one in d.segments] for d in documents]
    usable = [sample for group in samples for sample in group if sample is not None]
    if not usable:
        return None
    scorer = metric.open(how.options)
    if isinstance(scorer, WatchedScorer):
        scorer.watch(how.watch)
    rows = rows_of(scorer, usable, how.store)
    interval = bootstrap(scorer, rows, how.resamples) if how.resamples else None
    corpus = Counted(name, metric, scorer, rows, scorer.signature(usable, how.resamples))
    if how.tap is not None:
        how.tap(corpus)
    places = _places(samples)
    by_document = [[row for row in group if row is not None] for group in places]
    return Measured(
        corpus.of(range(len(rows)), interval),
        tuple(corpus.of(group) if group else None for group in by_document),
        _spread_out(scorer.segment_scores(rows).tolist(), places),
        _each(scorer.spread, rows, places) if isinstance(scorer, SpreadScorer) else (),
        _each(scorer.remarks, rows, places) if isinstance(scorer, RemarkScorer) else (),
        _spread_out(scorer.spans(usable), places)
        if how.spans and isinstance(scorer, SpanScorer)
        else (),
    )


def rows_of(scorer: Scorer, samples: Sequence[Sample], store: Store | None) -> Statistics:
    """The rows of the samples, as far as possible from the store."""
    return scorer.statistics(samples) if store is None else store.statistics(scorer, samples)


def _each(
    ask: Callable[[Statistics], Value], rows: Statistics, places: Sequence[Sequence[int | None]]
) -> tuple[tuple[Value | None, ...], ...]:
    return _spread_out([ask(row) for row in rows], places)


def _spread_out(
    values: Sequence[Value], places: Sequence[Sequence[int | None]]
) -> tuple[tuple[Value | None, ...], ...]:
    """The values of the rows, in the places of the segments."""
    return tuple(tuple(None if r is None else values[r] for r in group) for group in places)


def sample_of(segment: Segment, metric: Metric, document: Document) -> Sample | None:
    """What a metric sees of a segment; None where it lacks what the metric needs."""
    references = tuple(as_read(reference.text) for reference in segment.references)
    source = None if segment.source is None else as_read(segment.source.text)
    lacks = (metric.needs_reference and not references) or (metric.needs_source and source is None)
    if lacks or not metric.judges(document.source_language, document.language):
        return None
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
