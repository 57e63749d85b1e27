"""CometKiwi (Rei et al. 2022, aclanthology.org/2022.wmt-1.60): COMET without a reference.

It reads the source and the translation, and no reference even where there is one. Its score is
about 0 to 1, 1 is best. It needs the extra `copydesk[comet]`, or a model that was exported to ONNX.
The default model is for non-commercial use only (CC-BY-NC-SA-4.0).
"""

from __future__ import annotations

from metrics.comet.options import TAKES, Reference, open_comet
from metrics.metric import Metric, MetricOptions, Scorer

DEFAULT = "Unbabel/wmt22-cometkiwi-da"


def _open(options: MetricOptions) -> Scorer:
    return open_comet(options, DEFAULT, Reference.UNREAD)


metric = Metric(
    label="CometKiwi",
    higher_is_better=True,
    open=_open,
    needs_reference=False,
    needs_source=True,
    takes=TAKES,
    optional=True,
    model=DEFAULT,
)
