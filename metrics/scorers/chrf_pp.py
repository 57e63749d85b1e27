"""chrF++, characters and word pairs (Popović 2017, aclanthology.org/W17-4770), as in sacreBLEU."""

from __future__ import annotations

from functools import partial

from metrics.chrf import TAKES, open_chrf
from metrics.metric import Metric

metric = Metric(
    label="chrF2++",
    higher_is_better=True,
    open=partial(open_chrf, "chrF2++", 2),
    names=("chrf++", "chrf2++"),
    takes=TAKES,
)
