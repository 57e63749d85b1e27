"""What the corpus page has a line for, how it is named, and the shape that is drawn of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.sketch import Sketch
from reports.corpus.heat import cell_of
from reports.corpus.lines import MOST, fitted, labels_of, lines_of, ranked
from reports.corpus.page import page
from reports.corpus.shape import edges_of, shares_of
from tests.reports.corpus.corpus_samples import part, result, score


def test_a_lower_score_is_better_where_the_metric_says_so() -> None:
    by_ter = [
        replace(part(name), scores=(score("ter", "TER", value, better=False),))
        for name, value in (("a", 60.0), ("b", 40.0))
    ]
    assert [one.system for one in ranked(by_ter)] == ["b", "a"]


def test_very_many_parts_are_summed_by_what_leaves_most_to_see() -> None:
    some = part(documents=5)
    parts = [
        replace(some, name=f"{system} en-{language}", system=str(system), language=language)
        for system in range(60)
        for language in ("id", "ru", "de")
    ]
    lines = lines_of(parts)
    assert [one.name for one in lines.parts] == [str(system) for system in range(60)]
    assert all(one.segments == 3 * some.segments for one in lines.parts)
    assert all(sum(one.flags.values()) == 3 * sum(some.flags.values()) for one in lines.parts)
    counts = {one.rule: one.count for one in some.rules}
    assert {one.rule: one.count for one in lines.parts[0].rules} == {
        rule: 3 * count for rule, count in counts.items()
    }
    assert lines.parts[0].distributions[0].sketch.count == 3 * some.segments
    assert lines.how in page(result(*parts))


def test_of_more_than_can_be_summed_the_largest_stand() -> None:
    parts = [replace(part(str(n), documents=1), segments=n) for n in range(MOST + 30)]
    lines = lines_of(parts)
    assert [one.segments for one in lines.parts] == list(range(30, MOST + 30))


def test_labels_leave_out_what_all_share() -> None:
    assert labels_of([part("a"), part("b")]) == ("a", "b")
    assert labels_of([part("a"), part("a", "ru")]) == ("en → id", "en → ru")
    assert labels_of([part(None), part("a", "ru")]) == ("– en → id", "a en → ru")
    assert labels_of([part("a")]) == ("a en-id",)


@given(st.text(), st.integers(1, 30))
def test_a_fitted_text_is_one_line_that_fits(text: str, widest: int) -> None:
    short = fitted(text, widest)
    assert len(short.splitlines()) <= 1
    assert len([sign for sign in short if ord(sign) < 0x300]) <= widest
    short.encode()


@pytest.mark.parametrize(
    ("count", "text", "level"),
    [
        (0, "0", 0),
        (1, "<0.01", 1),
        (20, "0.02", 1),
        (100, "0.10", 2),
        (949, "0.95", 3),
        (1_000, "1.0", 4),
        (9_960, "10", 5),
        (10_000, "10", 6),
        (3_000_000, "3,000", 6),
    ],
)
def test_a_cell_says_its_rate_and_how_dark_it_is(count: int, text: str, level: int) -> None:
    cell = cell_of(count, 1_000_000)
    assert (cell.text, cell.level) == (text, level)


floats = st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-6)


@settings(max_examples=200)
@given(st.lists(floats, min_size=1, max_size=50))
def test_bars_hold_every_value_once(values: list[float]) -> None:
    sketch = Sketch.of(values)
    edges = edges_of([sketch])
    shares = shares_of(sketch, edges)
    assert len(shares) == len(edges) - 1
    assert sum(shares) == pytest.approx(1.0)
    assert all(share >= -1e-9 for share in shares)
    assert list(edges) == sorted(edges)


def test_bars_are_as_smooth_as_what_they_show() -> None:
    even = Sketch.of([60 + 40 * n / 100_000 for n in range(100_000)])
    shares = shares_of(even, edges_of([even]))
    assert max(shares[2:-2]) / min(shares[2:-2]) < 1.1
    assert max(shares) < 1.5 * shares[len(shares) // 2]
