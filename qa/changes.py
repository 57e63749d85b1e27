"""The rows that a portion can be compared with, and how its scores changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from metrics.regression import FEWEST, fall
from metrics.significance import Contest, System
from qa.gates.rows import Rows, paired
from qa.portions import Taken
from qa.since import GIT, rows_of_stored
from reports.portion import Change


def earlier_rows(taken: Taken, portions: Sequence[Taken]) -> dict[str, Mapping[str, Rows]]:
    """By name: the baseline's rows, then those of the other systems on the same test set.

    The baseline goes by its own name, and `git:origin/main` by `origin/main` and `main`, too; a
    system goes before it.
    """
    found: dict[str, Mapping[str, Rows]] = {}
    if taken.since is not None:
        rows = rows_of_stored(taken.before)
        found |= dict.fromkeys(names_of(taken.since.baseline), rows)
    for other in portions:
        if other.part.set == taken.part.set and other.part.system != taken.part.system:
            found[other.part.system] = other.rows
    return found


def names_of(baseline: str) -> Iterator[str]:
    """What gates may call a baseline beside `baseline`."""
    if baseline:
        yield baseline
    if baseline.startswith(GIT):
        ref = baseline.removeprefix(GIT)
        yield from (ref, ref.rpartition("/")[2])


def changes_of(taken: Taken, portions: Sequence[Taken]) -> dict[str, Change]:
    """How each score differs from the baseline's, or from the one system that is not judged."""
    against = _against(taken, portions)
    if not against:
        return {}
    before = earlier_rows(taken, portions)[against]
    found = (
        (name, _change(against, before[name], rows, taken))
        for name, rows in taken.rows.items()
        if name in before
    )
    return {name: change for name, change in found if change is not None}


def _against(taken: Taken, portions: Sequence[Taken]) -> str:
    """What the scores are shown beside; empty for nothing."""
    if taken.since is not None:
        return taken.since.baseline
    others = [
        other.part.system
        for other in portions
        if other.part.set == taken.part.set and not other.part.is_judged
    ]
    return others[0] if len(others) == 1 and taken.part.is_judged else ""


def _change(against: str, before: Rows, now: Rows, taken: Taken) -> Change | None:
    """The change over the segments that both have; None where nothing can be compared."""
    pair = paired(before, now, np.arange(len(now.keys)))
    count = len(pair.now)
    if not count or before.signature != now.signature:
        return None
    counted = taken.examined.counted[now.metric]
    if count < FEWEST:
        totals = np.stack([pair.before.sum(axis=0), pair.now.sum(axis=0)])
        old, new = counted.scorer.scores(totals).tolist()
        return Change(against, old, new - old, None, None, count)
    contest = Contest(counted.scorer, counted.metric.higher_is_better)
    systems = System(against, pair.before), System(taken.part.system, pair.now)
    found = fall(*systems, contest, articles=pair.articles)
    return Change(against, found.before, found.delta, found.interval, found.two_sided, count)
