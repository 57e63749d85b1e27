"""What the gate finds in a release, as `metrics.regression.fall` does, and as others might."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from benchmarks.gates_data import RESAMPLES, Column
from benchmarks.gates_releases import Release
from metrics.bootstrap import draws, interval_of
from metrics.metric import Statistics
from metrics.regression import FEWEST_ARTICLES, fall
from metrics.significance import Contest, System, p_of_drawn

LIMIT = 0.05
MARGIN = 0.5
_SAME = 1e-9
Fired = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Found:
    """A release by one metric.

    `worse` in points (negative: better), `p` of the gate (two-sided), `beyond` its p with a margin,
    `by_segments` and `by_documents` what p would be if only these were drawn (the gate's is the
    greater one); `high` is the upper end of the 95 % interval of the difference, below 0 where all
    of it says worse.
    """

    worse: float
    p: float
    beyond: float
    by_segments: float
    by_documents: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """Many releases: trials × metrics of what Found has, and of each trial its size and group."""

    worse: Statistics
    p: Statistics
    beyond: Statistics
    by_segments: Statistics
    by_documents: Statistics
    high: Statistics
    sizes: NDArray[np.int64]
    groups: NDArray[np.str_]

    def of(self, size: int) -> Outcomes:
        """The releases of a size."""
        at = self.sizes == size
        return Outcomes(
            self.worse[at], self.p[at], self.beyond[at], self.by_segments[at],
            self.by_documents[at], self.high[at], self.sizes[at], self.groups[at],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a gate may take: trials × metrics that it would fail."""

    label: str
    fires: Callable[[Outcomes], Fired]


FORMS = (
    Form("the gate: p < 0.05", lambda o: (o.worse > 0) & (o.p < LIMIT)),
    Form("  and > 0.5 points", lambda o: (o.worse > MARGIN) & (o.p < LIMIT)),
    Form("  beyond 0.5 points", lambda o: o.beyond < LIMIT),
    Form("  segments drawn only", lambda o: (o.worse > 0) & (o.by_segments < LIMIT)),
    Form("  documents drawn only", lambda o: (o.worse > 0) & (o.by_documents < LIMIT)),
    Form("  interval below 0", lambda o: o.high < 0),
    Form("> 0.5 points", lambda o: o.worse > 0.5),
    Form("> 1 point", lambda o: o.worse > 1.0),
    Form("> 2 points", lambda o: o.worse > 2.0),
)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges releases; remembers the draws, which are the same for every release of a size."""

    columns: Sequence[Column]
    drawn: dict[int, Statistics] = field(default_factory=dict)

    def judge(self, release: Release) -> tuple[Found, ...]:
        """What each metric finds."""
        width = release.before.shape[1]
        rows = np.concatenate((release.before, release.now), axis=1)
        documents, owners = np.unique(release.documents, return_inverse=True)
        by_document = np.zeros((len(documents), rows.shape[1]))
        np.add.at(by_document, owners, rows)
        total = rows.sum(axis=0)[None]
        segments, stories = self._times(len(rows)) @ rows, self._times(len(documents)) @ by_document
        found: list[Found] = []
        for one in self.columns:
            worse, drawn, drawn_stories = (
                one.points(sums[:, width:]) - one.points(sums[:, :width])
                for sums in (total, segments, stories)
            )
            enough = len(documents) >= FEWEST_ARTICLES
            found.append(_found(-float(worse[0]), drawn, drawn_stories if enough else None))
        return tuple(found)

    def _times(self, count: int) -> Statistics:
        """How often each of so many is drawn, resamples × count."""
        if count not in self.drawn:
            self.drawn[count] = np.concatenate(list(draws(count, RESAMPLES)))
        return self.drawn[count]

    def check(self, release: Release) -> None:
        """Raise RuntimeError where the gate itself finds something else."""
        for one, found in zip(self.columns, self.judge(release), strict=True):
            before, now = (System("", r[:, one.place]) for r in (release.before, release.now))
            contest = Contest(one.scorer, one.metric.higher_is_better, resamples=RESAMPLES)
            documents = release.documents.tolist()
            plain = fall(before, now, contest, articles=documents)
            beyond = fall(before, now, contest, MARGIN, documents)
            ours = (found.worse, _if_worse(found.worse, found.p), found.beyond)
            if not np.allclose(ours, (plain.worse, plain.p, beyond.p), atol=2 / RESAMPLES):
                raise RuntimeError(f"{one.metric.label}: the gate finds {plain}, not {found}")


def _if_worse(worse: float, p: float) -> float:
    return p if worse > 0 else 1.0


def _found(worse: float, drawn: Statistics, stories: Statistics | None) -> Found:
    both = [one for one in (drawn, stories) if one is not None]
    changed = abs(worse) > _SAME
    ps = [p_of_drawn(one, worse) if changed else 1.0 for one in both]
    return Found(
        worse,
        max(ps),
        max(p_of_drawn(one, worse - MARGIN) for one in both) if worse > MARGIN else 1.0,
        ps[0],
        ps[-1],
        interval_of(drawn).high,
    )


def outcomes(
    found: Sequence[Sequence[Found]], sizes: Sequence[int], groups: Sequence[str]
) -> Outcomes:
    """Many findings side by side, with the size and the group of each release."""
    table = np.array([[_numbers(one) for one in row] for row in found])
    columns = (table[:, :, number] for number in range(table.shape[2]))
    return Outcomes(*columns, np.array(sizes), np.array(groups))


def _numbers(one: Found) -> Sequence[float]:
    return one.worse, one.p, one.beyond, one.by_segments, one.by_documents, one.high
