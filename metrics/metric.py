"""What a metric is: one file a metric, in `metrics/scorers/`.

A metric's module exposes `metric = Metric(…)`; its id is its file's name. As in sacreBLEU,
counting is apart from scoring: a scorer first turns segments into a matrix of statistics, one
row a segment, and a score is computed from a sum of rows. So one pass serves corpus, documents,
segments and bootstrap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from corpora.text import Span
from metrics.score import Spread

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
    """What a metric may want to know: the languages (BCP 47), the user's tokenizer."""

    language: str | None = None
    tokenizer: str | None = None
    source_language: str | None = None


class Scorer(Protocol):
    """A metric set up for one corpus."""

    def statistics(self, samples: Sequence[Sample]) -> Statistics:
        """Count: one row a sample."""

    def score(self, total: Statistics) -> float:
        """The score of a corpus or document from the sum of its rows."""

    def segment_score(self, row: Statistics) -> float:
        """The score of one segment from its row."""

    def signature(self, resamples: int) -> str:
        """Name, version and parameters; `resamples` is 0 where no interval was computed."""


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


def _any(_source: str | None, _target: str | None) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: how people call it, which way is up, and how to set it up.

    `names` are further spellings that the command line accepts (`chrf++`); `needs_reference`
    says that it cannot judge a segment without one, `judges` whether it can judge translations
    from one language into another (BCP 47, None where unknown).
    """

    label: str
    higher_is_better: bool
    open: Callable[[MetricOptions], Scorer]
    names: tuple[str, ...] = ()
    needs_reference: bool = True
    judges: Callable[[str | None, str | None], bool] = _any
