"""What a translation, its source and its reference have for each other, word piece by word piece.

As BERTScore's greedy matching (Zhang et al. 2020, openreview.net/forum?id=SkeHuCVFDr), on centred
states of a middle layer, with weights for the word pieces that are learned.
"""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional

from metrics.estimator.texts import REFERENCE, SOURCE

MATCHES = 8
TOTALS = 2 * (MATCHES + 2 * 3) + 2
_FAR = -1e4
_LEAST = -1.0
_TINY = 1e-6
_SHARP = 5.0
_PRECISION, _RECALL = 1, 2 * MATCHES + 2 * 3  # the plain averages of cosines with the reference


class Texts(Protocol):
    """Texts of a batch (`training.model.Side`)."""

    @property
    def states(self) -> Tensor:
        """Batch × length × 384."""

    @property
    def ids(self) -> Tensor:
        """Batch × length."""

    @property
    def sides(self) -> Tensor:
        """Batch × length; 0 for nothing."""


def matches(mt: Texts, others: Texts, mean: Tensor) -> tuple[Tensor, Tensor]:
    """What each word piece has on the other side, for the translation and for the others.

    Batch × length × 8 each: the best cosine with the source; with the reference, and is the
    same piece there, is it there after the same one; the same two for the source; is there a
    source, a reference. The others have the columns of their own side.
    """
    ours, theirs = (functional.normalize(one.states.float() - mean, dim=-1) for one in (mt, others))
    cosine = ours @ theirs.transpose(1, 2)
    same = mt.ids[:, :, None] == others.ids[:, None, :]
    both = same & functional.pad(same[:, :-1, :-1], (1, 0, 1, 0))
    columns: list[list[Tensor]] = [[], []]
    for side in (SOURCE, REFERENCE):
        pairs = (mt.sides > 0)[:, :, None] & (others.sides == side)[:, None, :]
        kinds = cosine.masked_fill(~pairs, _LEAST), (same & pairs).float(), (both & pairs).float()
        for found, axis in zip(columns, (2, 1), strict=True):
            there = pairs.any(axis).float()
            found += [kind.amax(axis) * there for kind in kinds]
            found.append(there)
    order = (0, 4, 5, 6, 1, 2, 3, 7)
    first, second = (torch.stack([found[n] for n in order], -1) for found in columns)
    return first, second


def totals(mt: Texts, others: Texts, match: tuple[Tensor, Tensor], weights: list[Tensor]) -> Tensor:
    """Averages of the matches, plain and weighted, and how long the texts are: batch × 30."""
    found, sizes = [], []
    ours, theirs = match
    sides = (
        (mt.sides > 0, ours, weights[0]),
        (others.sides == SOURCE, theirs[..., [0, 4, 5]], weights[1]),
        (others.sides == REFERENCE, theirs[..., [1, 2, 3]], weights[1]),
    )
    for there, values, logits in sides:
        mask = there.to(values.dtype)
        heavy = (logits + (1.0 - mask) * _FAR).softmax(-1) * mask
        size = mask.sum(1, keepdim=True)
        plain = (values * mask[..., None]).sum(1) / size.clamp(min=1.0)
        found += [_SHARP * plain, _SHARP * (heavy[..., None] * values).sum(1)]
        sizes.append(size)
    mine, *its = sizes
    ratios = [torch.log(mine / one.clamp(min=1.0)) * (one > 0) for one in its]
    return torch.cat((*found, *ratios), -1)


def matched(told: Tensor) -> Tensor:
    """F1 of the translation's and the reference's word pieces, from the totals: a number a row."""
    precision, recall = told[:, _PRECISION] / _SHARP, told[:, _RECALL] / _SHARP
    return 2 * precision * recall / (precision + recall).clamp(min=_TINY)
