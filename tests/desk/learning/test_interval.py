from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.desk.learning.acceptance import Learned, chance
from qa.desk.learning.interval import Share
from qa.desk.words import Mute

COUNTS = st.integers(1, 5_000).flatmap(
    lambda count: st.tuples(st.integers(0, count), st.just(count))
)
CONFIDENCES = st.floats(0, 1)


def learnt(agreed: int, dismissed: int) -> Learned:
    share = Share(agreed, agreed + dismissed)
    ends = (share.value, share.low, share.high)
    return Learned("calque", "id", agreed, dismissed, 0, *ends, muted=False, mode=Mute.AUTO)


@given(COUNTS)
def test_an_interval_lies_within_0_and_1_and_holds_its_share(counted: tuple[int, int]) -> None:
    share = Share(*counted)
    assert share.value is not None
    assert 0 <= share.low <= share.value <= share.high <= 1


@given(COUNTS)
def test_an_interval_moves_up_with_every_hit(counted: tuple[int, int]) -> None:
    hits, count = counted
    if hits < count:
        fewer, more = Share(hits, count), Share(hits + 1, count)
        assert fewer.low <= more.low
        assert fewer.high <= more.high


@given(COUNTS, st.integers(2, 50))
def test_an_interval_narrows_with_more_of_the_same(counted: tuple[int, int], times: int) -> None:
    hits, count = counted
    few, many = Share(hits, count), Share(hits * times, count * times)
    assert many.high - many.low < few.high - few.low


# The values are those of SciPy 1.17, `binomtest(…).proportion_ci(method="wilson")`.
@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (2, 24, 0.0232, 0.2585),
        (15, 20, 0.5313, 0.8881),
    ],
)
def test_an_interval_is_wilsons(hits: int, count: int, low: float, high: float) -> None:
    share = Share(hits, count)
    assert (share.low, share.high) == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_nothing_is_known() -> None:
    assert (Share(0, 0).value, Share(0, 0).low, Share(0, 0).high) == (None, 0.0, 1.0)


@given(CONFIDENCES, st.integers(0, 500), st.integers(0, 500))
def test_a_chance_is_one(confidence: float, agreed: int, dismissed: int) -> None:
    assert 0 <= chance(confidence, learnt(agreed, dismissed)) <= 1


@given(CONFIDENCES, st.integers(0, 500), st.integers(0, 500))
def test_a_chance_rises_with_agreement_and_sinks_with_dismissals(
    confidence: float, agreed: int, dismissed: int
) -> None:
    now = chance(confidence, learnt(agreed, dismissed))
    assert chance(confidence, learnt(agreed + 1, dismissed)) >= now
    assert chance(confidence, learnt(agreed, dismissed + 1)) <= now


@given(CONFIDENCES)
def test_without_decisions_a_chance_is_the_confidence(confidence: float) -> None:
    assert chance(confidence, None) == confidence
    assert chance(confidence, learnt(0, 0)) == pytest.approx(confidence)


def test_ten_decisions_weigh_as_much_as_the_confidence() -> None:
    assert chance(0.8, learnt(0, 10)) == pytest.approx(0.4)
