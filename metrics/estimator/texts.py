"""What goes into the model and what comes out, before it is calibrated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.estimator.base import Floats

MT, SOURCE, REFERENCE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Texts:
    """A translation and what there is beside it."""

    mt: str
    source: str | None = None
    reference: str | None = None

    @classmethod
    def of(cls, mt: str, source: str | None, reference: str | None) -> Texts:
        """A translation with what is beside it; what is blank is not there."""
        return cls(mt, *(text if text and text.strip() else None for text in (source, reference)))

    def sides(self) -> Iterator[tuple[str, int]]:
        """Every text with the number of its side."""
        yield self.mt, MT
        if self.source is not None:
            yield self.source, SOURCE
        if self.reference is not None:
            yield self.reference, REFERENCE


@dataclass(frozen=True, slots=True)
class Raw:
    """What the model says of a translation, before it is calibrated.

    `places` are the code points of each word piece (pieces × 2, half open), `logits` what people
    would do with it (pieces × 4): a professional marks it, a post-editor changes it; if marked, is
    it major, is it a matter of fluency. `length` counts the word pieces of the source, or of the
    reference, or of the translation where it is alone. `matched` is the F1 of word pieces matched
    with the reference's, `chrf` goes from 0 to 1; both are 0 where there is no reference.
    """

    score: float
    da: float
    hter: float
    matched: float
    chrf: float
    places: NDArray[np.int64]
    logits: Floats
    length: int
    is_cut: bool
