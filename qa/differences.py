"""Where systems differ: by length, by document, and the segments that show it best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corpora.text import Document, Segment, Side
from metrics.metric import Sample
from metrics.ngrams import Integers
from metrics.significance import Contest, System
from qa.asked import Asked
from qa.lengths import length_of
from reports.comparison import Contrast, Group

_LENGTHS = (10, 20, 30, 40)
Placed = tuple[Document, Segment]


@dataclass(frozen=True, slots=True)
class Counted:
    """One metric's rows of every system, over the segments that it can judge in all of them.

    `placed` are these segments of each system, with their documents; `samples` the first system's;
    they are out of `among` segments.
    """

    asked: Asked
    contest: Contest
    samples: tuple[Sample, ...]
    placed: tuple[tuple[Placed, ...], ...]
    systems: tuple[System, ...]
    among: int


def lengths(main: Counted) -> Iterator[Group]:
    """By the number of words of the reference, or else the source."""
    words = np.asarray([length_of(segment) for _, segment in main.placed[0]])
    edges = (0, *_LENGTHS, np.inf)
    for low, high in pairwise(edges):
        chosen = np.flatnonzero((words > low) & (words <= high))
        name = f"over {low:.0f} words" if high == np.inf else f"{low + 1:.0f} to {high:.0f} words"
        if len(chosen):
            yield _group(name, main, chosen)


def documents(main: Counted) -> Iterator[Group]:
    """Each document, where there are several."""
    found: dict[str, list[int]] = {}
    for number, (document, _) in enumerate(main.placed[0]):
        found.setdefault(document.id, []).append(number)
    if len(found) > 1:
        for name, numbers in found.items():
            yield _group(name, main, np.asarray(numbers))


def _group(name: str, main: Counted, chosen: Integers) -> Group:
    totals = np.stack([system.rows[chosen].sum(axis=0) for system in main.systems])
    return Group(name, len(chosen), tuple(main.contest.scorer.scores(totals).tolist()))


def contrasts(main: Counted, most: int) -> Iterator[Contrast]:
    """For each system the segments that it lost most in, then those that it won most in."""
    score = main.contest.scorer.segment_scores
    base = score(main.systems[0].rows)
    sign = 1.0 if main.contest.higher_is_better else -1.0
    for number, system in enumerate(main.systems[1:], 1):
        delta = score(system.rows) - base
        order = np.argsort(sign * delta, kind="stable")
        lost = [n for n in order[:most] if sign * delta[n] < 0]
        won = [n for n in order[::-1][:most] if sign * delta[n] > 0]
        for n in (*lost, *won):
            yield _contrast(system.name, main.placed[0][n], main.placed[number][n], float(delta[n]))


def _contrast(name: str, baseline: Placed, other: Placed, delta: float) -> Contrast:
    document, before = baseline
    after = other[1]
    reference = before.on(Side.REFERENCE)
    return Contrast(
        name, document.id, before.index,
        f"{after.mt.file.path}:{after.mt.file.line_of(after.mt.start)}", delta,
        reference.text if reference else None, before.source.text if before.source else None,
        before.mt.text, after.mt.text,
    )  # fmt: skip
