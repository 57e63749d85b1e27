"""The estimator at work: texts in, scores and risky words out, on every core.

Two graphs (ONNX): the lower layers read each text by itself, once, however many translations share
it; the upper ones read translation, source and reference together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from sacrebleu.metrics.chrf import CHRF

from metrics.cores import cores
from metrics.estimator import tokens
from metrics.estimator.base import HIDDEN, Floats
from metrics.estimator.lower import Lower
from metrics.estimator.texts import Raw, Texts
from metrics.estimator.tokens import Pieces

LOWER_BATCH, _UPPER_BATCH = 1024, 1536  # word pieces: more do not fit the processor's cache
_PERCENT = 100
_AT_ONCE = 512  # translations: their states take some 100 MB
_FILES = files("metrics.estimator") / "model"


class Model:
    """Both graphs, ready to run."""

    def __init__(self) -> None:
        self._lower = Lower(_bytes("lower.onnx"), _options())
        self._upper = ort.InferenceSession(_bytes("upper.onnx"), _options())

    def run(self, texts: Sequence[Texts]) -> list[Raw]:
        """What the model says of each translation, in the same order."""
        found: dict[int, Raw] = {}
        order = sorted(range(len(texts)), key=lambda row: _place(texts[row]))
        for at in range(0, len(order), _AT_ONCE):
            rows = order[at : at + _AT_ONCE]
            found.update(zip(rows, self._run([texts[row] for row in rows]), strict=True))
        return [found[row] for row in range(len(texts))]

    def _run(self, texts: Sequence[Texts]) -> list[Raw]:
        unique = list(dict.fromkeys(text for one in texts for text, _ in one.sides()))
        pieces = dict(zip(unique, tokens.pieces_of(unique), strict=True))
        states = self._states(pieces)
        sizes = [sum(len(pieces[text].ids) for text, _ in one.sides()) for one in texts]
        found: dict[int, Raw] = {}
        for rows in batches(sizes, _UPPER_BATCH):
            some = [texts[row] for row in rows]
            found.update(zip(rows, self._judged(some, pieces, states), strict=True))
        return [found[row] for row in range(len(texts))]

    def _states(self, pieces: dict[str, Pieces]) -> dict[str, Floats]:
        texts = list(pieces)
        found: dict[str, Floats] = {}
        for rows in batches([len(pieces[text].ids) for text in texts], LOWER_BATCH):
            some = [pieces[texts[row]].ids for row in rows]
            ids, mask = padded(some)
            states = self._lower.states(ids, mask)
            for row, its_states in zip(rows, states, strict=True):
                found[texts[row]] = its_states[: len(pieces[texts[row]].ids)]
        return found

    def _judged(
        self, texts: list[Texts], pieces: dict[str, Pieces], states: dict[str, Floats]
    ) -> Iterator[Raw]:
        rows = [list(one.sides()) for one in texts]
        given = _given([row[:1] for row in rows], pieces, states)
        beside = _given([row[1:] for row in rows], pieces, states, "other_")
        scores, words = self._upper.run(None, given | beside)
        for row, one in enumerate(texts):
            yield _raw(scores[row], words[row], one, pieces)


def _given(
    rows: Sequence[Sequence[tuple[str, int]]],
    pieces: dict[str, Pieces],
    states: dict[str, Floats],
    prefix: str = "",
) -> dict[str, NDArray[np.generic]]:
    """What the upper graph reads: the texts of each row one after another, at least one place."""
    lengths = [[len(pieces[text].ids) for text, _ in row] for row in rows]
    shape = (len(rows), max(1, *map(sum, lengths)))
    found = np.zeros((*shape, HIDDEN), dtype=np.float32)
    ids, sides = np.ones(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for at, (row, its) in enumerate(zip(rows, lengths, strict=True)):
        if row:
            end = sum(its)
            found[at, :end] = np.concatenate([states[text] for text, _ in row])
            ids[at, :end] = np.concatenate([pieces[text].ids for text, _ in row])
            sides[at, :end] = np.repeat([side for _, side in row], its)
    return {f"{prefix}states": found, f"{prefix}ids": ids, f"{prefix}sides": sides}


def _place(texts: Texts) -> tuple[int, str, str]:
    """Short ones first, those of one source together: its states are computed once."""
    source = texts.source or ""
    return len(source or texts.mt), source, texts.mt


def _raw(scores: Floats, words: Floats, texts: Texts, pieces: dict[str, Pieces]) -> Raw:
    ours = pieces[texts.mt]
    beside = texts.source if texts.source is not None else texts.reference
    length = len(ours.ids) if beside is None else len(pieces[beside].ids)
    real = ours.ends > ours.starts
    places = np.stack((ours.starts[real], ours.ends[real]), axis=1)
    is_cut = any(pieces[text].is_cut for text, _ in texts.sides())
    score, da, hter, matched = map(float, scores)
    shared, logits = chrf(texts.mt, texts.reference), words[: len(real)][real]
    return Raw(score, da, hter, matched, shared, places, logits, length, is_cut)


@cache
def _chrf() -> CHRF:
    return CHRF()


def chrf(mt: str, reference: str | None) -> float:
    """chrF (Popović 2015) with the reference, from 0 to 1; 0 where there is none."""
    return 0.0 if reference is None else _chrf().sentence_score(mt, [reference]).score / _PERCENT


def batches(sizes: Sequence[int], most: int) -> Iterator[list[int]]:
    """Rows of about the same size together, at most so much with padding in one batch."""
    batch: list[int] = []
    for row in sorted(range(len(sizes)), key=lambda row: (sizes[row], row)):
        if batch and sizes[row] * (len(batch) + 1) > most:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def padded(ids: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int64], Floats]:
    """Ids of several texts as a matrix, and a mask: 1 where there is a piece."""
    longest = max(len(one) for one in ids)
    found = np.ones((len(ids), longest), dtype=np.int64)
    mask = np.zeros(found.shape, dtype=np.float32)
    for row, one in enumerate(ids):
        found[row, : len(one)], mask[row, : len(one)] = one, 1
    return found, mask


def _options() -> ort.SessionOptions:
    options = ort.SessionOptions()
    options.intra_op_num_threads = cores()
    options.log_severity_level = 3
    return options


def _bytes(name: str) -> bytes:
    return _FILES.joinpath(name).read_bytes()
