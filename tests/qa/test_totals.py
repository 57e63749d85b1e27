"""What parts counted is scored as the whole, in constant memory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.load import Inputs
from qa.language_choice import Languages
from qa.measure import Measuring
from qa.totals import Series, Totals, added, score_of

SIGNATURE = "nrefs:1"


def totals(rows: list[list[float]]) -> Totals:
    return Totals("chrf", SIGNATURE, 25 * len(rows), tuple(map(tuple, rows)))


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=8))
def test_a_series_has_all_segments_in_few_stretches_of_one_length(parts: list[int]) -> None:
    made = [totals([[1.0, 2.0]] * number) for number in parts]
    series = Series(made[0])
    for more in made[1:]:
        series = series.plus(more)
    sums = np.array(series.totals.sums)
    assert series.totals.segments == 25 * sum(parts)
    assert sums.sum(axis=0).tolist() == [sum(parts), 2 * sum(parts)]
    assert len(sums) <= max(4_000, parts[0])
    if len(parts) > 1:
        lengths = sums[:, 0]
        assert (lengths <= series.joined).all()
        # Only the last stretch of a part can be shorter, and what was made of it.
        assert (lengths < series.joined).sum() <= 2 * len(parts)


def test_the_score_is_that_of_the_whole_however_it_comes() -> None:
    rng = np.random.default_rng(7)
    rows = rng.integers(1, 9, (10_000, 18)).astype(float)
    whole = totals(rows.tolist())
    parts = [totals(rows[at : at + 700].tolist()) for at in range(0, 10_000, 700)]
    series = Series(parts[0])
    for more in parts[1:]:
        series = series.plus(more)
    request, languages = Measuring(Inputs(())), Languages("id", "en")
    scores = [score_of(one, request, languages) for one in (whole, series.totals)]
    assert scores[0].value == pytest.approx(scores[1].value, rel=1e-12)
    assert added(parts)["chrf"].segments == whole.segments
    wide = [one.interval.high - one.interval.low for one in scores if one.interval]
    assert wide[1] == pytest.approx(wide[0], rel=0.25)


@pytest.mark.parametrize(("stretches", "has"), [(19, False), (20, True)])
def test_few_stretches_have_no_interval(stretches: int, has: bool) -> None:
    known = totals([[float(n + m) for n in range(1, 19)] for m in range(stretches)])
    score = score_of(known, Measuring(Inputs(())), Languages("id", "en"))
    assert (score.interval is not None) == has
