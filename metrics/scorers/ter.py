"""TER, translation edit rate, as sacreBLEU computes it.

Snover et al. 2006, aclanthology.org/2006.amta-papers.25. Lower is better. It is counted segment by
segment and never over a whole document as one string: the cost grows faster than the square of the
length. The parameters are sacreBLEU's defaults for every language, so that numbers compare; in a
script without spaces a segment then counts as one word, and TER says little.
"""

from __future__ import annotations

from sacrebleu.metrics.ter import TER

from metrics.metric import Metric, MetricOptions, Scorer
from metrics.sacre import SacreScorer


def _open(_: MetricOptions) -> Scorer:
    engine = TER()
    return SacreScorer(engine, engine)


metric = Metric(label="TER", higher_is_better=False, open=_open)
