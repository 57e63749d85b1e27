"""What a difference between two systems is worth: how often people agree with it.

Kocmi, Zouhar, Federmann and Post 2024, aclanthology.org/2024.acl-long.110, fitted for each metric
the share of system pairs that people order as the metric does, by the metric's difference:
a / (1 + exp(-b · difference)), from 2023's ToShip data. COMET's differences count in hundredths.
The figures are those that the authors publish with their tool, mt-thresholds 1.0.4.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_HUNDREDTHS = 100.0
_CHANCE = 0.5


@dataclass(frozen=True, slots=True)
class _Curve:
    """`most` is the accuracy that no difference exceeds, in per cent; `scale` the metric's unit."""

    most: float
    steepness: float
    scale: float = 1.0


_CURVES = {
    "bleu": _Curve(88.333, 0.96639),
    "chrf": _Curve(93.0, 1.11427),
    "wmt20-comet-da": _Curve(97.333, 0.7267, _HUNDREDTHS),
    "wmt22-comet-da": _Curve(96.224, 2.83592, _HUNDREDTHS),
    "wmt22-cometkiwi-da": _Curve(98.881, 2.71928, _HUNDREDTHS),
    "wmt23-cometkiwi-da-xl": _Curve(96.391, 1.88889, _HUNDREDTHS),
    "wmt23-cometkiwi-da-xxl": _Curve(96.232, 1.28266, _HUNDREDTHS),
    "xcomet-xl": _Curve(96.567, 1.45356, _HUNDREDTHS),
    "xcomet-xxl": _Curve(98.934, 1.16295, _HUNDREDTHS),
}


def accuracy(metric: str, delta: float) -> float | None:
    """The share of such differences that people confirm, 0.5 to 1; None where nobody published it.

    `metric` is a metric's id, or a COMET model's name; `delta` is on the metric's own scale.
    """
    curve = _CURVES.get(metric.rpartition("/")[2].casefold())
    if curve is None:
        return None
    found = curve.most / (1.0 + math.exp(-curve.steepness * curve.scale * abs(delta)))
    return max(_CHANCE, found / _HUNDREDTHS)
