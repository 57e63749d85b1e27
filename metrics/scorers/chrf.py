"""chrF, characters only (Popović 2015, aclanthology.org/W15-3049), with sacreBLEU's numbers."""

from __future__ import annotations

from functools import partial

from metrics.chrf import TAKES, open_chrf
from metrics.metric import Metric

metric = Metric(
    label="chrF2",
    higher_is_better=True,
    open=partial(open_chrf, "chrF2", 0),
    names=("chrf2",),
    takes=TAKES,
)
