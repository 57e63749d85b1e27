"""Significance: sacreBLEU's p values and intervals, and what it gets wrong done right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER
from sacrebleu.significance import PairedTest

from metrics.metric import Metric, MetricOptions, Sample
from metrics.scorers import bleu, chrf, ter
from metrics.significance import Contest, Procedure, Standing, System, compare, holm
from metrics.worth import accuracy

VOCABULARY = [f"word{n}" for n in range(40)]
SEGMENTS = 120


def _systems(seed: int = 1) -> tuple[list[str], dict[str, list[str]]]:
    """A reference and three systems: a little spoiled, a little more, and much."""
    chance = np.random.default_rng(seed)
    reference = [
        list(chance.choice(VOCABULARY, size=chance.integers(3, 20))) for _ in range(SEGMENTS)
    ]

    def spoil(share: float) -> list[str]:
        return [
            " ".join(w if chance.random() > share else chance.choice(VOCABULARY) for w in line)
            for line in reference
        ]

    named = {"base": spoil(0.2), "near": spoil(0.21), "far": spoil(0.3)}
    return [" ".join(line) for line in reference], named


ENGINES: list[tuple[Metric, Callable[[], Any]]] = [
    (bleu.metric, BLEU),
    (chrf.metric, CHRF),
    (ter.metric, TER),
]


def _ours(
    metric: Metric, test: Procedure, reference: list[str], named: dict[str, list[str]], **sizes: int
) -> list[Standing]:
    scorer = metric.open(MetricOptions("en"))
    systems = [
        System(
            name,
            scorer.statistics([Sample(m, (r,)) for m, r in zip(lines, reference, strict=True)]),
        )
        for name, lines in named.items()
    ]
    return compare(systems[0], systems[1:], Contest(scorer, metric.higher_is_better, test, **sizes))


@pytest.mark.parametrize(("metric", "engine"), ENGINES)
@pytest.mark.parametrize(
    ("test", "kind"), [(Procedure.BOOTSTRAP, "bs"), (Procedure.RANDOMISATION, "ar")]
)
def test_scores_intervals_and_randomisation_are_sacrebleus(
    metric: Metric, engine: Callable[[], Any], test: Procedure, kind: str
) -> None:
    reference, named = _systems()
    trials = 400
    tested = PairedTest(
        list(named.items()), {"m": engine()}, [reference], test_type=kind, n_samples=trials
    )
    ((_, theirs),) = [one for one in tested()[1].items() if one[0] != "System"]
    ours = _ours(metric, test, reference, named, resamples=trials, trials=trials)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.score == pytest.approx(other.score, abs=1e-9)
        if kind == "bs":
            assert mine.interval.mean == pytest.approx(other.mean, rel=1e-5)
            assert mine.interval.margin == pytest.approx(other.ci, rel=1e-4)
        if mine.difference and kind == "ar" and metric is not ter.metric:
            assert mine.difference.p == pytest.approx(other.p_value, abs=1e-9)
        elif mine.difference and kind == "ar":
            # TER's differences tie, and sacreBLEU leaves out those that equal the real one.
            assert mine.difference.p >= other.p_value


@pytest.mark.parametrize("test", list(Procedure))
def test_a_system_is_not_significantly_different_from_itself(test: Procedure) -> None:
    reference, named = _systems()
    (_, same) = _ours(chrf.metric, test, reference, {"a": named["base"], "b": named["base"]})
    assert same.difference is not None
    assert (same.difference.p, same.difference.delta, same.difference.effect) == (1.0, 0.0, None)
    assert (same.difference.won, same.difference.lost, same.difference.tied) == (0, 0, SEGMENTS)


def test_the_bootstraps_p_agrees_with_its_interval() -> None:
    """sacreBLEU's does not: for a clear difference it is one-sided."""
    chance = np.random.default_rng(2)
    scorer = ter.metric.open(MetricOptions("en"))
    first = np.stack([chance.poisson(6, 100), np.full(100, 20)], axis=1).astype(float)
    for shift in (0.2, 0.4, 0.6, 0.8, 1.0, 1.3):
        other = first + np.stack([chance.normal(shift, 4, 100), np.zeros(100)], axis=1)
        contest = Contest(scorer, higher_is_better=False, resamples=2000)
        found = compare(System("a", first), [System("b", other)], contest)[1].difference
        assert found is not None
        touches = found.interval.low <= 0 <= found.interval.high
        assert touches == (found.p > 0.05) or 0.04 < found.p < 0.06


@pytest.mark.parametrize("trials", [2000])
def test_a_few_segments_cannot_be_more_significant_than_chance_allows(trials: int) -> None:
    scorer = ter.metric.open(MetricOptions("en"))
    rows = np.array([[1.0, 10.0], [2.0, 10.0], [3.0, 10.0], [1.0, 10.0]])
    better = rows + np.array([5.0, 0.0])
    contest = Contest(scorer, False, Procedure.RANDOMISATION, trials=trials)  # noqa: FBT003
    found = compare(System("a", rows), [System("b", better)], contest)[1].difference
    assert found is not None
    assert found.p == pytest.approx(2 / 16, abs=0.03)  # of 16 swaps two are as great


@pytest.mark.parametrize("test", list(Procedure))
def test_false_alarms_are_as_rare_as_p_says(test: Procedure) -> None:
    chance = np.random.default_rng(5)
    scorer = ter.metric.open(MetricOptions("en"))
    alarms = 0
    for _ in range(200):
        rows = [
            np.stack([chance.poisson(6, 60), np.full(60, 20)], axis=1).astype(float) for _ in "ab"
        ]
        contest = Contest(scorer, higher_is_better=False, test=test, resamples=200, trials=200)
        (_, other) = compare(System("a", rows[0]), [System("b", rows[1])], contest)
        alarms += other.difference is not None and other.difference.p < 0.05
    assert alarms <= 19  # 5 % of 200, and three standard deviations


def test_lower_is_better_turns_effect_and_wins_but_not_the_delta() -> None:
    reference, named = _systems()
    far = _ours(ter.metric, Procedure.BOOTSTRAP, reference, named)[2].difference
    assert far is not None
    assert far.delta > 0
    assert far.interval.low > 0
    assert (far.effect or 0) < 0
    assert far.won < far.lost
    assert far.won + far.lost + far.tied == SEGMENTS


def test_p_is_corrected_for_the_number_of_systems() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, 0.9]) == [1.0, 1.0]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=8))
def test_correction_keeps_the_order_and_never_makes_p_smaller(ps: list[float]) -> None:
    adjusted = holm(ps)
    assert all(p <= a <= 1 for p, a in zip(ps, adjusted, strict=True))
    assert [adjusted[n] for n in np.argsort(ps, kind="stable")] == sorted(adjusted)


def test_worth_is_the_published_curve() -> None:
    assert accuracy("bleu", 1.0) == pytest.approx(0.63989, abs=1e-5)  # the authors' own example
    assert accuracy("bleu", -1.0) == accuracy("bleu", 1.0)
    assert accuracy("chrf", 0.0) == 0.5
    assert (accuracy("Unbabel/wmt22-comet-da", 0.01) or 0) > 0.9
    assert accuracy("ter", 1.0) is None
