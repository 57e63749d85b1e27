"""sacreBLEU's metrics behind our `Scorer` (Post 2018, doi:10.18653/v1/W18-6319).

The counting and the formulas are sacreBLEU's own. Three methods of its `Metric` class are called
although their names begin with an underscore: its public ones would count everything again for each
level. The tests hold every number against the public interface.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sacrebleu.metrics.base import Metric as SacreMetric

from metrics.bootstrap import SEED
from metrics.metric import Sample, Statistics

logging.getLogger("sacrebleu").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class SacreScorer:
    """One of sacreBLEU's metrics, set up; `single` scores one segment where that differs."""

    engine: SacreMetric
    single: SacreMetric

    def statistics(self, samples: Sequence[Sample]) -> Statistics:
        """Count, padding with None where some segments have fewer references."""
        most = max(len(sample.references) for sample in samples)
        streams = [
            [s.references[n] if n < len(s.references) else None for s in samples]
            for n in range(most)
        ]
        hypotheses = [sample.mt for sample in samples]
        rows = self.engine._extract_corpus_statistics(  # noqa: SLF001
            hypotheses,
            streams,  # type: ignore[arg-type]
        )
        return np.array(rows, dtype=np.float64)

    def score(self, total: Statistics) -> float:
        """The corpus score from summed counts."""
        return float(self.engine._compute_score_from_stats(total.tolist()).score)  # noqa: SLF001

    def segment_score(self, row: Statistics) -> float:
        """The score of one segment."""
        return float(self.single._compute_score_from_stats(row.tolist()).score)  # noqa: SLF001

    def signature(self, resamples: int) -> str:
        """sacreBLEU's own signature, to be called after `statistics`."""
        if resamples:
            vars(self.engine).update(n_bootstrap=resamples, seed=str(SEED))
        return str(self.engine.get_signature())
