"""Measures of agreement against slow, plain versions of their definitions."""

from __future__ import annotations

from itertools import combinations
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import agreement
from metrics.agreement import Numbers

FEW = st.integers(min_value=-3, max_value=3)
PAIRS = st.lists(st.tuples(FEW, FEW), max_size=30)
Group = tuple[Numbers, Numbers]


def columns(pairs: list[tuple[int, int]]) -> Group:
    table = np.asarray(pairs, dtype=float).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def slow_kendall(one: Numbers, other: Numbers) -> float | None:
    concordant = discordant = ties_one = ties_other = 0
    for i, j in combinations(range(len(one)), 2):
        a, b = np.sign(one[i] - one[j]), np.sign(other[i] - other[j])
        concordant += a * b > 0
        discordant += a * b < 0
        ties_one += a == 0
        ties_other += b == 0
    pairs = len(one) * (len(one) - 1) / 2
    norm = (pairs - ties_one) * (pairs - ties_other)
    return None if norm == 0 else float((concordant - discordant) / sqrt(norm))


def slow_tie_calibrated(groups: list[Group]) -> float | None:
    apart = {abs(m[i] - m[j]) for m, _ in groups for i, j in combinations(range(len(m)), 2)}
    best = None
    for limit in (-1.0, *apart):
        shares = []
        for metric, human in groups:
            pairs = list(combinations(range(len(metric)), 2))
            right = 0
            for i, j in pairs:
                ours = metric[i] - metric[j]
                said = 0.0 if abs(ours) <= limit else np.sign(ours)
                right += said == np.sign(human[i] - human[j])
            if pairs:
                shares.append(right / len(pairs))
        if shares:
            value = float(np.mean(shares))
            best = value if best is None else max(best, value)
    return best


@given(PAIRS)
def test_kendall_is_what_counting_pairs_gives(pairs: list[tuple[int, int]]) -> None:
    one, other = columns(pairs)
    assert agreement.kendall(one, other) == pytest.approx(slow_kendall(one, other))


@given(st.lists(st.lists(st.tuples(FEW, FEW), max_size=6), max_size=6))
def test_accuracy_with_ties_takes_the_best_threshold(lists: list[list[tuple[int, int]]]) -> None:
    groups = [columns(pairs) for pairs in lists]
    found = agreement.tie_calibrated(groups)
    assert found == pytest.approx(slow_tie_calibrated(groups))


@given(PAIRS)
def test_pearson_and_spearman_are_numpys(pairs: list[tuple[int, int]]) -> None:
    one, other = columns(pairs)
    found = agreement.pearson(one, other)
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        assert found is None
        return
    assert found == pytest.approx(np.corrcoef(one, other)[0, 1])
    mean_ranks = [[np.mean(np.flatnonzero(np.sort(v) == x)) for x in v] for v in (one, other)]
    expected = np.corrcoef(*mean_ranks)[0, 1]
    assert agreement.spearman(one, other) == pytest.approx(expected)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_matthews_is_the_formula(pairs: list[tuple[bool, bool]]) -> None:
    flagged, marked = (np.asarray(column, dtype=bool) for column in zip(*pairs, strict=True))
    tp, tn = (flagged & marked).sum(), (~flagged & ~marked).sum()
    fp, fn = (flagged & ~marked).sum(), (~flagged & marked).sum()
    norm = float((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    expected = None if norm == 0 else (tp * tn - fp * fn) / sqrt(norm)
    assert agreement.matthews(flagged, marked) == pytest.approx(expected)


def test_a_shared_cause_is_taken_out() -> None:
    generator = np.random.default_rng(1)
    length = generator.random(500)
    one, other = length + 0.1 * generator.random(500), length + 0.1 * generator.random(500)
    assert (agreement.pearson(one, other) or 0) > 0.9
    assert abs(agreement.partial(one, other, length) or 1) < 0.1


def test_average_precision_is_the_mean_at_every_hit() -> None:
    risk, marked = np.asarray([0.9, 0.8, 0.7, 0.1]), np.asarray([True, False, True, False])
    assert agreement.average_precision(risk, marked) == pytest.approx((1 + 2 / 3) / 2)
    assert agreement.average_precision(risk, np.zeros(4, dtype=bool)) is None


def test_accuracy_with_ties_can_be_right_by_calling_all_a_tie() -> None:
    human = np.zeros(4)
    assert agreement.tie_calibrated([(np.asarray([1.0, 2, 3, 4]), human)]) == 1
