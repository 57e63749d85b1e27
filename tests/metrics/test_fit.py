"""The calibration: right on average, and as precise as asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import InputError
from metrics.estimator import calibration, fit, ordering
from metrics.estimator.calibration import MOST, Odds, Order, Points, saturated
from metrics.estimator.texts import Raw


def raw(score: float, matched: float, chrf: float) -> Raw:
    nowhere, nothing = np.zeros((0, 2), dtype=np.int64), np.zeros((0, 4), dtype=np.float32)
    return Raw(score, 0, 0, matched, chrf, nowhere, nothing, 9, is_cut=False)


def test_expected_points_are_right_on_average_and_grow_with_length() -> None:
    generator = np.random.default_rng(1)
    score, length = generator.normal(size=4000), generator.integers(5, 60, 4000)
    expected = np.exp(-0.5 - 0.8 * score + 0.9 * np.log(length / 20))
    lost = generator.poisson([saturated(one) for one in expected])
    found = fit.points(score, length.astype(float), lost.astype(float))
    assert found.slope == pytest.approx(-0.8, abs=0.1)
    assert found.length == pytest.approx(0.9, abs=0.1)
    told = [found.of(*each)[0] for each in zip(score.tolist(), length.tolist(), strict=True)]
    assert np.mean(told) == pytest.approx(lost.mean(), rel=0.02)


def test_four_of_five_segments_are_in_the_interval() -> None:
    generator = np.random.default_rng(2)
    score = generator.normal(size=4000)
    lost = generator.poisson([saturated(one) for one in np.exp(1.5 - score)]).astype(float)
    found = fit.points(score[:2000], None, lost[:2000])
    inside = [
        low <= value <= high
        for value, (_, low, high) in zip(
            lost[2000:], (found.of(s, 9) for s in score[2000:].tolist()), strict=True
        )
    ]
    assert 0.75 < np.mean(inside) < 0.95


@given(st.floats(-50, 50), st.integers(0, 600))
def test_an_estimate_is_inside_its_interval(score: float, length: int) -> None:
    how = Points(0.3, -0.7, 0.4, (0.5, 1.0, 9.0), (0.0, 0.0, 3.0), (2.0, 4.0, 20.0))
    points, low, high = how.of(score, length)
    assert 0 <= low <= points <= high
    assert points <= MOST


def test_the_order_weighs_what_people_go_by_whatever_the_source() -> None:
    generator = np.random.default_rng(4)
    rows = []
    for source in range(300):
        difficulty = generator.normal() * 5
        for _ in range(6):
            score, matched, chrf = generator.normal(size=3) * (1.0, 0.1, 0.2)
            human = score + 20 * matched + generator.normal() * 0.3 + difficulty
            rows.append((str(source), raw(score + difficulty, matched, chrf), float(human)))
    found = ordering.order(rows)
    # Sources differ in difficulty by far more than translations of one source in quality.
    assert found.score > 0
    assert found.matched / found.score == pytest.approx(20, rel=0.5)
    assert abs(found.chrf) < 0.1 * found.matched


def test_without_anything_fitted_the_order_is_the_models() -> None:
    assert Order().of(raw(1.5, 0.9, 0.8)) == 1.5
    assert Order(2.0, 10.0, 1.0).of(raw(1.5, 0.5, 0.25)) == pytest.approx(8.25)


def test_platt_scaling_finds_the_probabilities() -> None:
    generator = np.random.default_rng(3)
    logits = generator.normal(size=20000) * 2
    marked = generator.random(20000) < 1 / (1 + np.exp(-(0.6 * logits - 1.2)))
    found = fit.odds(logits, marked)
    assert (found.slope, found.intercept) == pytest.approx((0.6, -1.2), abs=0.1)


def test_probabilities_stay_numbers_at_any_logit() -> None:
    assert Odds().of(1e9) == pytest.approx(1)
    assert Odds().of(-1e9) == pytest.approx(0)


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=41, max_size=200),
    st.floats(0.1, 0.9),
)
def test_flags_are_as_precise_as_asked(words: list[tuple[float, bool]], wanted: float) -> None:
    risk, marked = (np.asarray(column) for column in zip(*words, strict=True))
    limit = fit.threshold(risk, marked.astype(bool), wanted)
    if limit is not None:
        flagged = risk >= limit
        assert flagged.sum() >= 40
        assert marked[flagged].mean() >= wanted


def test_no_threshold_where_nothing_is_precise_enough() -> None:
    risk = np.linspace(0, 1, 100)
    assert fit.threshold(risk, np.zeros(100, dtype=bool), 0.5) is None


def test_a_calibration_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_bytes(calibration.encoded(calibration.shipped()))
    assert calibration.read(str(path)) == calibration.shipped()


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", bytes(range(128, 200)), b'{"hter": 3}'])
def test_a_file_that_is_no_calibration_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "own.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match="not a calibration"):
        calibration.read(str(path))
    with pytest.raises(InputError, match="no such file"):
        calibration.read(str(tmp_path / "missing.json"))
