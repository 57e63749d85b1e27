"""What two sentences share whatever their languages are: figures, names, words of one origin.

Texts are written in Latin letters first (`Астана` is `Astana`, as anyascii has it). A figure
counts as a whole; of a word the runs of four letters count, so that `Präsident` and `presiden`
share most of theirs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import log

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

from corpora.aligning.band import Band

_WORD = re.compile(r"[0-9]+(?:[.,:][0-9]+)*|[a-z]+")
_INNER = re.compile("[.,:]")
_RUN, _LONGEST = 4, 32
_MOST = 8
"""What stands in more sentences of a text than this tells none of them from the others."""


def shared(left: Sequence[str], right: Sequence[str], band: Band) -> NDArray[np.float64]:
    """For each cell (i, j) of a band: the weight of what sentences i and j share.

    Of a piece in n of N sentences the weight is log(N / n): how much it tells.
    """
    ours, theirs = _places(left), _places(right)
    found = np.zeros(band.size)
    for piece in sorted(ours.keys() & theirs.keys()):  # so that sums are the same on every run
        here, there = ours[piece], theirs[piece]
        if len(here) <= _MOST and len(there) <= _MOST:
            weight = min(log((1 + len(left)) / len(here)), log((1 + len(right)) / len(there)))
            for row in here:
                low, high = int(band.low[row]), int(band.high[row])
                for column in there:
                    if low <= column <= high:
                        found[int(band.starts[row]) + column - low] += weight
    return found


def _places(texts: Sequence[str]) -> dict[str, list[int]]:
    """Each piece and the numbers of the sentences it stands in, counted from 1."""
    places = defaultdict[str, list[int]](list)
    for number, text in enumerate(texts, 1):
        latin = text if text.isascii() else anyascii(text)
        words = {word[:_LONGEST] for word in _WORD.findall(latin.lower())}
        for piece in set().union(*map(_pieces, words)):
            places[piece].append(number)
    return places


@lru_cache(maxsize=65_536)
def _pieces(word: str) -> tuple[str, ...]:
    if word[0].isdigit():
        return (_INNER.sub("", word),)
    if len(word) < _RUN:
        return ()
    padded = f"_{word}"
    return tuple(padded[at : at + _RUN] for at in range(len(padded) - _RUN + 1))
