from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.desk.queue.ranking import Worth, rank_of, worth_at

_START = datetime(2025, 6, 1, tzinfo=UTC)
_weights = st.floats(0, 5_000)
_edits = st.none() | st.floats(0, 100_000)
_words = st.integers(0, 200_000)
_ages = st.integers(0, 10_000_000).map(lambda seconds: _START - timedelta(seconds=seconds))
_articles = st.tuples(_weights, _edits, _words, _ages)
_NEAR = 1e-9


@given(_articles, _articles, st.timedeltas(timedelta(), timedelta(days=30)))
def test_rank_orders_as_need_does_at_any_later_moment(
    one: tuple[float, float | None, int, datetime],
    other: tuple[float, float | None, int, datetime],
    later: timedelta,
) -> None:
    moment = _START + later
    needs = [worth_at(*article, moment).value for article in (one, other)]
    ranks = [rank_of(*article) for article in (one, other)]
    if needs[0] > needs[1] * (1 + _NEAR) and needs[0] > 1e-280:
        assert ranks[0] > ranks[1]
    if ranks[0] > ranks[1] + _NEAR:
        assert needs[0] >= needs[1]


def test_need_is_as_the_formula_says() -> None:
    worth = Worth(weight=34, edits=21, words=480, hours=4.8)
    assert worth.value == pytest.approx((34 + 21) / 480**0.5 * 2**-0.2)
    assert worth.formula == (
        "need 2.19 = (flags 34 + words to edit 21) ÷ √480 words × 0.87 (4.8 hours old)"
    )


def test_a_day_later_half_is_left() -> None:
    assert Worth(5, 5, 100, 24).value == pytest.approx(Worth(5, 5, 100, 0).value / 2)


@given(_ages, st.floats(1e-12, 100))
def test_what_needs_nothing_ranks_below_all_else(received: datetime, weight: float) -> None:
    ancient = _START - timedelta(days=10_000)
    assert rank_of(0, None, 300, received) < rank_of(weight, None, 200_000, ancient)


def test_of_what_needs_nothing_the_newest_ranks_first() -> None:
    old, new = (rank_of(0, 0.0, 300, _START + timedelta(seconds=n)) for n in (0, 1))
    assert new > old


def test_no_words_count_as_one() -> None:
    assert rank_of(3, None, 0, _START) == rank_of(3, None, 1, _START)
