"""What the model is taught: better above worse, scores, effort, and the words that people mark."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from training.model import Batch, Outputs

_CLEAR, _CLEARLY_NEARER = 2.0, 0.1
_LEVEL, _DA, _HTER, _WORDS = 0.3, 0.5, 3.0, 1.5
_EDITED = 0.4


class Weights(NamedTuple):
    """How much the order of two translations of a source counts.

    Which one people preferred; which one is nearer to a reference that is not shown, by chrF.
    """

    contrast: float = 1.0
    chrf: float = 0.3


def loss_of(found: Outputs, batch: Batch, weights: Weights) -> dict[str, Tensor]:
    """Every part of the loss, weighted; their sum is minimised."""
    preferred = rank(found.score, batch.score, _CLEAR, batch, batch.weight)
    nearer = rank(found.score, batch.chrf, _CLEARLY_NEARER, batch, batch.alone.float())
    words = word_losses(found.words, batch)
    return {
        "rank": weights.contrast * preferred,
        "chrf": weights.chrf * nearer,
        "level": _LEVEL * _known(found.score, batch.level, batch.weight),
        "da": _DA * _known(found.da, batch.da, batch.weight),
        "hter": _HTER * _known(found.hter.sigmoid(), batch.hter, batch.weight),
        **words,
    }


def rank(scores: Tensor, told: Tensor, clear: float, batch: Batch, weight: Tensor) -> Tensor:
    """Pairs of one source: the better one higher, the more so the clearer it is better.

    As RankNet (Burges et al. 2005), weighted by the difference of what is told of them.
    """
    apart = told[:, None] - told[None, :]
    same = batch.chunk[:, None] == batch.chunk[None, :]
    weights = (apart / clear).nan_to_num().clamp(0.0, 1.0) * same * weight[:, None]
    lost = functional.softplus(scores[None, :] - scores[:, None])
    return (lost * weights).sum() / weights.sum().clamp(min=1.0)


def _known(found: Tensor, human: Tensor, weight: Tensor) -> Tensor:
    known = ~human.isnan()
    lost = functional.smooth_l1_loss(found, human.nan_to_num(), reduction="none")
    return (lost * weight * known).sum() / known.sum().clamp(min=1)


def word_losses(found: Tensor, batch: Batch) -> dict[str, Tensor]:
    """Cross-entropy with the shares of people; severity and kind where a word is marked."""
    marked, edited, major, fluency = batch.words.unbind(-1)
    share = marked.clamp(min=0)
    parts = (
        ("words", found[..., 0], marked, (marked >= 0).float(), _WORDS),
        ("edited", found[..., 1], edited, (edited >= 0).float(), _EDITED),
        ("major", found[..., 2], major, share * (major >= 0), _EDITED / 2),
        ("fluency", found[..., 3], fluency, share * (fluency >= 0), _EDITED / 2),
    )
    return {
        name: factor * _entropy(x, y, w * batch.weight[:, None]) for name, x, y, w, factor in parts
    }


def _entropy(logits: Tensor, target: Tensor, weights: Tensor) -> Tensor:
    lost = functional.binary_cross_entropy_with_logits(
        logits, target.clamp(min=0), weights, reduction="sum"
    )
    return lost / torch.clamp(weights.sum(), min=1.0)
