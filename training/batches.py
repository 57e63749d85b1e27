"""Examples as batches of numbers: comparable translations stand side by side."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from metrics.estimator.base import HIDDEN
from metrics.estimator.texts import MT, REFERENCE, SOURCE
from training.examples import Example
from training.model import Side
from training.states import States

LONGEST = 150
NOTHING = -1.0
NEWS = "newstest"  # what professionals marked in news


@dataclass(frozen=True, slots=True)
class Shape:
    """What a batch is made of: translations of one source, and how many such chunks.

    `repeated` sets are in an epoch twice: in other chunks, in other situations.
    """

    side_by_side: int
    chunks: int
    repeated: str | None

    @property
    def rows(self) -> int:
        """Translations in a batch."""
        return self.side_by_side * self.chunks


BROAD, NARROW = Shape(4, 8, NEWS), Shape(8, 4, None)


@dataclass(frozen=True, slots=True)
class Situation:
    """What the model is shown beside the translation."""

    source: bool
    reference: bool


ALONE, WITH_SOURCE = (
    Situation(source=False, reference=False),
    Situation(source=True, reference=False),
)
WITH_REFERENCE, WITH_BOTH = (
    Situation(source=False, reference=True),
    Situation(source=True, reference=True),
)
SITUATIONS = {
    "mt": ALONE,
    "src": WITH_SOURCE,
    "ref": WITH_REFERENCE,
    "src+ref": WITH_BOTH,
}
_SHARES = (0.15, 0.5, 0.1, 0.25)
_WITHOUT = (0.15, 0.85, 0.0, 0.0)
_EDITED = (0.1, 0.7, 0.1, 0.1)
_ALONE = (1.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Batch:
    """One step's worth: translations, what stands beside them, and what people said.

    `chunk` numbers rows that can be compared; unknown scores are NaN. `words` (batch × length × 4)
    has the share of raters, the share of post-editors, major and fluency, -1 where unknown.
    """

    mt: Side
    others: Side
    chunk: Tensor
    score: Tensor
    level: Tensor
    da: Tensor
    hter: Tensor
    words: Tensor
    weight: Tensor

    def on(self, device: str) -> Batch:
        """The same on a device."""
        return _moved(self, device)


Moved = TypeVar("Moved", Batch, Side)


def _moved(value: Moved, device: str) -> Moved:
    parts = [getattr(value, field.name) for field in fields(value)]
    return type(value)(*(
        part.to(device) if isinstance(part, Tensor) else _moved(part, device) for part in parts
    ))  # fmt: skip


class Library:
    """Where the states of every text are."""

    def __init__(self, *stores: States) -> None:
        self.stores = stores

    def of(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float16]]:
        """A text's ids and states."""
        store = next(store for store in self.stores if text in store)
        at = store.number[text]
        return store.pieces[at].ids, store.of(at)

    def length(self, text: str) -> int:
        """How many word pieces a text has."""
        store = next(store for store in self.stores if text in store)
        return len(store.pieces[store.number[text]].ids)

    def labels(self, example: Example) -> NDArray[np.float32]:
        """What people said of each word piece of a translation: length × 4."""
        store = next(store for store in self.stores if example.mt in store)
        pieces = store.pieces[store.number[example.mt]]
        found = np.full((len(pieces.ids), 4), NOTHING, dtype=np.float32)
        column = {"mqm": 0, "pe": 1}.get(example.words or "")
        if column is None:
            return found
        real = pieces.ends > pieces.starts
        found[real, column] = 0
        for mark in example.marks:
            over = real & (pieces.starts < mark.end) & (pieces.ends > mark.start)
            found[over, column] = np.maximum(found[over, column], mark.share)
            if column == 0:
                found[over, 2], found[over, 3] = mark.major, mark.fluency
        return found


