"""The edits are sacreBLEU's, to the last one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein
from sacrebleu.metrics.lib_ter import translation_edit_rate

from metrics.ter.edits import Pair, edits

SEED = 7


def _words(letters: str, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(letters), max_size=most).map(tuple)


def _pairs(letters: str, most: int, most_reference: int) -> st.SearchStrategy[list[Pair]]:
    pair = st.builds(Pair, _words(letters, most), _words(letters, most_reference))
    return st.lists(pair, min_size=1, max_size=8)


@st.composite
def _moved(draw: st.DrawFn) -> Pair:
    """A reference with runs of its words moved, most words being there once only."""
    reference = [f"w{number}" for number in draw(st.lists(st.integers(0, 60), max_size=40))]
    hypothesis = list(reference)
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(hypothesis)))
        run = hypothesis[start : start + draw(st.integers(1, 14))]
        del hypothesis[start : start + len(run)]
        target = draw(st.integers(0, len(hypothesis)))
        hypothesis[target:target] = run
    return Pair(tuple(hypothesis), tuple(reference))


def _check(pairs: Sequence[Pair]) -> None:
    theirs = [translation_edit_rate(list(p.hypothesis), list(p.reference))[0] for p in pairs]
    assert edits(pairs).tolist() == theirs


@settings(max_examples=40)
@given(_pairs("ab", 14, 14) | _pairs("abcde", 16, 16))
def test_few_different_words(pairs: list[Pair]) -> None:
    _check(pairs)


@settings(max_examples=20)
@given(_pairs("abcdefghijklmnopqrst", 30, 30))
def test_many_different_words(pairs: list[Pair]) -> None:
    _check(pairs)


@settings(max_examples=40)
@given(st.lists(_moved(), min_size=1, max_size=5))
def test_moved_runs(pairs: list[Pair]) -> None:
    _check(pairs)


@settings(max_examples=20)
@given(_pairs("abcdefgh", 3, 180) | _pairs("abcdefgh", 80, 2))
def test_very_different_lengths(pairs: list[Pair]) -> None:
    _check(pairs)


@pytest.mark.parametrize("length", [0, 1, 30, 130])
@pytest.mark.parametrize("other", [0, 1, 2])
def test_an_empty_or_tiny_side(length: int, other: int) -> None:
    many, few = tuple("abc" * length)[:length], tuple("cb")[:other]
    _check([Pair(many, few), Pair(few, many), Pair(many, many)])


def test_no_pairs() -> None:
    found = edits([])
    assert len(found) == 0
    assert found.dtype == np.int64


def test_a_shift_is_one_edit() -> None:
    reference = ("the", "cat", "sat", "on", "the", "red", "mat", "today")
    hypothesis = ("on", "the", "red", "mat", "the", "cat", "sat", "today")
    assert edits([Pair(hypothesis, reference)]).tolist() == [1]


def test_the_batch_makes_no_difference() -> None:
    choose = random.Random(SEED)
    pairs = [_changed(choose, choose.randrange(0, 60)) for _ in range(40)]
    alone = [int(edits([pair])[0]) for pair in pairs]
    assert edits(pairs).tolist() == alone
    assert edits(pairs[::-1]).tolist() == alone[::-1]


def test_more_pairs_than_a_batch_holds() -> None:
    choose = random.Random(SEED)
    _check([_changed(choose, choose.randrange(0, 9)) for _ in range(1100)])


@pytest.mark.parametrize("words", range(8, 14))
def test_the_longest_run(words: int) -> None:
    names = [f"w{number}" for number in range(40)]
    hypothesis = names[:5] + names[5 + words : 30] + names[5 : 5 + words] + names[30:]
    _check([Pair(tuple(hypothesis), tuple(names))])


@pytest.mark.parametrize("distance", range(48, 54))
def test_the_farthest_shift(distance: int) -> None:
    names = [f"w{number}" for number in range(70)]
    hypothesis = [*names[:4], *names[6 : 4 + distance], *names[4:6], *names[4 + distance :]]
    _check([Pair(tuple(hypothesis), tuple(names)), Pair(tuple(names), tuple(hypothesis))])


@pytest.mark.parametrize("start", range(42, 52))
def test_the_beam(start: int) -> None:
    """Texts of very different lengths with their few common words far from the middle."""
    pair = _sparse([_Common(start, start, 4)])
    _check([pair, Pair(pair.reference, pair.hypothesis)])


def test_the_beam_misses_the_true_distance() -> None:
    pair = _sparse([_Common(50, 50, 4)])
    true = Levenshtein.distance(pair.hypothesis, pair.reference)
    assert edits([pair])[0] > true


def test_shifts_where_the_beam_misses_them() -> None:
    choose = random.Random(SEED)
    pairs = []
    for _ in range(3):
        starts = [choose.randrange(8, 55) for _ in range(5)]
        runs = [_Common(max(0, at + choose.randint(-12, 12)), at, 3) for at in starts]
        pairs.append(_sparse(runs))
    _check(pairs)
    _check([Pair(pair.reference, pair.hypothesis) for pair in pairs])


@pytest.mark.parametrize("letter", ["c", "d"])
def test_the_limit_of_candidates(letter: str) -> None:
    """Found by search: after 999 candidates, and after 1,000, one more shift would still gain."""
    hypothesis = f"ccccdaaacabbfaaecf{letter}dcdaaebeeff"
    _check([Pair(tuple(hypothesis), tuple("ebbdfaedefdeacbddcfecfaccccacd"))])


def test_candidates_without_number() -> None:
    _check([Pair(tuple("abcdae" * 6), tuple("bfacag" * 6))])


@dataclass(frozen=True, slots=True)
class _Common:
    """Words in both texts, by where they stand in the one and the other."""

    start: int
    other: int
    words: int


def _sparse(runs: Sequence[_Common]) -> Pair:
    """Texts of 120 and 60 words with nothing in common but the runs."""
    hypothesis = [f"h{number}" for number in range(120)]
    reference = [f"r{number}" for number in range(60)]
    for number, run in enumerate(runs):
        words = [f"w{number}.{place}" for place in range(run.words)]
        hypothesis[run.start : run.start + run.words] = words
        reference[run.other : run.other + run.words] = words
    return Pair(tuple(hypothesis), tuple(reference))


def _changed(choose: random.Random, length: int) -> Pair:
    reference = [f"w{choose.randrange(1 + length // 2)}" for _ in range(length)]
    hypothesis = list(reference)
    for _ in range(choose.randrange(6)):
        start, target = choose.randrange(length + 1), choose.randrange(length + 1)
        run = hypothesis[start : start + choose.randrange(1, 12)]
        del hypothesis[start : start + len(run)]
        keep = choose.random()
        hypothesis[target:target] = run if keep < 0.7 else run[:-1] if keep < 0.9 else ["w0"]
    return Pair(tuple(hypothesis), tuple(reference))


@pytest.mark.slow
def test_many_texts_of_all_lengths() -> None:
    choose = random.Random(SEED)
    lengths = [choose.choice([10, 20, 40, 60, 90, 130]) for _ in range(150)]
    _check([_changed(choose, choose.randrange(length)) for length in lengths])


@pytest.mark.slow
def test_several_processes_say_what_one_says() -> None:
    choose = random.Random(SEED)
    pairs = [_changed(choose, choose.randrange(12)) for _ in range(4500)]
    assert edits(pairs, workers=2).tolist() == edits(pairs).tolist()
