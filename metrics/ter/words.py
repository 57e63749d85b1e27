"""Pairs of texts as arrays of numbers, one row a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Codes are also characters of a `str`, so that rapidfuzz can compare texts. NumPy drops trailing
# zeros from a string: what stands beyond a hypothesis's end must be 0.
_BEYOND_HYPOTHESIS = 0
BEYOND_REFERENCE = 0x10FFFF
_NOT_IN_REFERENCE = 1
_FIRST = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """The tokenised words of a translation and of its reference."""

    hypothesis: tuple[str, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """Pairs as codes that count anew in every pair; equal codes stand for equal words.

    `hypotheses` and `references` have a row for each pair, as wide as the longest needs; the
    lengths say how much of a row counts.
    """

    hypotheses: Codes
    references: Codes
    hypothesis_lengths: Numbers
    reference_lengths: Numbers

    def __len__(self) -> int:
        return len(self.hypotheses)

    def take(self, rows: Numbers) -> Texts:
        """Those pairs alone."""
        return self.reordered(rows, self.hypotheses[rows])

    def reordered(self, rows: Numbers, hypotheses: Codes) -> Texts:
        """Those pairs alone, with other orders of the hypotheses' words."""
        lengths, others = self.hypothesis_lengths[rows], self.reference_lengths[rows]
        width, height = _longest(lengths), _longest(others)
        return Texts(hypotheses[:, :width], self.references[rows, :height], lengths, others)

    def reference_strings(self, rows: Numbers) -> list[str]:
        """The references of those pairs, a character a word."""
        codes = self.references
        return strings(np.where(codes == BEYOND_REFERENCE, 0, codes)[rows])


def encode(pairs: Sequence[Pair]) -> Texts:
    """Number the words of every pair; a word that only the hypothesis has can match nothing."""
    hypotheses: list[list[int]] = []
    references: list[list[int]] = []
    for pair in pairs:
        known: dict[str, int] = {}
        references.append([known.setdefault(w, len(known) + _FIRST) for w in pair.reference])
        hypotheses.append([known.get(word, _NOT_IN_REFERENCE) for word in pair.hypothesis])
    return Texts(
        _table(hypotheses, _BEYOND_HYPOTHESIS),
        _table(references, BEYOND_REFERENCE),
        np.fromiter(map(len, hypotheses), np.int64, len(hypotheses)),
        np.fromiter(map(len, references), np.int64, len(references)),
    )


def strings(codes: Codes) -> list[str]:
    """Rows of codes as strings, a character a word."""
    rows = np.ascontiguousarray(codes, dtype=np.uint32)
    found: list[str] = rows.view(f"<U{rows.shape[1]}").ravel().tolist()
    return found


def _longest(lengths: Numbers) -> int:
    # At least one column, for a string of no characters has no type in NumPy.
    return int(lengths.max(initial=1))


def _table(rows: Sequence[Sequence[int]], filler: int) -> Codes:
    width = max(1, *map(len, rows))
    table = np.full((len(rows), width), filler, dtype=np.uint32)
    for line, row in zip(table, rows, strict=True):
        line[: len(row)] = row
    return table
