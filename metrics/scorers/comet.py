"""COMET (Rei et al. 2022, aclanthology.org/2022.wmt-1.52): how good professionals would find it.

An encoder reads source, translation and reference; a small network trained on people's judgements
turns that into a score, about 0 to 1, 1 is best. It needs the extra `copydesk[comet]`, or a model
that was exported to ONNX. `model` is any model of the family that reads a reference.
"""

from __future__ import annotations

from metrics.comet.options import TAKES, Reference, open_comet
from metrics.metric import Metric, MetricOptions, Scorer

DEFAULT = "Unbabel/wmt22-comet-da"


def _open(options: MetricOptions) -> Scorer:
    return open_comet(options, DEFAULT, Reference.NEEDED)


metric = Metric(
    label="COMET",
    higher_is_better=True,
    open=_open,
    needs_source=True,
    takes=TAKES,
    optional=True,
    model=DEFAULT,
)
