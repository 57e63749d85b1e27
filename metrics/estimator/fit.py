"""Fitting the calibration to what people said: quasi-Poisson regression, Platt scaling.

Pure functions on arrays; for the data that ships and for a team's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpora.text import Span
from metrics.estimator.calibration import ANY, MOST, Odds, Points, Share, Situation
from metrics.estimator.estimate import MARKED, worst_pieces
from metrics.estimator.texts import Raw

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

_STEPS, _HALVINGS, _RIDGE = 50, 20, 1e-3
FEWEST = 30  # segments, or marked words, to fit anything to
_BINS = 12
_LOW, _HIGH = 10.0, 90.0
_LARGEST, _LEAST = 20.0, 1e-9
_FEWEST_FLAGGED = 40


def points(score: Numbers, length: Numbers | None, lost: Numbers) -> Points:
    """MQM points lost (0 or more) from the model's score and the length of the source.

    A generalised linear model (McCullagh and Nelder 1989) whose link is logarithmic for few points
    and levels off at 25; the interval from the points of segments with about as many expected.
    """
    columns = [np.ones(len(score)), score, *([] if length is None else [np.log(length)])]
    rows = np.stack(columns, axis=1)
    weights = _poisson(rows, lost)
    expected, _ = _expected(rows @ weights)
    middle, low, high = _spread(expected, lost)
    slopes = [float(weight) for weight in weights]
    intercept, slope, per_length = slopes if length is not None else (*slopes, 0.0)
    return Points(intercept, slope, per_length, middle, low, high)


def _poisson(rows: Numbers, counts: Numbers) -> Numbers:
    """The weights of regression on saturated points, by damped Newton steps.

    `rows` begin with a column of ones; the other columns are centred while it runs.
    """
    centre = rows.mean(axis=0)
    centre[0] = 0.0
    rows = rows - centre
    weights = np.zeros(rows.shape[1])
    weights[0] = np.log(max(float(counts.mean()), _LEAST))
    for _ in range(_STEPS):
        mean, steep = _expected(rows @ weights)
        slope = rows.T @ ((counts - mean) * steep / mean)
        curve = (rows * (steep**2 / mean)[:, None]).T @ rows + _RIDGE * np.eye(len(weights))
        newton = np.asarray(np.linalg.solve(curve, slope), dtype=np.float64)
        step = _damped(rows, counts, weights, newton)
        weights = weights + step
        if np.abs(step).max() < 1e-8:  # noqa: PLR2004
            break
    weights[0] -= centre @ weights
    return weights


def _expected(logarithm: Numbers) -> tuple[Numbers, Numbers]:
    """Saturated points, and how fast they grow."""
    plain = np.exp(np.clip(logarithm, -_LARGEST, _LARGEST))
    return np.maximum(-MOST * np.expm1(-plain / MOST), _LEAST), plain * np.exp(-plain / MOST)


def _damped(rows: Numbers, counts: Numbers, weights: Numbers, step: Numbers) -> Numbers:
    """The step, halved until it makes the data likelier; none if it never does."""

    def unlikely(at: Numbers) -> float:
        mean, _ = _expected(rows @ at)
        return float((mean - counts * np.log(mean)).sum())

    before = unlikely(weights)
    for _ in range(_HALVINGS):
        if unlikely(weights + step) <= before:
            return step
        step = step / 2
    return np.zeros_like(step)


def _spread(
    expected: Numbers, lost: Numbers
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """Expected points, and the tenth and the ninetieth of a hundred segments around them."""
    bins = max(1, min(_BINS, len(lost) // FEWEST))
    groups = np.array_split(np.argsort(expected, kind="stable"), bins)
    middle = [float(expected[rows].mean()) for rows in groups]
    ends = [
        np.maximum.accumulate([float(np.percentile(lost[rows], share)) for rows in groups])
        for share in (_LOW, _HIGH)
    ]
    low, high = (tuple(map(float, end)) for end in ends)
    return tuple(middle), low, high


def odds(logits: Numbers, marked: Flags) -> Odds:
    """A probability from a logit: logistic regression with one slope (Platt 1999)."""
    rows = np.stack((logits, np.ones(len(logits))), axis=1)
    weights = np.asarray([1.0, 0.0])
    for _ in range(_STEPS):
        mean = 1 / (1 + np.exp(-np.clip(rows @ weights, -_LARGEST, _LARGEST)))
        slope = rows.T @ (marked - mean)
        curve = (rows * (mean * (1 - mean))[:, None]).T @ rows + _RIDGE * np.eye(2)
        step = np.clip(np.linalg.solve(curve, slope), -1.0, 1.0)
        weights += step
        if np.abs(step).max() < 1e-8:  # noqa: PLR2004
            break
    return Odds(float(weights[0]), float(weights[1]))


def threshold(risk: Numbers, marked: Flags, precision: float) -> float | None:
    """The least risk at which so many of the flagged words are marked; None where none is.

    The precision is that of all words of at least that risk.
    """
    order = np.argsort(-risk, kind="stable")
    right = np.cumsum(marked[order]) / np.arange(1, len(order) + 1)
    ends = np.append(np.diff(risk[order]) < 0, [True] * bool(len(order)))
    enough = np.arange(1, len(order) + 1) >= _FEWEST_FLAGGED
    good = np.flatnonzero(ends & enough & (right >= precision))
    return float(risk[order[good[-1]]]) if len(good) else None


def share(told: Numbers, edited: Numbers) -> Share:
    """The share of words that editors changed, from what the model says: least squares."""
    slope, intercept = np.polyfit(told, edited, 1)
    return Share(float(slope), float(intercept))


@dataclass(frozen=True, slots=True)
class Observed:
    """A translation that people judged: the MQM points it lost, the words they marked.

    `lost` is None where nobody scored it; `logits` (of each word, that it is marked) and `marked`
    are empty where nobody looked at words. `language` is the translation's, its first subtag.
    """

    raw: Raw
    language: str
    lost: float | None
    logits: tuple[float, ...] = ()
    marked: tuple[bool, ...] = ()


def observed(
    raw: Raw, text: str, language: str, lost: float | None, marks: Sequence[Span] | None
) -> Observed:
    """A judgement of a text; `marks` are None where nobody looked at words."""
    if marks is None:
        return Observed(raw, language, lost)
    words = list(worst_pieces(raw, text))
    logits = tuple(float(each[MARKED]) for _, each in words)
    marked = tuple(any(mark.overlaps(span) for mark in marks) for span, _ in words)
    return Observed(raw, language, lost, logits, marked)


def situation(
    rows: Sequence[Observed], before: Situation, *, with_length: bool, precision: float
) -> Situation:
    """A situation fitted to judgements; what they are too few for stays as it was before."""
    lost, marked, limits = dict(before.points), dict(before.marked), dict(before.threshold)
    languages = {row.language for row in rows}
    scored = [(row, before.order.of(row.raw)) for row in rows if row.lost is not None]
    for code in (
        (ANY, *sorted(languages)) if before.points is UNFITTED.points else sorted(languages)
    ):
        some = [row for row in rows if code in {ANY, row.language}]
        its = [(row, score) for row, score in scored if code in {ANY, row.language}]
        lost[code] = _points(its, with_length=with_length) or lost.get(code, lost[ANY])
        words = labelled(some)
        if words[1].sum() >= FEWEST:
            marked[code] = odds(*words)
            risk = np.asarray([marked[code].of(logit) for logit in words[0]])
            limits[code] = threshold(risk, words[1], precision)
    return Situation(lost, marked, limits, before.order)


def _points(rows: Sequence[tuple[Observed, float]], *, with_length: bool) -> Points | None:
    """Points fitted to rows with their scores.

    None where these are too few, or where the better ones would lose the more.
    """
    if len(rows) < FEWEST:
        return None
    table = [(score, row.raw.length, row.lost or 0.0) for row, score in rows]
    score, length, lost = np.asarray(table, dtype=np.float64).T
    found = points(score, length if with_length else None, lost)
    return found if found.slope < 0 else None


def labelled(rows: Sequence[Observed]) -> tuple[Numbers, Flags]:
    """The logits of all words, and which of them people marked."""
    logits = np.asarray([logit for row in rows for logit in row.logits], dtype=np.float64)
    return logits, np.asarray([mark for row in rows for mark in row.marked], dtype=bool)


UNFITTED = Situation(
    {ANY: Points(0.0, -1.0, 0.0, (1.0,), (0.0,), (1.0,))}, {ANY: Odds()}, {ANY: None}
)
"""What there is before anything was fitted."""
