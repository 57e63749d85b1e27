"""How sure differences are: as sure as they say, and not surer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.shift import (
    Bounded,
    Rate,
    difference,
    dispersion,
    p_of_difference,
    p_of_rates,
    stability,
)
from metrics.sketch import Sketch

RATES = st.integers(0, 10**7)


@given(RATES, RATES, st.integers(1, 10**6), st.integers(1, 10**6), st.floats(1.0, 50.0))
def test_rates_give_a_chance_and_an_interval_around_them(
    before: int, now: int, words: int, others: int, spread: float
) -> None:
    ends = (Rate(before, words, spread), Rate(now, others, spread))
    assert 0.0 <= p_of_rates(*ends) <= 1.0
    assert p_of_rates(*ends) == pytest.approx(p_of_rates(*ends[::-1]))
    delta = difference(*(one.bounded for one in ends))
    assert delta.low <= delta.value <= delta.high


def test_the_test_of_rates_is_the_exact_one() -> None:
    assert p_of_rates(Rate(0, 1), Rate(20, 1)) == pytest.approx(2 * 0.5**20)
    assert p_of_rates(Rate(0, 100), Rate(1, 1)) == pytest.approx(2 / 101)
    upper = sum(math.comb(15, k) for k in range(12, 16)) / 2**15
    assert p_of_rates(Rate(3, 1), Rate(12, 1)) == pytest.approx(2 * upper)


def test_rates_are_as_sure_as_they_say() -> None:
    random = np.random.default_rng(3)
    few = [p_of_rates(Rate(a, 1), Rate(b, 2)) for a, b in random.poisson((20, 40), (2000, 2))]
    assert 0.02 < np.mean(np.array(few) <= 0.05) <= 0.05


def test_intervals_of_clustered_rates_hold_the_truth() -> None:
    random = np.random.default_rng(5)

    def once() -> bool:
        counts = random.negative_binomial(1, 1 / 6, (2, 300))
        rates = [Sketch.of(one * 2.0) for one in counts]
        wide = max(dispersion(one, 0.5) for one in rates)
        ends = [Rate(int(one.sum()), 150.0, wide).bounded for one in counts]
        delta = difference(*ends)
        return delta.low <= 0 <= delta.high

    assert 0.92 < np.mean([once() for _ in range(400)]) < 0.99


def test_two_samples_of_one_distribution_are_stable() -> None:
    random = np.random.default_rng(7)
    chances = [
        stability(Sketch.of(a), Sketch.of(b)).p(300, 300)
        for a, b in random.normal(50, 10, (400, 2, 300))
    ]
    assert np.mean(np.array(chances) <= 0.05) < 0.08
    far = stability(Sketch.of([100.0] * 50), Sketch.of([50.0] * 50))
    assert far.index > 1
    assert far.p(50, 50) < 1e-9
    assert stability(Sketch.of([1.0]), Sketch.of([1.0])).p(1, 1) == 1.0


def test_a_difference_without_an_interval_s_width_is_certain() -> None:
    assert p_of_difference(difference(Bounded(1, 1, 1), Bounded(2, 2, 2))) == 0.0
    assert p_of_difference(difference(Bounded(1, 1, 1), Bounded(1, 1, 1))) == 1.0
    wide = difference(Bounded(0, -1.96, 1.96), Bounded(0, 0, 0))
    assert p_of_difference(wide) == 1.0
    assert p_of_difference(Bounded(1.96, 0.0, 4.0)) == pytest.approx(0.05, abs=1e-6)
