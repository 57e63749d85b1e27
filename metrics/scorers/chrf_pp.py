"""chrF++, characters and word pairs (Popović 2017, aclanthology.org/W17-4770), by sacreBLEU."""

from __future__ import annotations

from sacrebleu.metrics.chrf import CHRF

from metrics.metric import Metric, MetricOptions, Scorer
from metrics.sacre import SacreScorer


def _open(_: MetricOptions) -> Scorer:
    engine = CHRF(word_order=2)
    return SacreScorer(engine, engine)


metric = Metric(label="chrF2++", higher_is_better=True, open=_open, names=("chrf++", "chrf2++"))
