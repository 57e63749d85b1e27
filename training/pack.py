"""Examples as arrays of numbers, with what they need of the base: all that training reads.

One file, so that it can be made where the data is and read where the GPU is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from metrics.estimator import base, tokens
from metrics.estimator.base import Base
from metrics.estimator.tokens import Pieces
from training.columns import columns, labels, levels, texts_of
from training.examples import Example, tenth

Array = NDArray[np.generic]
TRAINED = -1  # in place of the tenth that an example was held out with
_EMBEDDINGS, _BYTES = "emb.word", "base."
_SIGN = "▁"  # where a word begins


@dataclass(frozen=True, slots=True)
class Pack:
    """Arrays by name.

    Texts: `ids` one after another, `text_starts`. Examples: `mt`, `source`, `first` and `second`
    reference as numbers of texts (-1 for none), `group`, `set`, `language`, `system`, `human`,
    `tenth` (-1 to learn from), human judgements (NaN for unknown), `labels` (pieces × 4, in
    200ths, 255 for unknown) from `label_starts` on. `vocabulary`: the tokenizer's number of each id
    that occurs; `begins`: whether a word begins with it.
    """

    arrays: dict[str, Array]
    sets: tuple[str, ...]

    def __getitem__(self, name: str) -> NDArray[np.int64]:
        """An array; most are whole numbers."""
        found: NDArray[np.int64] = self.arrays[name]  # type: ignore[assignment]
        return found

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How many word pieces each text has."""
        return np.diff(self["text_starts"])

    def base(self) -> Base:
        """The base, with those rows of its table of word pieces that occur."""
        tensors, parts, at = {}, [], 0
        names = [name for name in self.arrays if name.startswith(_BYTES)]
        for name, kind in zip(names, self["kinds"], strict=True):
            raw = self[name].view(np.uint8).reshape(-1)
            tensors[name.removeprefix(_BYTES)] = base.Tensor(int(kind), at, raw.size)
            parts.append(raw)
            at += raw.size
        return Base(np.concatenate(parts), (), (), {}, tensors)


def write(learned: Sequence[Example], held_out: Sequence[Example], path: Path) -> None:
    """Pack examples to learn from and to measure on into a file."""
    examples = [*learned, *held_out]
    found = dict.fromkeys(text for one in examples for text in texts_of(one))
    number = {text: at for at, text in enumerate(found)}
    pieces = tokens.pieces_of(list(found))
    names = sorted({example.set for example in examples})
    arrays: dict[str, Array] = _texts(pieces) | columns(examples, number, names)
    arrays |= labels(examples, [pieces[number[one.mt]] for one in examples])
    lengths = np.diff(arrays["text_starts"])[arrays["mt"]]
    unknown = np.full(len(held_out), np.nan, np.float32)
    arrays["level"] = np.concatenate((levels(learned, lengths[: len(learned)]), unknown))
    tenths = [tenth(one.document or one.group) for one in held_out]
    arrays["tenth"] = np.asarray([TRAINED] * len(learned) + tenths)
    np.savez_compressed(path, sets=np.asarray(names), **arrays, **_weights(arrays["vocabulary"]))


def read(path: Path) -> Pack:
    """Read a pack."""
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return Pack(arrays, tuple(map(str, arrays.pop("sets"))))


def _texts(pieces: Sequence[Pieces]) -> dict[str, Array]:
    """Every text once, as word pieces."""
    vocabulary, ids = np.unique(np.concatenate([one.ids for one in pieces]), return_inverse=True)
    known = base.load().pieces
    return {
        "vocabulary": vocabulary,
        "begins": np.asarray([known[n].startswith(_SIGN) for n in vocabulary]),
        "ids": ids.astype(np.int32),
        "text_starts": np.concatenate(([0], np.cumsum([len(one.ids) for one in pieces]))),
    }


def _weights(vocabulary: Array) -> dict[str, Array]:
    """The base's tensors as they are stored."""
    stored = base.load()
    found: dict[str, Array] = {}
    for name, at in stored.tensors.items():
        raw = stored.data[at.offset : at.offset + at.bytes]
        found[_BYTES + name] = raw.reshape(-1, base.ROW)[vocabulary] if name == _EMBEDDINGS else raw
    found["kinds"] = np.asarray([at.kind for at in stored.tensors.values()])
    return found
