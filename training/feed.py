"""Examples of a pack as batches on a device, some with spoiled twins beside them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.columns import CERTAIN, NONE, NOTHING
from training.model import Batch
from training.pack import TRAINED, Pack
from training.situations import Situation
from training.twins import FLUENCY, MAJOR, MARKED, PARTS, Rows, Text, Twin, twin

LONGEST = 150
SPOILED = 0.4
_EIGHT = 8
_HALF = 0.5


class Seen(NamedTuple):
    """Which rows are shown with a source, and which with a reference."""

    source: NDArray[np.bool_]
    reference: NDArray[np.bool_]


class Feed:
    """A pack on a device, and what is drawn from it.

    `spoiled`: of the translations that lost no points, how many get a spoiled twin.
    """

    def __init__(self, pack: Pack, device: str, spoiled: float = SPOILED) -> None:
        self.pack, self.device, self.spoiled = pack, device, spoiled
        self.begins = pack["begins"]
        self.lengths = pack.lengths
        self.starts = pack["text_starts"]
        self.ids = torch.from_numpy(pack["ids"]).to(device)
        self.labels = torch.from_numpy(pack["labels"]).to(device)
        sides = np.stack([pack[name] for name in ("mt", "source", "first", "second")], 1)
        self.longest = np.where(sides >= 0, self.lengths[sides], 0).max(1)

    def learned(self) -> Rows:
        """Examples to learn from that are not too long."""
        is_learned = self.pack["tenth"] == TRAINED
        return np.flatnonzero(is_learned & (self.longest <= LONGEST))

    def held_out(self, name: str, tenth: int) -> Rows:
        """Machine translations of a set, of a tenth of the documents that were held out."""
        pack = self.pack
        fits = (pack["tenth"] == tenth) & (pack["set"] == pack.sets.index(name))
        return np.flatnonzero(fits & ~pack["human"])

    def batch(
        self, chunks: list[Rows], shown: list[Situation], rng: np.random.Generator | None = None
    ) -> Batch:
        """Chunks, each in its situation, as a batch; with `rng`, some spoiled twins beside."""
        rows, sizes = np.concatenate(chunks), [len(one) for one in chunks]
        chunk = np.repeat(np.arange(len(sizes)), sizes)
        seen = Seen(*(
            np.array([getattr(one, name) for one in shown])[chunk] for name in Seen._fields
        ))  # fmt: skip
        of = {} if rng is None else self._twins(rows, chunk, seen.source | seen.reference, rng)
        again = np.concatenate((np.arange(len(rows)), np.fromiter(of, int, len(of))))
        twins = list(of.values())
        used, sides = self._sides(rows, seen, rng)
        sides = sides[:, again]
        sides[0, len(rows) :] = len(used) + np.arange(len(twins))
        ids, there = self.texts(used, twins)
        return Batch(
            ids, there, *(self._on(one) for one in (*sides, chunk[again])),
            **self._told(rows, again, twins),
            words=self._words(rows, ids.shape[1], twins),
            alone=self._on(~seen.reference[again]),
        )  # fmt: skip

    def _sides(self, rows: Rows, seen: Seen, rng: np.random.Generator | None) -> tuple[Rows, Rows]:
        """The texts that are needed, and which is whose translation, source, reference (3 × rows).

        Of two references one is chosen by chance, the first without `rng`.
        """
        pack = self.pack
        first, second = pack["first"][rows], pack["second"][rows]
        other = (second != NONE) & (False if rng is None else rng.random(len(rows)) < _HALF)
        wanted = (
            pack["mt"][rows],
            np.where(seen.source, pack["source"][rows], NONE),
            np.where(seen.reference, np.where(other, second, first), NONE),
        )
        used, place = np.unique(np.stack(wanted), return_inverse=True)
        has_none = int(used[0] == NONE)
        return used[has_none:], place.reshape(3, -1) - has_none

    def _twins(
        self, rows: Rows, chunk: Rows, seen: NDArray[np.bool_], rng: np.random.Generator
    ) -> dict[int, Twin]:
        """Spoiled twins of some rows that lost no points, by the number of the row."""
        pack, found = self.pack, {}
        good = (pack["score"][rows] == 0) & seen & (rng.random(len(rows)) < self.spoiled)
        for row in np.flatnonzero(good):
            alike = (pack["language"][rows] == pack["language"][rows[row]]) & (chunk != chunk[row])
            if alike.any():
                other = rng.choice(np.flatnonzero(alike))
                one = twin(*(self._text(rows[n]) for n in (row, other)), rng)
                if one is not None and sum(one.sizes) <= LONGEST:
                    found[int(row)] = one
        return found

    def _text(self, row: int) -> Text:
        text = self.pack["mt"][row]
        start, size = int(self.starts[text]), int(self.lengths[text])
        return Text.of(start, self.begins[self.pack["ids"][start : start + size]])

    def _told(self, rows: Rows, again: Rows, twins: list[Twin]) -> dict[str, Tensor]:
        """What people said of each row; of twins only that they are worse."""
        found = {}
        for name in ("score", "level", "da", "hter", "chrf", "weight"):
            values = self.pack[name][rows][again]
            if name not in {"score", "weight"}:
                values[len(rows) :] = np.nan
            found[name] = values
        found["score"][len(rows) :] = [-one.points for one in twins]
        found["weight"][len(rows) :] = _HALF
        return {name: self._on(values) for name, values in found.items()}

    def _on(self, values: NDArray[np.generic]) -> Tensor:
        return torch.from_numpy(values).to(self.device, non_blocking=True)

    def texts(self, used: Rows, twins: list[Twin]) -> tuple[Tensor, Tensor]:
        """Ids of texts, then of twins, and where there are some: texts × length each."""
        plain = np.zeros((len(used), 2 * PARTS), dtype=np.int64)
        plain[:, 0], plain[:, PARTS] = self.starts[used], self.lengths[used]
        parts = [(*one.starts, *one.sizes) for one in twins]
        table = np.concatenate((plain, np.asarray(parts, np.int64).reshape(-1, 2 * PARTS)))
        starts, sizes = table[:, :PARTS], table[:, PARTS:]
        longest = int(-(-sizes.sum(1).max() // _EIGHT) * _EIGHT)
        at = np.arange(longest)
        where = starts[:, :1] + at
        for part in range(1, PARTS):
            before = sizes[:, :part].sum(1, keepdims=True)
            where = np.where(at >= before, starts[:, part : part + 1] + at - before, where)
        there = at < sizes.sum(1, keepdims=True)
        return self.ids[self._on(np.where(there, where, 0))], self._on(there)

    def _words(self, rows: Rows, longest: int, twins: list[Twin]) -> Tensor:
        starts = self.pack["label_starts"][rows]
        lengths = np.where(starts == NONE, 0, self.lengths[self.pack["mt"][rows]])
        at = np.arange(longest)
        there = self._on(at < lengths[:, None])
        labels = self.labels[self._on(np.where(at < lengths[:, None], starts[:, None] + at, 0))]
        known = there[..., None] & (labels != NOTHING)
        found = torch.where(known, labels.float() / CERTAIN, -1.0)
        return torch.cat((found, self._on(_twins_words(twins, longest)))) if twins else found


def _twins_words(twins: list[Twin], longest: int) -> NDArray[np.float32]:
    """The foreign words are marked."""
    found = np.full((len(twins), longest, 4), -1.0, dtype=np.float32)
    for row, one in enumerate(twins):
        start, size, rest = one.sizes
        found[row, 1 : start + size + rest - 1, 0] = 0.0
        found[row, start : start + size, [0, 2, 3]] = np.array([[MARKED], [MAJOR], [FLUENCY]])
    return found