def chunks(
    examples: Sequence[Example], library: Library, rng: random.Random, most: int
) -> list[list[Example]]:
    """Examples in comparable groups of up to so many."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        if _length(example, library) <= LONGEST:
            groups[example.group].append(example)
    found = []
    for group in groups.values():
        rng.shuffle(group)
        found += [group[at : at + most] for at in range(0, len(group), most)]
    return found


def _length(example: Example, library: Library) -> int:
    texts = [example.mt, *filter(None, [example.source]), *example.references[:2]]
    return max(library.length(text) for text in texts)


def shuffled(
    examples: Sequence[Example], library: Library, seed: int, shape: Shape
) -> Iterator[tuple[list[list[Example]], Situation]]:
    """An epoch: chunks of about the same length and in one situation together, in random order."""
    rng = random.Random(seed)
    kinds: dict[tuple[float, ...], list[tuple[float, int]]] = defaultdict(list)
    found = chunks(examples, library, rng, shape.side_by_side)
    if shape.repeated:
        again = [e for e in examples if e.set.startswith(shape.repeated)]
        found += chunks(again, library, rng, shape.side_by_side)
    for number, chunk in enumerate(found):
        longest = max(_length(example, library) for example in chunk)
        kinds[_shares(chunk)].append((longest * rng.uniform(0.85, 1.15), number))
    batches = []
    for shares, sized in kinds.items():
        order = [number for _, number in sorted(sized)]
        batches += [(some, shares) for some in _filled(order, found, shape.rows)]
    rng.shuffle(batches)
    for batch, shares in batches:
        yield [found[n] for n in batch], rng.choices(list(SITUATIONS.values()), shares)[0]


def _filled(
    order: Sequence[int], found: Sequence[Sequence[Example]], rows: int
) -> Iterator[list[int]]:
    """Chunks in this order, so many translations of them together."""
    batch: list[int] = []
    for number in order:
        batch.append(number)
        if sum(len(found[n]) for n in batch) >= rows:
            yield batch
            batch = []
    if batch:
        yield batch


def _shares(chunk: list[Example]) -> tuple[float, ...]:
    """How often each situation is shown."""
    if any(example.source is None for example in chunk):
        return _ALONE
    if not all(example.references for example in chunk):
        return _WITHOUT
    return _EDITED if chunk[0].words == "pe" else _SHARES


def collate(
    chosen: Sequence[Sequence[Example]],
    situation: Situation,
    library: Library,
    rng: random.Random,
) -> Batch:
    """Chunks as one batch."""
    rows = [(number, example) for number, chunk in enumerate(chosen) for example in chunk]
    mt = [[(example.mt, MT)] for _, example in rows]
    beside = [_beside(example, situation, rng) for _, example in rows]
    texts = _side(mt, library)
    words = np.full((*texts.ids.shape, 4), NOTHING, dtype=np.float32)
    for row, (_, example) in enumerate(rows):
        labels = library.labels(example)
        words[row, : len(labels)] = labels
    return Batch(
        texts,
        _side(beside, library),
        torch.tensor([number for number, _ in rows]),
        *(_numbers(rows, name) for name in ("score", "level", "da", "hter")),
        torch.from_numpy(words),
        torch.tensor([example.weight for _, example in rows]),
    )


def _side(rows: Sequence[Sequence[tuple[str, int]]], library: Library) -> Side:
    """Texts one after another in each row, at least one place long."""
    longest = max(1, *(sum(library.length(text) for text, _ in parts) for parts in rows))
    states = np.zeros((len(rows), longest, HIDDEN), dtype=np.float16)
    ids, sides = np.ones((len(rows), longest), dtype=np.int64), np.zeros_like(states[..., 0], int)
    for row, parts in enumerate(rows):
        at = 0
        for text, side in parts:
            its_ids, its_states = library.of(text)
            end = at + len(its_ids)
            ids[row, at:end], states[row, at:end], sides[row, at:end] = its_ids, its_states, side
            at = end
    return Side(torch.from_numpy(states).float(), torch.from_numpy(ids), torch.from_numpy(sides))


def _numbers(rows: Sequence[tuple[int, Example]], name: str) -> Tensor:
    values = (getattr(example, name) for _, example in rows)
    return torch.tensor([float("nan") if value is None else value for value in values])


def _beside(example: Example, situation: Situation, rng: random.Random) -> list[tuple[str, int]]:
    parts = []
    if situation.source and example.source is not None:
        parts.append((example.source, SOURCE))
    if situation.reference and example.references:
        parts.append((rng.choice(example.references[:2]), REFERENCE))
    return parts
