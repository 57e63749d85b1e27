"""A sketch says of a distribution what the values themselves would say, within one per cent."""

from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.sketch import Sketch, value_of

NUMBERS = st.floats(-1e12, 1e12) | st.sampled_from([0.0, -0.0, 1e-9, 100.0, 5e-324])
VALUES = st.lists(NUMBERS, max_size=60)


def near(found: float, value: float) -> bool:
    return abs(found - value) <= 0.0100001 * abs(value) + 1e-9


@given(VALUES.filter(bool), st.floats(0, 1))
def test_quantiles_are_within_a_per_cent(values: list[float], share: float) -> None:
    ranked = sorted(values)
    expected = ranked[math.floor(share * (len(ranked) - 1))]
    assert near(Sketch.of(values).quantile(share), expected)


@given(st.lists(VALUES, max_size=5))
def test_parts_add_up_to_the_whole(parts: list[list[float]]) -> None:
    whole = Sketch.of(value for part in parts for value in part)
    forwards, backwards = Sketch(), Sketch()
    for part in parts:
        forwards += Sketch.of(part)
    for part in reversed(parts):
        backwards += Sketch.of(part)
    assert forwards.bins == backwards.bins == whole.bins
    assert list(forwards.bins) == sorted(forwards.bins)
    size = sum(abs(value) for part in parts for value in part)
    assert forwards.total == pytest.approx(whole.total, abs=1e-9 * size + 1e-300)
    assert forwards.count == sum(map(len, parts))


@given(VALUES)
def test_a_value_is_near_the_middle_of_its_bin(values: list[float]) -> None:
    for value in values:
        (number,) = Sketch.of([value]).bins
        assert near(value_of(number), value)


@given(VALUES)
def test_it_is_written_and_read_back(values: list[float]) -> None:
    sketch = Sketch.of(values)
    assert msgspec.json.decode(msgspec.json.encode(sketch), type=Sketch) == sketch


def test_of_nothing_there_is_nothing() -> None:
    empty = Sketch.of([])
    assert (empty.count, empty.mean, empty.quantile(0.5)) == (0, 0, 0)
    assert Sketch.of([2.0, 4.0]).mean == 3.0
