"""Estimates of translations: the model's words in units that people know."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol

import numpy as np

from corpora.text import Span
from corpora.words import words_of
from metrics.estimator.base import Floats
from metrics.estimator.calibration import Odds, load
from metrics.estimator.texts import Raw, Texts

MARKED, EDITED, MAJOR, FLUENCY = range(4)
ALONE = "mt"
_REMEMBERED = 32_768
_PLAIN = Odds()


@dataclass(frozen=True, slots=True)
class WordEstimate:
    """A word of the translation: probabilities that a professional marks it; if so, how.

    `major` that it is a major fault, `fluency` that it is one of fluency or style.
    """

    span: Span
    risk: float
    major: float
    fluency: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """The estimated quality of a translation.

    `points` are MQM's: 0 is best, a minor error costs 1, a major one 5; four of five segments are
    between `low` and `high`. `hter` is the share of words that an editor would change. `threshold`
    is the risk from which on a word is flagged; None where the model is not sure enough of words.
    `is_cut` says that the text was too long to be read whole.
    """

    points: float
    low: float
    high: float
    hter: float
    words: tuple[WordEstimate, ...]
    threshold: float | None
    is_cut: bool


def situation(texts: Texts) -> str:
    """What there is beside a translation: `mt`, `src`, `ref` or `src+ref`."""
    beside = (("src", texts.source), ("ref", texts.reference))
    return "+".join(name for name, text in beside if text is not None) or ALONE


class Model(Protocol):
    """What judges texts: both graphs (`metrics/estimator/runtime.py`)."""

    def run(self, texts: Sequence[Texts]) -> list[Raw]:
        """What it says of each translation, in the same order."""


class Estimator:
    """The model; it remembers what it was asked last."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._known: OrderedDict[Texts, Raw] = OrderedDict()

    def estimate(self, texts: Sequence[Texts], language: str | None) -> list[Estimate]:
        """An estimate of each translation into a language (BCP 47), in the same order."""
        raw = self.raw(texts)
        return [self._calibrated(*each, language) for each in zip(raw, texts, strict=True)]

    def raw(self, texts: Sequence[Texts]) -> list[Raw]:
        """What the model says of each, uncalibrated."""
        new = [one for one in dict.fromkeys(texts) if one not in self._known]
        fresh = dict(zip(new, self._model.run(new), strict=True))
        found = [fresh[one] if one in fresh else self._known[one] for one in texts]
        self._known.update(fresh)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return found

    def forget(self) -> None:
        """Remember nothing of what it was asked."""
        self._known.clear()

    def _calibrated(self, raw: Raw, texts: Texts, language: str | None) -> Estimate:
        calibration = load()
        how = calibration.situations[situation(texts)]
        points, low, high = how.points_of(raw, language)
        words = tuple(words_from(raw, texts.mt, how.odds(language)))
        hter = calibration.hter.of(raw.hter)
        return Estimate(-points, -high, -low, hter, words, how.limit(language), raw.is_cut)


@cache
def estimator() -> Estimator:
    """The estimator that ships. Raises MetricError where its weights are not installed."""
    # Only who needs it waits for ONNX Runtime and the tokenizer to be imported.
    runtime = import_module("metrics.estimator.runtime")
    return Estimator(runtime.Model())


def forget() -> None:
    """Have the estimator read everything anew.

    Some thousandths of a point depend on what it reads at the same time; who needs the same ones
    again must not let it remember what it read with something else.
    """
    if estimator.cache_info().currsize:
        estimator().forget()


def words_from(raw: Raw, text: str, marked: Odds) -> Iterator[WordEstimate]:
    """The words of a text with what is said of them."""
    for span, logits in worst_pieces(raw, text):
        risk = marked.of(logits[MARKED])
        yield WordEstimate(span, risk, _PLAIN.of(logits[MAJOR]), _PLAIN.of(logits[FLUENCY]))


def worst_pieces(raw: Raw, text: str) -> Iterator[tuple[Span, Floats]]:
    """The words of a text, each with the logits of its riskiest piece."""
    starts, ends = raw.places[:, 0], raw.places[:, 1]
    for word in words_of(text):
        first, last = np.searchsorted(ends, word.start, "right"), np.searchsorted(starts, word.end)
        if last > first:
            logits = raw.logits[first:last]
            yield Span(word.start, word.end), logits[int(logits[:, MARKED].argmax())]
