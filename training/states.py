"""What the lower layers say of texts, computed once and kept in a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from metrics.estimator import tokens
from metrics.estimator.base import HIDDEN, SHA256
from metrics.estimator.lower import LARGEST, LAYERS
from metrics.estimator.runtime import LOWER_BATCH, batches, lower_layers, padded

_DIGITS = 12


class States:
    """Texts, their word pieces, and the states of each piece in a file of float16."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = sorted(set(texts))
        self.number = {text: at for at, text in enumerate(self.texts)}
        self.pieces = tokens.pieces_of(self.texts)
        self.sizes = [len(pieces.ids) for pieces in self.pieces]
        self.offsets = np.concatenate(([0], np.cumsum(self.sizes)))

    def open(self, folder: Path) -> None:
        """Use the file that is in the folder for these texts, or compute it."""
        file = folder / f"{self._name()}.states"
        done = file.with_suffix(".done")
        shape = (int(self.offsets[-1]), HIDDEN)
        self.states = np.memmap(file, np.float16, "r+" if done.exists() else "w+", shape=shape)
        if not done.exists():
            self._fill()
            self.states.flush()
            done.touch()

    def _name(self) -> str:
        digest = hashlib.sha256(f"{SHA256} {LAYERS} {LARGEST}".encode())
        for text in self.texts:
            digest.update(text.encode() + b"\0")
        return digest.hexdigest()[:_DIGITS]

    def _fill(self) -> None:
        layers = lower_layers()
        for rows in batches(self.sizes, LOWER_BATCH):
            ids, mask = padded([self.pieces[row].ids for row in rows])
            for row, states in zip(rows, layers.states(ids, mask), strict=True):
                start, end = self.offsets[row : row + 2]
                self.states[start:end] = states[: end - start]

    def __contains__(self, text: str) -> bool:
        return text in self.number

    def of(self, at: int) -> NDArray[np.float16]:
        """The states of a text: word pieces × 384."""
        found: NDArray[np.float16] = self.states[self.offsets[at] : self.offsets[at + 1]]
        return found
