"""The worst articles of parts are those of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qa.batch.counting import MOST_WORST, worst
from reports.corpus.result import WorstArticle
from reports.result import Need


def article(row: int, weight: int, words: int, edits: float | None) -> WorstArticle:
    need = None if edits is None else Need(edits, words)
    return WorstArticle("a", row, str(row), None, None, None, 1, words, weight, weight, need)


EDITS = st.none() | st.integers(0, 9).map(float)
ARTICLES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), EDITS), max_size=250).map(
    lambda drawn: [article(row, *one) for row, one in enumerate(drawn)]
)


@given(articles=ARTICLES, cuts=st.lists(st.integers(0, 250), max_size=4))
def test_the_worst_of_the_worst_are_the_worst(
    articles: Sequence[WorstArticle], cuts: list[int]
) -> None:
    ends = [0, *sorted(cuts), len(articles)]
    parts = [articles[a:b] for a, b in pairwise(ends)]
    kept = [one for part in parts for one in worst(part)]
    assert worst(kept) == worst(articles)
    assert len(worst(articles)) == min(len(articles), MOST_WORST)


def test_what_was_estimated_comes_first_by_the_words_to_be_edited() -> None:
    ranked = worst([
        article(1, 90, 10, None),
        article(2, 0, 500, 3.0),
        article(3, 50, 5, 3.5),
        article(4, 91, 10, None),
        article(5, 7, 0, None),
        article(6, 3, 500, 3.0),
    ])  # fmt: skip
    assert [one.row for one in ranked] == [3, 2, 6, 4, 1, 5]
