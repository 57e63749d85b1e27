"""BERTScore's greedy matching (Zhang et al. 2020) with the encoder's untrained states: a baseline.

Centred token states of the eighth layer of multilingual-e5-small; F1, no weights.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.encoder import Encoder
from metrics.estimator import tokens
from metrics.estimator.base import Floats
from metrics.estimator.runtime import LOWER_BATCH, batches, padded
from metrics.metric import Metric, MetricOptions, Sample, Statistics

_LAYERS = 8


class Matching:
    """Matching with the first reference."""

    def __init__(self, _options: MetricOptions) -> None:
        self._layers = Encoder(_LAYERS)

    def statistics(self, samples: Sequence[Sample]) -> Statistics:
        """F1 and 1: samples × 2."""
        texts = dict.fromkeys(text for s in samples for text in (s.mt, s.references[0]))
        states = self._states(list(texts))
        f1 = [_f1(states[s.mt], states[s.references[0]]) for s in samples]
        return np.stack((np.asarray(f1), np.ones(len(f1))), axis=1)

    def _states(self, texts: list[str]) -> dict[str, Floats]:
        pieces = tokens.pieces_of(texts)
        sizes = [len(one.ids) for one in pieces]
        found: dict[str, Floats] = {}
        for rows in batches(sizes, LOWER_BATCH):
            states = self._layers.states(*padded([pieces[row].ids for row in rows]))
            for row, its in zip(rows, states, strict=True):
                found[texts[row]] = its[1 : sizes[row] - 1]
        mean = np.concatenate(list(found.values())[::10]).mean(0)
        return {text: _unit(its - mean) for text, its in found.items()}

    def scores(self, totals: Statistics) -> Statistics:
        """The mean of each sum."""
        return np.asarray(totals[:, 0] / totals[:, 1])

    def segment_scores(self, rows: Statistics) -> Statistics:
        """F1 of each segment."""
        return rows[:, 0]

    def signature(self, _samples: Sequence[Sample], resamples: int) -> str:
        """What it is."""
        return f"bs:{resamples}|layer:8|f1"


def _unit(states: Floats) -> Floats:
    return states / np.maximum(np.linalg.norm(states, axis=-1, keepdims=True), 1e-9)


def _f1(mt: Floats, reference: Floats) -> float:
    if not len(mt) or not len(reference):
        return 0.0
    cosine = mt @ reference.T
    precision, recall = cosine.max(1).mean(), cosine.max(0).mean()
    return float(2 * precision * recall / max(precision + recall, 1e-9))


metric = Metric(label="matching", higher_is_better=True, open=Matching)
