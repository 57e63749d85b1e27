"""Several gates in one run: how often one of them fires, with and without Holm's correction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.gates_data import METRICS, TestSet
from benchmarks.gates_judge import LIMIT, Judge
from benchmarks.gates_releases import Maker, mixed_by_segment, spoiled_by, worse_by_raters
from metrics.regression import corrected

_SETS, _METRICS, _SIZE = 3, 2, 200
_SEED = 11
_CASES = (
    ("no set is worse", mixed_by_segment),
    ("raters call one set worse", worse_by_raters),
    ("5 % of one set spoiled", spoiled_by(0.05)),
)


def several(sets: Sequence[TestSet], judge: Judge, runs: int) -> None:
    """Print how often any of six gates fires, where none should and where some should."""
    names = " and ".join(metric.label for metric in METRICS[:_METRICS])
    print(f"\nsix gates in a run: {_SETS} sets of {_SIZE} segments, {names}; {runs} runs each")
    print(f"{'at least one fires, % of runs':<32}{'each at p < 0.05':>18}{'after Holm':>14}")
    for label, make in _CASES:
        plain, after = (100 * share for share in _rates(make, sets, judge, runs))
        print(f"{label:<32}{plain:18.1f}{after:14.1f}")


def _rates(make: Maker, sets: Sequence[TestSet], judge: Judge, runs: int) -> NDArray[np.float64]:
    """The share of runs in which a gate fires: without and with the correction."""
    rng = np.random.default_rng(_SEED)
    fired = np.zeros(2)
    for _ in range(runs):
        ps = _run(make, [sets[int(n)] for n in rng.permutation(len(sets))[:_SETS]], judge, rng)
        fired += min(ps) < LIMIT, min(corrected(ps)) < LIMIT
    return fired / runs


def _run(
    make: Maker, sets: Sequence[TestSet], judge: Judge, rng: np.random.Generator
) -> list[float]:
    """The p of each gate; the first set has a release of the kind, the others are no worse."""
    makers = (make, *(mixed_by_segment for _ in sets[1:]))
    found = [
        judge.judge(maker(one, _SIZE, rng))[:_METRICS]
        for maker, one in zip(makers, sets, strict=True)
    ]
    return [one.p if one.worse > 0 else 1.0 for row in found for one in row]
