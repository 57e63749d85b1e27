"""How a model wants its texts: word pieces, in which order, and how many fit.

A regression model reads each text by itself, UniTE and its kind read them joined:
`<s> translation </s></s> source </s></s> reference </s>`, and with a reference three times, with
the source, with the reference, with both. The limits are unbabel-comet's: 510 word pieces for a
text, 512 for what is joined, with the marks; what is over is cut from the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpora.errors import MetricError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ids = NDArray[np.int64]
Arrays = dict[str, Ids]
_SPACE = "▁ "
"""A word piece of these only is the space before a word; the tokenizer places it on the word."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a model reads: `segments` in COMET's words (`mt`, `src`, `ref`), joined or not.

    `tags` are what it may say of a word piece, `O` first; none where it speaks of no words.
    `explains` is XCOMET, whose score counts its own error spans. `marks` are the ids of beginning,
    end and padding, `separators` how many end marks stand between two texts. `text_limit` and
    `joint_limit` are word pieces with marks.
    """

    joint: bool
    segments: tuple[str, ...]
    tags: tuple[str, ...]
    explains: bool
    marks: tuple[int, int, int]
    separators: int
    text_limit: int
    joint_limit: int

    @property
    def needs_reference(self) -> bool:
        """Whether it cannot score without a reference."""
        return "ref" in self.segments and (not self.joint or "src" not in self.segments)

    @property
    def reads_reference(self) -> bool:
        """Whether a reference changes its score."""
        return "ref" in self.segments

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs of its network, in order."""
        sides = ("",) if self.joint else tuple(f"{side}_" for side in self.segments)
        parts = ("input_ids", "attention_mask")
        return tuple(f"{side}{part}" for side in sides for part in parts)


@dataclass(frozen=True, slots=True)
class Texts:
    """What is judged: a translation, and what it is judged by."""

    mt: str
    src: str | None
    ref: str | None


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text's word pieces with the marks at both ends, uncut, and their places in code points.

    Marks and pieces that are but a space have empty places.
    """

    ids: Ids
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Input:
    """What the network is given for one segment.

    `rows` are sequences: one a text, or one a joined input. `mt` are the translation's pieces as
    far as they are read, `needed` the word pieces of the longest sequence if it had to be cut, else
    0.
    """

    rows: tuple[Ids, ...]
    mt: Pieces
    needed: int
    limit: int


def inputs(layout: Layout, tokenizer: Tokenizer, texts: Sequence[Texts]) -> list[Input]:
    """Each segment's input, in order; a text that occurs often is split once."""
    sides = ((one.mt, one.src, one.ref) for one in texts)
    unique = list(dict.fromkeys(text for side in sides for text in side if text is not None))
    known = dict(zip(unique, _split(tokenizer, unique), strict=True))
    make = _joined if layout.joint else _apart
    return [make(layout, {
        name: known[text] for name, text in (("mt", one.mt), ("src", one.src), ("ref", one.ref))
        if text is not None and name in layout.segments
    }) for one in texts]  # fmt: skip


def _split(tokenizer: Tokenizer, texts: Sequence[str]) -> Iterator[Pieces]:
    for one in tokenizer.encode_batch(list(texts)):
        places = tuple(
            place if piece.strip(_SPACE) else (place[0], place[0])
            for piece, place in zip(one.tokens, one.offsets, strict=True)
        )
        yield Pieces(np.asarray(one.ids, dtype=np.int64), places)


def _cut(pieces: Pieces, limit: int) -> Pieces:
    """The first word pieces, with the marks."""
    if len(pieces.ids) <= limit:
        return pieces
    ids = np.concatenate([pieces.ids[: limit - 1], pieces.ids[-1:]])
    return Pieces(ids, (*pieces.places[: limit - 1], pieces.places[-1]))


def _apart(layout: Layout, texts: dict[str, Pieces]) -> Input:
    limit = layout.text_limit
    lacking = [name for name in layout.segments if name not in texts]
    if lacking:
        raise MetricError(f"COMET: this model reads {lacking[0]}, and a segment has none")
    rows = tuple(_cut(texts[name], limit).ids for name in layout.segments)
    longest = max(len(texts[name].ids) for name in layout.segments)
    return Input(rows, _cut(texts["mt"], limit), longest if longest > limit else 0, limit)


def _joined(layout: Layout, texts: dict[str, Pieces]) -> Input:
    cut = {name: _without_padding(layout, _cut(one, layout.text_limit))
           for name, one in texts.items()}  # fmt: skip
    others = [name for name in layout.segments if name in texts and name != "mt"]
    ways: list[tuple[str, ...]] = [("mt", name) for name in others] or [("mt",)]
    if len(others) > 1:
        ways.append(("mt", *others))
    rows = tuple(_join(layout, [cut[name] for name in way]) for way in ways)
    whole = [_joined_length(layout, [texts[name] for name in way]) for way in ways]
    over = any(len(texts[name].ids) > layout.text_limit for name in texts)
    over = over or max(whole) > layout.joint_limit
    return Input(rows, cut["mt"], max(whole) if over else 0, layout.joint_limit)


def _without_padding(layout: Layout, pieces: Pieces) -> Pieces:
    """COMET takes out every padding mark, one that was written in the text (`<pad>`) too."""
    kept = [at for at, one in enumerate(pieces.ids) if one != layout.marks[2]]
    if len(kept) == len(pieces.ids):
        return pieces
    return Pieces(pieces.ids[kept], tuple(pieces.places[at] for at in kept))


def _joined_length(layout: Layout, texts: Sequence[Pieces]) -> int:
    return sum(len(one.ids) - 2 for one in texts) + 2 + layout.separators * (len(texts) - 1)


def _join(layout: Layout, texts: Sequence[Pieces]) -> Ids:
    begin, end, _ = layout.marks
    row: list[int] = [begin]
    for number, one in enumerate(texts):
        row += [end] * (layout.separators if number else 0)
        row += one.ids[1:-1].tolist()
    return np.asarray([*row, end][: layout.joint_limit], dtype=np.int64)


def arrays(layout: Layout, some: Sequence[Input]) -> list[Arrays]:
    """What the network is called with for these segments: once, or once for each joined input."""
    columns = [[one.rows[at] for one in some] for at in range(len(some[0].rows))]
    padded = [_padded(column, layout.marks[2]) for column in columns]
    calls = padded if layout.joint else [tuple(part for pair in padded for part in pair)]
    return [dict(zip(layout.names, call, strict=True)) for call in calls]


def _padded(rows: Sequence[Ids], padding: int) -> tuple[Ids, Ids]:
    longest = max(map(len, rows))
    ids = np.full((len(rows), longest), padding, dtype=np.int64)
    mask = np.zeros_like(ids)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = row
        mask[number, : len(row)] = 1
    return ids, mask
