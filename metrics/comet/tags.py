"""From the tags of word pieces to error spans, as unbabel-comet decodes them.

A span is a run of tagged word pieces; the first one's tag is its severity, its confidence the mean
of their tags' probabilities. As in unbabel-comet, a run that is still open after the last piece,
the end mark, is no span. XCOMET's own score counts every run; what people are shown is cleaned: a
run of marks only, without a single letter of the translation, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from corpora.text import Severity, Span
from metrics.comet.layout import Pieces
from metrics.metric import ErrorSpan

Floats = NDArray[np.float64]
_MQM = MappingProxyType({"minor": 1, "major": 5, "critical": 10})
_MOST_MQM = 25


@dataclass(frozen=True, slots=True)
class Run:
    """Word pieces `first` to `last`, inclusive, of a translation, all of them tagged."""

    first: int
    last: int
    tag: str
    confidence: float


def probabilities(logits: NDArray[np.float32]) -> Floats:
    """Softmax over the tags: … × tags → the same."""
    shifted = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float64)


def runs(chances: Floats, tags: Sequence[str]) -> list[Run]:
    """The runs of one translation; `chances`: its word pieces × tags, `O` first."""
    best = chances.argmax(axis=-1)
    found: list[Run] = []
    start: int | None = None
    for at, tag in enumerate(best):
        if tag and start is None:
            start = at
        elif not tag and start is not None:
            mean = float(chances[np.arange(start, at), best[start:at]].mean())
            found.append(Run(start, at - 1, tags[best[start]], mean))
            start = None
    return found


def mqm(found: Sequence[Run]) -> float:
    """XCOMET's score of error spans: 1 for none, 0 for 25 points or more."""
    points = sum(_MQM.get(run.tag, 0) for run in found)
    return (_MOST_MQM - min(points, _MOST_MQM)) / _MOST_MQM


def spans(found: Sequence[Run], pieces: Pieces, text: str) -> tuple[ErrorSpan, ...]:
    """The runs as spans of the translation's code points, without white space at their ends."""
    return tuple(_spans(found, pieces, text))


def _spans(found: Sequence[Run], pieces: Pieces, text: str) -> Iterator[ErrorSpan]:
    for run in found:
        places = [place for place in pieces.places[run.first : run.last + 1] if place[1] > place[0]]
        if not places:
            continue
        start, end = min(place[0] for place in places), max(place[1] for place in places)
        inner = text[start:end]
        start, end = start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())
        if end > start:
            yield ErrorSpan(Span(start, end), _severity(run.tag), min(run.confidence, 1.0))


def _severity(tag: str) -> Severity:
    """A tag's severity; one that we do not know (`BAD`) is an error of unknown weight: major."""
    return Severity.__members__.get(tag.upper(), Severity.MAJOR)
