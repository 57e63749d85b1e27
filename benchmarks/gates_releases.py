"""Releases to be judged: what a system said of a test set before, and what the next one says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.gates_data import Numbers, TestSet
from metrics.metric import Statistics

Coins = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """The rows of n segments before and now, their documents, and which systems they are of."""

    before: Statistics
    now: Statistics
    documents: Numbers
    group: str


Maker = Callable[[TestSet, int, np.random.Generator], Release]


def fitting(sets: Sequence[TestSet], size: int) -> list[TestSet]:
    """The sets that have so many segments."""
    return [one for one in sets if len(one.documents) >= size]


def mixed_by_segment(one: TestSet, size: int, rng: np.random.Generator) -> Release:
    """For each segment a coin says which of two systems is the old one: neither is better."""
    return _mixed(one, one.sample(size, rng), rng, rng.integers(2, size=size).astype(bool))


def mixed_by_document(one: TestSet, size: int, rng: np.random.Generator) -> Release:
    """The same with a coin for each document: one story is better, another one worse."""
    sample = one.sample(size, rng)
    coins = rng.integers(2, size=int(one.documents.max()) + 1).astype(bool)
    return _mixed(one, sample, rng, coins[one.documents[sample]])


def mixed_few(shares: Sequence[float]) -> Maker:
    """As by segment, but only so large a share of the segments (drawn) differs at all."""

    def make(one: TestSet, size: int, rng: np.random.Generator) -> Release:
        sample, coins = one.sample(size, rng), rng.integers(2, size=size).astype(bool)
        found = _mixed(one, sample, rng, coins)
        alike = ~_some(size, float(rng.choice(shares)), rng)
        now = np.where(alike[:, None], found.before, found.now)
        return Release(found.before, now, found.documents, found.group)

    return make


def _mixed(one: TestSet, sample: Numbers, rng: np.random.Generator, coins: Coins) -> Release:
    a, b = (int(number) for number in rng.permutation(len(one.systems))[:2])
    first, second = one.rows[a, sample], one.rows[b, sample]
    before = np.where(coins[:, None], first, second)
    now = np.where(coins[:, None], second, first)
    return Release(before, now, one.documents[sample], f"{one.name} {min(a, b)} {max(a, b)}")


def worse_by_raters(one: TestSet, size: int, rng: np.random.Generator) -> Release:
    """A system, then one that professionals call worse."""
    sample, pair = one.sample(size, rng), one.fallen[int(rng.integers(len(one.fallen)))]
    before, now = one.rows[pair.better, sample], one.rows[pair.worse, sample]
    group = f"{one.name} {pair.better} {pair.worse}"
    return Release(before, now, one.documents[sample], group)


def spoiled_by(share: float) -> Maker:
    """A system, then the same one with such a share of its segments spoiled."""

    def make(one: TestSet, size: int, rng: np.random.Generator) -> Release:
        sample, system = one.sample(size, rng), int(rng.integers(len(one.spoiled)))
        bad = _some(size, share, rng)[:, None]
        before = one.rows[system, sample]
        now = np.where(bad, one.spoiled[system, sample], before)
        return Release(before, now, one.documents[sample], f"{one.name} {system}")

    return make


def _some(size: int, share: float, rng: np.random.Generator) -> Coins:
    """So large a share of the segments, at least one."""
    return np.asarray(rng.permutation(size) < max(1, round(share * size)))


def elsewhere(one: TestSet, size: int, rng: np.random.Generator) -> Release:
    """A system, then the same system on as many other segments: nothing to pair."""
    sample, system = one.sample(2 * size, rng), int(rng.integers(len(one.systems)))
    before, now = one.rows[system, sample[:size]], one.rows[system, sample[size:]]
    return Release(before, now, one.documents[sample[:size]], f"{one.name} {system}")
