"""What training sees: comparable translations side by side, sets and situations by chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from training.columns import NONE
from training.feed import Feed
from training.model import Batch
from training.pack import Pack
from training.situations import SITUATIONS, Situation
from training.twins import Rows

SIDE_BY_SIDE = 8
_POOL = 64  # batches that are drawn at once and sorted by length
_JITTER = (0.85, 1.15)
_SHARES = (0.15, 0.5, 0.1, 0.25)
_WITHOUT = (0.15, 0.85, 0.0, 0.0)
_EDITED = (0.1, 0.7, 0.1, 0.1)
_ALONE = (1.0, 0.0, 0.0, 0.0)


def batches(
    feed: Feed, parts: Mapping[str, Rows], shares: Mapping[str, float], size: int, seed: int
) -> Iterator[Batch]:
    """Batches of about so many translations, of each part such a share, without end."""
    rng = np.random.default_rng(seed)
    streams = {name: _endless(feed.pack, rows, rng) for name, rows in parts.items()}
    while True:
        pool: list[Rows] = []
        for name, stream in streams.items():
            left = shares[name] * size * _POOL
            while left > 0:
                pool.append(next(stream))
                left -= len(pool[-1])
        length = [feed.longest[one].max() * rng.uniform(*_JITTER) for one in pool]
        some = list(_filled([pool[n] for n in np.argsort(length)], size))
        for n in rng.permutation(len(some)):
            shown = [situation(feed.pack, one, rng) for one in some[n]]
            yield feed.batch(some[n], shown, rng)


def _endless(pack: Pack, rows: Rows, rng: np.random.Generator) -> Iterator[Rows]:
    while True:
        yield from chunks(pack, rows, rng)


def chunks(pack: Pack, rows: Rows, rng: np.random.Generator) -> list[Rows]:
    """Examples of one group together, up to eight, in random order."""
    group = pack["group"][rows]
    order = np.lexsort((rng.random(len(rows)), group))
    rows, group = rows[order], group[order]
    first = np.flatnonzero(np.diff(group, prepend=-1))
    place = np.arange(len(rows)) - np.repeat(first, np.diff(np.append(first, len(rows))))
    found = np.split(rows, np.flatnonzero(place % SIDE_BY_SIDE == 0)[1:])
    return [found[n] for n in rng.permutation(len(found))]


def situation(pack: Pack, chunk: Rows, rng: np.random.Generator) -> Situation:
    """What is shown with translations of one source."""
    shares = _SHARES
    if (pack["source"][chunk] == NONE).any():
        shares = _ALONE
    elif (pack["first"][chunk] == NONE).any():
        shares = _WITHOUT
    elif not np.isnan(pack["hter"][chunk]).all():
        shares = _EDITED
    return list(SITUATIONS.values())[rng.choice(len(shares), p=shares)]


def _filled(chunks: list[Rows], size: int) -> Iterator[list[Rows]]:
    batch: list[Rows] = []
    for chunk in chunks:
        batch.append(chunk)
        if sum(map(len, batch)) >= size:
            yield batch
            batch = []
    if batch:
        yield batch
