"""What is known of each example, as a column of numbers for each kind of knowledge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from metrics.estimator.runtime import chrf
from metrics.estimator.tokens import Pieces
from training.examples import Example

Array = NDArray[np.generic]
NONE = -1  # no text
NOTHING, CERTAIN = 255, 200  # no label; the label of what all raters marked
_COLUMNS = {"mqm": 0, "pe": 1}
_FEWEST, _TINY = 30, 1e-9


def texts_of(example: Example) -> list[str]:
    """Every text that the model reads for an example."""
    return [example.mt, *filter(None, [example.source]), *example.references[:2]]


def columns(
    examples: Sequence[Example], number: Mapping[str, int], sets: Sequence[str]
) -> dict[str, Array]:
    """Texts, groups and the like as numbers, and human judgements."""

    def numbered(values: Sequence[str]) -> Array:
        known: dict[str, int] = {}
        return np.asarray([known.setdefault(value, len(known)) for value in values])

    def text(values: Sequence[str | None]) -> Array:
        return np.asarray([NONE if value is None else number[value] for value in values])

    found = {
        "mt": text([e.mt for e in examples]),
        "source": text([e.source or None for e in examples]),
        "first": text([next(iter(e.references), None) for e in examples]),
        "second": text([next(iter(e.references[1:]), None) for e in examples]),
        "group": numbered([e.group for e in examples]),
        "system": numbered([e.system for e in examples]),
        "language": numbered([e.pair.rpartition("-")[2] for e in examples]),
        "set": np.asarray([sets.index(e.set) for e in examples]),
        "human": np.asarray([e.is_human for e in examples]),
    }
    for name in ("score", "da", "hter", "weight"):
        values = [getattr(e, name) for e in examples]
        found[name] = np.asarray([np.nan if v is None else v for v in values], np.float32)
    return found | {"chrf": np.asarray([_similar(e) for e in examples], np.float32)}


def _similar(example: Example) -> float:
    """What chrF says of a machine's translation that raters judged; nothing of others."""
    is_judged = example.words == "mqm" and example.system and not example.is_human
    return chrf(example.mt, example.references[0]) if is_judged and example.references else np.nan


def levels(examples: Sequence[Example], lengths: Array) -> NDArray[np.float32]:
    """Human scores freed from the length of the translation, and standardised, set by set.

    MQM points (their logarithm) where raters judged, direct assessments where others did.
    """
    found = np.full(len(examples), np.nan, np.float32)
    for name in {e.set for e in examples}:
        rows = [n for n, e in enumerate(examples) if e.set == name and _told(e) is not None]
        if len(rows) >= _FEWEST:
            human = np.asarray([_told(examples[n]) for n in rows], dtype=np.float64)
            length = np.log(lengths[rows].astype(float))
            rest = human - np.polyval(np.polyfit(length, human, 1), length)
            spread = rest.std()
            found[rows] = rest / spread if spread > _TINY else 0.0
    return found


def _told(example: Example) -> float | None:
    """What people said of a machine's translation, on a scale that can be averaged."""
    if example.words == "mqm" and example.system:
        return -float(np.log1p(-(example.score or 0.0)))
    return example.da


def labels(examples: Sequence[Example], pieces: Sequence[Pieces]) -> dict[str, Array]:
    """What people said of the word pieces of each translation, one after another."""
    found, starts, at = [], [], 0
    for example, its_pieces in zip(examples, pieces, strict=True):
        one = _of(example, its_pieces)
        starts.append(NONE if one is None else at)
        if one is not None:
            found.append(one)
            at += len(one)
    return {"labels": np.concatenate(found), "label_starts": np.asarray(starts)}


def _of(example: Example, pieces: Pieces) -> NDArray[np.uint8] | None:
    column = _COLUMNS.get(example.words or "")
    if column is None:
        return None
    found = np.full((len(pieces.ids), 4), NOTHING, dtype=np.uint8)
    real = pieces.ends > pieces.starts
    found[real, column] = 0
    for mark in example.marks:
        over = real & (pieces.starts < mark.end) & (pieces.ends > mark.start)
        found[over, column] = np.maximum(found[over, column], round(CERTAIN * mark.share))
        if column == 0:
            found[over, 2] = round(CERTAIN * mark.major)
            found[over, 3] = round(CERTAIN * mark.fluency)
    return found
