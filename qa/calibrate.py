"""The estimator calibrated to a team's own judgements: its points, probabilities and thresholds."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from corpora.annotated.judgements import Judgement, read_judgements
from corpora.errors import InputError
from corpora.language_pairs import language_pair
from metrics.estimator import fit
from metrics.estimator.calibration import (
    ANY,
    SITUATIONS,
    Calibration,
    Situation,
    first_subtag,
    load,
)
from metrics.estimator.estimate import estimator
from metrics.estimator.fit import Flags
from metrics.estimator.texts import Raw, Texts
from metrics.meta import measure
from qa.evaluate import judged_of
from qa.progress import Progress, silent

_HALVES = 2
_RESAMPLES = 200
_SHOWN = ("within", "partial")  # what shows that an estimate is better than chance, best first


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was fitted for one situation, and how it does on documents that were not fitted to.

    `precision` is the share of flagged words that people marked, `flagged` the share of words that
    are flagged; None where nothing is flagged, or where documents are too few to tell.
    """

    situation: str
    rows: int
    words: int
    base_rate: float | None
    precision: float | None
    flagged: float | None


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A calibration and what is to be said of it."""

    calibration: Calibration
    fitted: tuple[Fitted, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A judgement as the model sees it; `half` splits by document."""

    observed: fit.Observed
    half: int


def calibrate(paths: Sequence[str], precision: float, progress: Progress = silent) -> Calibrated:
    """Fit to all rows that have MQM points, or words that people looked at.

    Raises InputError where there are too few.
    """
    usable = [row for path in paths for row in progress(_usable(path), "reading")]
    if len(usable) < fit.FEWEST:
        what = f"{len(usable)} rows have MQM points or marked words; {fit.FEWEST} are needed"
        raise InputError(", ".join(paths), what)
    before, fitted = load(), []
    situations = dict(before.situations)
    for name in progress(SITUATIONS, "fitting"):
        observed = _observed(name, usable)
        if len(observed) >= fit.FEWEST:
            task = _Task(name, before.situations[name], precision)
            situations[name] = task.fit([row.observed for row in observed])
            fitted.append(task.told(observed))
    pairs = (*before.pairs, *_new_pairs(usable, before))
    whole = msgspec.structs.replace(before, situations=situations, pairs=pairs)
    return Calibrated(whole, tuple(fitted))


def _usable(path: str) -> Iterator[Judgement]:
    """The rows of a file that say something. Raises InputError for one that can't be right."""
    for row in read_judgements(path):
        if row.scores.get("mqm", 0.0) > 0:
            what = f"mqm is {row.scores['mqm']:g}, but points lost are negative here: 0 is best"
            raise InputError(path, what, line=row.line, fix="turn the signs of mqm")
        if "mqm" in row.scores or row.words is not None:
            if not _target(row):
                what = f"lp is '{row.pair}', and the translation's language is needed"
                raise InputError(path, what, line=row.line, fix="write lp as in en-id")
            yield row


def _new_pairs(rows: Sequence[Judgement], before: Calibration) -> Iterator[str]:
    """Further language pairs that these judgements show to be estimated right."""
    scored = [row for row in rows if "mqm" in row.scores]
    for source, target in sorted({_pair(row) for row in scored}):
        if before.speaks_of(source, target):
            continue
        its = [row for row in scored if _pair(row) == (source, target)]
        raw = estimator().raw([Texts(row.mt, row.source) for row in its])
        values = np.asarray([one.score for one in raw])
        figures = measure(values, judged_of(its, "mqm"), _RESAMPLES)
        better = next((figures[name] for name in _SHOWN if figures[name].value is not None), None)
        if len(its) >= fit.FEWEST and better is not None and (better.low or 0.0) > 0:
            yield f"{source}-{target}"


def _target(row: Judgement) -> str:
    return first_subtag(language_pair(row.pair).target)


def _pair(row: Judgement) -> tuple[str, str]:
    """Source, any where it is not known, and target."""
    return first_subtag(language_pair(row.pair).source) or ANY, _target(row)


def _observed(name: str, rows: Sequence[Judgement]) -> list[_Row]:
    """The rows that have what a situation shows, as the model sees them in it."""
    usable = [
        row for row in rows
        if ("src" not in name or row.source) and ("ref" not in name or row.others)
    ]  # fmt: skip
    texts = [
        Texts(
            row.mt,
            row.source if "src" in name else None,
            row.others[0] if "ref" in name else None,
        )
        for row in usable
    ]
    told = estimator().raw(texts)
    return [_row(*each) for each in zip(told, usable, strict=True)]


def _row(raw: Raw, row: Judgement) -> _Row:
    lost = -row.scores["mqm"] if "mqm" in row.scores else None
    marks = None if row.words is None else [word.span for word in row.words if word.is_bad]
    observed = fit.observed(raw, row.mt, _target(row), lost, marks)
    return _Row(observed, zlib.crc32(row.document.encode()) % _HALVES)


@dataclass(frozen=True, slots=True)
class _Task:
    """One situation to fit."""

    name: str
    before: Situation
    precision: float

    def fit(self, rows: Sequence[fit.Observed]) -> Situation:
        """The situation fitted to these rows."""
        alone = self.name == "mt"
        return fit.situation(rows, self.before, with_length=not alone, precision=self.precision)

    def told(self, rows: Sequence[_Row]) -> Fitted:
        """How flags do on each half of the documents once fitted to the other."""
        parts = [self._flagged(rows, half) for half in range(_HALVES)]
        flagged, marked = (np.concatenate(column) for column in zip(*parts, strict=True))
        right = marked[flagged]
        return Fitted(
            self.name,
            len(rows),
            len(marked),
            float(marked.mean()) if len(marked) else None,
            float(right.mean()) if len(right) else None,
            float(flagged.mean()) if len(flagged) else None,
        )

    def _flagged(self, rows: Sequence[_Row], half: int) -> tuple[Flags, Flags]:
        """Which words of one half are flagged as the other half says, and which people marked."""
        how = self.fit([row.observed for row in rows if row.half != half])
        flagged, marked = [np.zeros(0, dtype=bool)], [np.zeros(0, dtype=bool)]
        for one in (row.observed for row in rows if row.half == half):
            limit, odds = how.limit(one.language), how.odds(one.language)
            risks = np.asarray([odds.of(logit) for logit in one.logits])
            flagged.append(risks >= (np.inf if limit is None else limit))
            marked.append(np.asarray(one.marked, dtype=bool))
        return np.concatenate(flagged), np.concatenate(marked)
