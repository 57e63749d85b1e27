"""chrF, characters only (Popović 2015, aclanthology.org/W15-3049), as sacreBLEU computes it."""

from __future__ import annotations

from sacrebleu.metrics.chrf import CHRF

from metrics.metric import Metric, MetricOptions, Scorer
from metrics.sacre import SacreScorer


def _open(_: MetricOptions) -> Scorer:
    engine = CHRF()
    return SacreScorer(engine, engine)


metric = Metric(label="chrF2", higher_is_better=True, open=_open, names=("chrf2",))
