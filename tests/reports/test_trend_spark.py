from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.trend_spark import BLOCKS, COLUMNS, GAP, sparkline

VALUE = st.floats(allow_nan=False, allow_infinity=False)
SERIES = st.lists(st.none() | VALUE, max_size=200)


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([], ""),
        ([None], "·"),
        ([3.0], "▄"),
        ([3.0, 3.0], "▄▄"),
        ([1.0, 2.0, 3.0], "▁▅█"),
        ([0.0, None, 7.0], "▁·█"),
        ([float(n) for n in range(8)], BLOCKS),
        ([-1e308, 1e308], "▁█"),
    ],
)
def test_examples(values: list[float | None], drawn: str) -> None:
    assert sparkline(values) == drawn


@settings(max_examples=50)
@given(SERIES)
def test_it_is_as_long_as_the_series_but_never_too_wide(values: list[float | None]) -> None:
    drawn = sparkline(values)
    assert len(drawn) == min(len(values), COLUMNS)
    assert set(drawn) <= {*BLOCKS, GAP}


@settings(max_examples=50)
@given(st.lists(st.none() | VALUE, max_size=COLUMNS))
def test_gaps_stand_where_nothing_was_measured(values: list[float | None]) -> None:
    assert [block == GAP for block in sparkline(values)] == [value is None for value in values]


@settings(max_examples=50)
@given(st.lists(VALUE, min_size=2, max_size=COLUMNS))
def test_higher_is_never_drawn_lower(values: list[float]) -> None:
    drawn = sparkline(values)
    ordered = [BLOCKS.index(block) for _, block in sorted(zip(values, drawn, strict=True))]
    assert ordered == sorted(ordered)
    if min(values) < max(values):
        assert {drawn[values.index(min(values))], drawn[values.index(max(values))]} == {"▁", "█"}


@settings(max_examples=50)
@given(VALUE, st.integers(1, 200))
def test_a_flat_series_stands_in_the_middle(value: float, count: int) -> None:
    assert sparkline([value] * count) == "▄" * min(count, COLUMNS)


@settings(max_examples=50)
@given(SERIES, st.integers(1, COLUMNS))
def test_what_is_left_out_was_nothing(values: list[float | None], columns: int) -> None:
    drawn = sparkline(values, columns)
    assert (set(drawn) <= {GAP}) == all(value is None for value in values)


def test_neighbours_share_a_column() -> None:
    rising = [math.floor(n / 2) * 1.0 for n in range(2 * COLUMNS)]
    assert sparkline(rising) == sparkline([float(n) for n in range(COLUMNS)])


def test_the_least_and_the_greatest_numbers_are_told_apart() -> None:
    assert sparkline([0.0, 5e-324]) == "▁█"
    assert sparkline([-1.7e308, 0.0, 1.7e308]) == "▁▅█"
