"""From what the model says to what a person can use: MQM points with an interval, probabilities.

Fitted on documents that the model has not learned from (`metrics/estimator/fit.py`), for each
situation: translation alone, with source, with reference, with both.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from math import exp, expm1, log
from pathlib import Path

import msgspec
import numpy as np

from corpora.errors import InputError
from metrics.estimator.texts import Raw

FILE = "calibration.json"
ANY = "*"
SITUATIONS = ("mt", "src", "ref", "src+ref")
MOST = 25.0
_SHARPEST = 30.0


class Points(msgspec.Struct, frozen=True):
    """points lost = exp(intercept + slope × score + length × log(word pieces of the source)).

    They approach the 25 of a text that is no translation, the most that MQM takes off a segment.
    Of ten segments with `expected` points, one has fewer than `low` and one more than `high`.
    """

    intercept: float
    slope: float
    length: float
    expected: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def __post_init__(self) -> None:
        if not len(self.expected) == len(self.low) == len(self.high) > 0:
            raise ValueError("expected, low and high must be equally many, at least one")

    def of(self, score: float, length: int) -> tuple[float, float, float]:
        """Points lost: expected, and the interval of four out of five segments."""
        logarithm = self.intercept + self.slope * score + self.length * log(max(length, 1))
        points = saturated(exp(min(logarithm, _SHARPEST)))
        low, high = (
            float(np.interp(points, self.expected, ends)) for ends in (self.low, self.high)
        )
        return points, min(low, points), max(high, points)


def saturated(points: float) -> float:
    """Points that approach the most there can be; small ones stay nearly what they are."""
    return MOST * -expm1(-points / MOST)


class Odds(msgspec.Struct, frozen=True):
    """A probability from a logit (Platt 1999): 1 / (1 + exp(-(slope × logit + intercept)))."""

    slope: float = 1.0
    intercept: float = 0.0

    def of(self, logit: float) -> float:
        """The probability."""
        return 1.0 / (1.0 + exp(-max(-_SHARPEST, self.slope * float(logit) + self.intercept)))


class Share(msgspec.Struct, frozen=True):
    """The share of words to edit, a straight line of what the model says, from 0 to 1."""

    slope: float = 1.0
    intercept: float = 0.0

    def of(self, hter: float) -> float:
        """The share."""
        return min(1.0, max(0.0, self.slope * hter + self.intercept))


class Order(msgspec.Struct, frozen=True):
    """What puts translations of one source in order: the higher the better.

    What the model says, and how much the translation has in common with the reference.
    """

    score: float = 1.0
    matched: float = 0.0
    chrf: float = 0.0

    def of(self, raw: Raw) -> float:
        """The weighted sum."""
        return self.score * raw.score + self.matched * raw.matched + self.chrf * raw.chrf


class Situation(msgspec.Struct, frozen=True):
    """What was fitted for one situation, by target language, `*` for all others.

    `threshold` is the least risk of a word that is flagged, so that at least half of such words
    are marked by a rater; None where no threshold does that.
    """

    points: dict[str, Points]
    marked: dict[str, Odds]
    threshold: dict[str, float | None]
    order: Order = Order()

    def __post_init__(self) -> None:
        if not all(ANY in one for one in (self.points, self.marked, self.threshold)):
            raise ValueError(f"points, marked and threshold must say what holds for '{ANY}'")

    def points_of(self, raw: Raw, language: str | None) -> tuple[float, float, float]:
        """Points lost in a target language (BCP 47): expected, and the interval."""
        how = self.points.get(first_subtag(language), self.points[ANY])
        return how.of(self.order.of(raw), raw.length)

    def odds(self, language: str | None) -> Odds:
        """The odds for a target language (BCP 47)."""
        return self.marked.get(first_subtag(language), self.marked[ANY])

    def limit(self, language: str | None) -> float | None:
        """The threshold for a target language (BCP 47)."""
        return self.threshold.get(first_subtag(language), self.threshold[ANY])


class Calibration(msgspec.Struct, frozen=True):
    """Everything that was fitted.

    `pairs` are those in which the estimate was measured to be better than chance, `en-de`; `*-de`
    is for translations from any language.
    """

    situations: dict[str, Situation]
    hter: Share
    pairs: tuple[str, ...]

    def __post_init__(self) -> None:
        if missing := set(SITUATIONS) - set(self.situations):
            raise ValueError(f"situations lack {', '.join(sorted(missing))}")

    def speaks_of(self, source: str | None, target: str | None) -> bool:
        """Whether translations from one language into another (BCP 47) can be estimated.

        Of an unknown language they can if translations from any into this one can.
        """
        halves = (pair.split("-") for pair in self.pairs)
        known = {left for left, right in halves if right == first_subtag(target)}
        return bool(known & {first_subtag(source), ANY} if source else known)


def first_subtag(language: str | None) -> str:
    """The first part of a BCP 47 code, in small letters; empty where there is none."""
    return (language or "").split("-")[0].lower()


_own: ContextVar[Calibration | None] = ContextVar("calibration", default=None)


def load() -> Calibration:
    """The calibration in use: the user's own, or the one that ships with the model."""
    return _own.get() or shipped()


@cache
def shipped() -> Calibration:
    """The calibration that ships with the model."""
    file = files("metrics.estimator") / "model" / FILE
    return msgspec.json.decode(file.read_bytes(), type=Calibration)


def use(path: str | None) -> None:
    """Take the calibration of a file from now on; None for the one that ships.

    Raises InputError for a file that is none.
    """
    _own.set(None if path is None else read(path))


def read(path: str) -> Calibration:
    """A calibration from a file that `copydesk calibrate` wrote."""
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=Calibration)
    except FileNotFoundError:
        raise InputError(path, "no such file") from None
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            path, f"not a calibration ({error})", fix="write one with 'copydesk calibrate'"
        ) from None


def encoded(calibration: Calibration) -> bytes:
    """A calibration as the text of a file."""
    return msgspec.json.format(msgspec.json.encode(calibration), indent=2) + b"\n"
