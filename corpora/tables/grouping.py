"""Rows that stand together gathered into documents, in the same way wherever one begins.

What cuts a table and what reads a stretch of it must agree on where its documents end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Generic, TypeVar

from corpora.rows import MOST_SEGMENTS, PART, Key

T = TypeVar("T")
MOST_BYTES = 1 << 26
"""Of text in a document or a part of one: it is read at once."""


@dataclass(frozen=True, slots=True)
class Block(Generic[T]):
    """The rows of a document, bad ones among them, or those of a part of one that is too long.

    `part` is 0 for a whole document, else it counts from 1. `key` is None where all are bad.
    """

    key: Key | None
    rows: tuple[T, ...]
    part: int = 0


def blocks(
    rows: Iterable[T],
    key_of: Callable[[T], Key | None],
    part: int = 0,
    size_of: Callable[[T], int] = lambda _: 0,
) -> Iterator[Block[T]]:
    """The documents that rows make; `key_of` gives None for a bad one.

    A bad row belongs to the document before it; after more than 10,000 of them that ends. A
    document of more than 10,000 good rows comes in parts of 1,000 good ones. One whose good rows
    have more than 64 MiB (`size_of` gives bytes) does so, too, and then its parts end there at the
    latest. Where `part` is not 0, the rows begin with that part of such a document.
    """
    state = _State[T](part=part)
    for row in rows:
        yield from state.add(row, key_of(row), size_of(row))
    yield from state.close()


@dataclass
class _State(Generic[T]):
    """The document at hand, or its part: its rows, and where in them parts would begin."""

    part: int = 0
    key: Key | None = None
    rows: list[T] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    good: int = 0
    bad: int = 0
    size: int = 0

    def add(self, row: T, key: Key | None, size: int) -> Iterator[Block[T]]:
        """Take a row; what is complete without it is told."""
        if key is None:
            if self.bad == MOST_SEGMENTS:
                yield from self.close()
            self.bad += 1
        else:
            if self.key not in (None, key):
                yield from self.close()
            elif self._is_full(size):
                yield from self._parts()
            if self.good and self.good % PART == 0:
                self.starts.append(len(self.rows))
            self.key, self.good, self.size = key, self.good + 1, self.size + size
        self.rows.append(row)

    def _is_full(self, size: int) -> bool:
        """Whether there is no room for a row of this size."""
        if self.good == (PART if self.part else MOST_SEGMENTS):
            return True
        return self.good > 0 and self.size + size > MOST_BYTES

    def close(self) -> Iterator[Block[T]]:
        """The document ends."""
        if self.rows:
            yield Block(self.key, tuple(self.rows), self.part)
        self.part, self.key = 0, None
        self._empty()

    def _parts(self) -> Iterator[Block[T]]:
        """What is at hand as parts of 1,000 good rows."""
        first = self.part or 1
        for number, (start, end) in enumerate(pairwise([*self.starts, len(self.rows)]), first):
            yield Block(self.key, tuple(self.rows[start:end]), number)
            self.part = number + 1
        self._empty()

    def _empty(self) -> None:
        self.rows, self.starts, self.good, self.bad, self.size = [], [0], 0, 0, 0
