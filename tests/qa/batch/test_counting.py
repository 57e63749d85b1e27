"""The worst articles of parts are those of the whole; so are their sums, in bounded memory."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import UsageError
from qa.batch.counting import MOST_WORST, worst
from qa.batch.done import Counts, Done, Group
from qa.batch.summary import Summing
from qa.totals import Totals
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


def done_of(shard: int, *groups: str, stretches: int = 1, signature: str = "nrefs:1") -> Done:
    sums = ((25.0, 1.0),) * stretches
    totals = Totals("chrf", signature, 25 * stretches, sums, 25)
    counts = (
        Counts(Group(name, "en", "id"), 1, 25 * stretches, 9, totals=(totals,)) for name in groups
    )
    return Done(shard, 25, {}, tuple(counts))


def test_all_groups_together_hold_few_stretches() -> None:
    whole = Summing()
    for shard in range(150):
        whole.add(done_of(shard, f"long {shard}", "all", stretches=3_000))
        whole.add(done_of(shard, f"short {shard}", stretches=30))
        held = sum(known.stretches for known in whole.sums.values())
        assert held == whole.stretches <= 200_000
    for known in whole.sums.values():
        (series,) = known.totals.values()
        assert len(series) >= 20
        assert series.totals.segments == known.segments
        assert sum(row[0] for row in series.totals.sums) == known.segments


def test_too_many_systems_are_a_line() -> None:
    whole = Summing()
    whole.add(done_of(0, *map(str, range(10_000))))
    with pytest.raises(UsageError, match=r"more than 10,000 systems .*is the column 'system'"):
        whole.add(done_of(1, "another"))


def test_shards_that_other_models_scored_are_no_whole() -> None:
    whole = Summing()
    for shard, name in enumerate("aab"):
        whole.add(done_of(shard, name, signature=f"model:{name}|rev:1"))
    with pytest.raises(UsageError, match=r"chrf: scored by different models.*with --overwrite"):
        whole.add(done_of(3, "a", signature="model:a|rev:2"))


def test_shards_may_have_other_references() -> None:
    whole = Summing()
    for shard, count in enumerate((1, 1, 2)):
        whole.add(done_of(shard, "a", signature=f"nrefs:{count}|case:lc"))
    (known,) = whole.sums.values()
    assert known.totals["chrf"].signature == "nrefs:var|case:lc"
