"""XCOMET (Guerreiro et al. 2024, doi:10.1162/tacl_a_00683): COMET that says where the errors are.

It reads the reference where there is one, and does without where there is none. Its score, 0 to 1,
1 is best, counts the minor, major and critical errors that it marks. It needs the extra
`copydesk[comet]`, or a model that was exported to ONNX. The default model has 3.5 billion weights,
and is for non-commercial use only (CC-BY-NC-SA-4.0).
"""

from __future__ import annotations

from metrics.comet.options import TAKES, Reference, open_comet
from metrics.metric import Metric, MetricOptions, Scorer

DEFAULT = "Unbabel/XCOMET-XL"


def _open(options: MetricOptions) -> Scorer:
    return open_comet(options, DEFAULT, Reference.WELCOME)


metric = Metric(
    label="XCOMET",
    higher_is_better=True,
    open=_open,
    needs_reference=False,
    needs_source=True,
    takes=TAKES,
    optional=True,
    model=DEFAULT,
)
