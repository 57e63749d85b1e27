"""Numbers in every notation: right ones are left alone, wrong ones are found."""

from __future__ import annotations

from benchmarks.locale_numbers import PAIRS, measure


def test_numbers_in_eighteen_pairs_of_locales() -> None:
    tally = measure()["all"]
    assert len(PAIRS) >= 12
    assert tally.pairs >= 500
    assert tally.caught / (tally.caught + tally.false) >= 0.95
    assert tally.caught / tally.pairs >= 0.95
