"""What a metric is: one file a metric, in `metrics/scorers/`.

A metric's module exposes `metric = Metric(…)`; its id is its file's name. As in sacreBLEU,
counting is apart from scoring: a scorer first turns segments into a matrix of statistics, one
row a segment, and a score is computed from a sum of rows. So one pass serves corpus, documents,
segments and bootstrap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from corpora.text import Span
from metrics.score import ErrorSpan, Spread

__all__ = [
    "ErrorSpan", "KeptScorer", "Metric", "MetricOptions", "RemarkScorer", "Sample", "Scorer",
    "SpanScorer", "SpreadScorer", "Statistics", "WatchedScorer", "WordRisk", "WordScorer",
]  # fmt: skip

Statistics = NDArray[np.float64]
"""Segments × counts."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One segment as a metric sees it: text on one line, every reference there is.

    There is at least one reference for a metric that needs one.
    """

    mt: str
    references: tuple[str, ...]
    source: str | None = None


@dataclass(frozen=True, slots=True)
class MetricOptions:
    """What a metric may want to know: the languages (BCP 47), and its parameters.

    `workers` is how many processes it may start for very many segments.

    `parameters` are spelt as a signature spells them (`tok`, `case`, `nw`, `model`); `Metric.takes`
    says which a metric has.
    """

    language: str | None = None
    source_language: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    workers: int = 1


class Scorer(Protocol):
    """A metric set up for one corpus."""

    def statistics(self, samples: Sequence[Sample]) -> Statistics:
        """Count: one row a sample."""

    def scores(self, totals: Statistics) -> Statistics:
        """The score of each sum of rows: k × counts → k."""

    def segment_scores(self, rows: Statistics) -> Statistics:
        """The score of each segment: segments × counts → segments."""

    def signature(self, samples: Sequence[Sample], resamples: int) -> str:
        """Name, version and parameters; `resamples` is 0 where no interval was computed."""


@runtime_checkable
class KeptScorer(Scorer, Protocol):
    """A metric whose rows are dear enough to be kept between runs."""

    def identity(self) -> str:
        """All that a row depends on but its sample; known before anything is counted."""


@runtime_checkable
class WatchedScorer(Scorer, Protocol):
    """A metric that takes long enough for somebody to be told how far it is."""

    def watch(self, progress: Callable[[int, int], None] | None) -> None:
        """Have `progress` told how many segments are done, and of how many."""


@runtime_checkable
class RemarkScorer(Scorer, Protocol):
    """A metric that knows where its own score is not to be trusted."""

    def remarks(self, row: Statistics) -> tuple[str, ...]:
        """What a reader must know of a segment's score, from its row: `input cut`."""


@runtime_checkable
class SpreadScorer(Scorer, Protocol):
    """A metric that says how sure it is of a segment."""

    def spread(self, row: Statistics) -> Spread:
        """Where what people say of a segment will lie, from its row."""


@dataclass(frozen=True, slots=True)
class WordRisk:
    """A word of a translation: how probable it is that a professional marks it; is it flagged."""

    span: Span
    risk: float
    flagged: bool


@runtime_checkable
class WordScorer(Scorer, Protocol):
    """A metric that says which words are doubtful."""

    def words(self, samples: Sequence[Sample]) -> list[tuple[WordRisk, ...]]:
        """The words of each sample, in order."""


@runtime_checkable
class SpanScorer(Scorer, Protocol):
    """A metric that says where the errors are, and how bad."""

    def spans(self, samples: Sequence[Sample]) -> list[tuple[ErrorSpan, ...]]:
        """The errors of each sample, in order."""


def _any(_source: str | None, _target: str | None) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: how people call it, which way is up, and how to set it up.

    `names` are further spellings that the command line accepts (`chrf++`); `needs_reference` says
    that it cannot judge a segment without one, `needs_source` likewise, `judges` whether it can
    judge translations from one language into another (BCP 47, None where unknown). `takes` are
    the parameters that it understands. `optional` metrics need a package or a model that copydesk
    does not bring; `model` is the one that they take where none is named.
    """

    label: str
    higher_is_better: bool
    open: Callable[[MetricOptions], Scorer]
    names: tuple[str, ...] = ()
    needs_reference: bool = True
    judges: Callable[[str | None, str | None], bool] = _any
    needs_source: bool = False
    takes: frozenset[str] = frozenset()
    optional: bool = False
    model: str = ""
