"""Texts in, scores and error spans out, whatever runs the network: torch or onnxruntime.

What the network says is made into scores as unbabel-comet's `predict_step` does. Segments are
sorted by length and run in batches of so many word pieces; where the memory does not suffice, a
batch is halved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpora.errors import MetricError
from metrics.comet import tags
from metrics.comet.layout import Arrays, Input, Layout, Texts, arrays, inputs
from metrics.metric import ErrorSpan

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Progress = Callable[[int, int], None]
"""Called with how many segments are done, and of how many."""
_SPAN_WEIGHTS = (0.1667, 0.3333, 0.5)
_SCORE_WEIGHTS = (0.12, 0.33, 0.33, 0.22)
_THREE = 3
_AT_ONCE = 4096
"""Segments whose word pieces are held at once."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the network says of a batch: segments' scores; segments × pieces × tags, if it tags."""

    scores: NDArray[np.float64]
    logits: NDArray[np.float32] | None


class Engine(Protocol):
    """A model that can be run. `budget` is how many word pieces, padding too, it takes at once."""

    layout: Layout
    tokenizer: Tokenizer
    budget: int

    def run(self, call: Arrays) -> Answer:
        """Run the network once; MemoryError where it did not fit."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A segment's score, its error spans, and how many word pieces it has where it was cut, else 0.

    `limit` is how many the model reads.
    """

    score: float
    spans: tuple[ErrorSpan, ...]
    cut: int
    limit: int


def judge(
    engine: Engine, texts: Sequence[Texts], progress: Progress | None = None
) -> list[Judgement]:
    """Judge each text, in order. Raises MetricError where even one segment does not fit."""
    found: list[Judgement | None] = [None] * len(texts)
    done = 0
    for at in range(0, len(texts), _AT_ONCE):
        some = texts[at : at + _AT_ONCE]
        given = inputs(engine.layout, engine.tokenizer, some)
        for rows in _batches(given, engine.budget):
            batch = [given[row] for row in rows]
            words = [some[row].mt for row in rows]
            for row, one in zip(rows, _fitting(engine, batch, words), strict=True):
                found[at + row] = one
            done += len(rows)
            if progress is not None:
                progress(done, len(texts))
    return [one for one in found if one is not None]


def _batches(given: Sequence[Input], budget: int) -> Iterator[list[int]]:
    """Rows of as many sequences and of like length, the longest first.

    A batch's word pieces, padding too, stay within the budget, unless it is one segment.
    """
    lengths = [tuple(map(len, one.rows)) for one in given]
    order = sorted(range(len(given)), key=lambda row: (len(lengths[row]), -sum(lengths[row])))
    for _, alike in groupby(order, key=lambda row: len(lengths[row])):
        batch: list[int] = []
        longest: tuple[int, ...] = ()
        for row in alike:
            wider = tuple(map(max, lengths[row], longest or lengths[row]))
            if batch and sum(wider) * (len(batch) + 1) > budget:
                yield batch
                batch, wider = [], lengths[row]
            batch.append(row)
            longest = wider
        yield batch


def _fitting(engine: Engine, batch: Sequence[Input], words: Sequence[str]) -> list[Judgement]:
    """Judge a batch, in halves where it does not fit into memory."""
    try:
        return _judge(engine, batch, words)
    except MemoryError as error:
        if len(batch) == 1:
            raise MetricError("COMET: not enough memory even for one segment") from error
    half = len(batch) // 2
    first = _fitting(engine, batch[:half], words[:half])
    return first + _fitting(engine, batch[half:], words[half:])


def _judge(engine: Engine, batch: Sequence[Input], words: Sequence[str]) -> list[Judgement]:
    answers = [engine.run(call) for call in arrays(engine.layout, batch)]
    scores = np.stack([answer.scores for answer in answers], axis=1)
    tagged = _tagged(engine.layout, answers, batch)
    return [
        Judgement(
            _score(engine.layout, row, found),
            tags.spans(found, one.mt, text),
            one.needed,
            one.limit,
        )
        for row, found, one, text in zip(scores, tagged, batch, words, strict=True)
    ]


def _score(layout: Layout, scores: NDArray[np.float64], found: Sequence[tags.Run]) -> float:
    """A segment's score from those of its inputs; XCOMET's also from its error spans."""
    if not layout.explains:
        return float(scores.mean())
    *weights, for_spans = _SCORE_WEIGHTS
    capped = np.minimum(scores, 1.0)
    if len(scores) == _THREE:
        regression = float(capped @ np.asarray(weights))
    else:
        regression = float(capped[0]) * sum(weights)
    return regression + for_spans * tags.mqm(found)


def _tagged(
    layout: Layout, answers: Sequence[Answer], batch: Sequence[Input]
) -> list[list[tags.Run]]:
    """Each translation's runs of tagged word pieces."""
    logits = [answer.logits for answer in answers if answer.logits is not None]
    if not logits or not layout.tags:
        return [[] for _ in batch]
    weights = _SPAN_WEIGHTS if len(logits) == _THREE else (1.0,)
    found = []
    for number, one in enumerate(batch):
        length = len(one.mt.ids)
        parts = [tags.probabilities(each[number, :length]) for each in logits]
        chances = sum((w * part for w, part in zip(weights, parts, strict=True)), 0.0 * parts[0])
        found.append(tags.runs(chances, layout.tags))
    return found
