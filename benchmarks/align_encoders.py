"""The encoders that benchmarks/align.py compares: as they ship, and with all layers of the base."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache

from benchmarks.encoder import Encoder
from corpora.alignment import Likeness
from metrics.estimator import tokens
from metrics.estimator.base import Floats
from metrics.estimator.runtime import LOWER_BATCH, batches, padded

_LAYERS = 12


@cache
def _all_layers() -> Encoder:
    return Encoder(_LAYERS)


def whole_base(texts: Sequence[str]) -> list[Floats]:
    """The states of the twelfth layer."""
    pieces = tokens.pieces_of(list(texts))
    found: dict[int, Floats] = {}
    for rows in batches([len(one.ids) for one in pieces], LOWER_BATCH):
        states = _all_layers().states(*padded([pieces[row].ids for row in rows]))
        for row, its in zip(rows, states, strict=True):
            found[row] = its[1 : len(pieces[row].ids) - 1]
    return [found[row] for row in range(len(pieces))]


class Remembered:
    """An encoder that reads each text once; `seconds` of CPU time it has taken."""

    def __init__(self, read: Likeness) -> None:
        self._read, self._known, self.seconds = read, dict[str, Floats](), 0.0

    def __call__(self, texts: Sequence[str]) -> list[Floats]:
        """The states of each text."""
        began = time.process_time()
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= dict(zip(new, self._read(new), strict=True))
        self.seconds += time.process_time() - began
        return [self._known[text] for text in texts]
