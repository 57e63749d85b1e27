"""What the model is taught: better above worse, scores, effort, and the words that people mark."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import Batch
from training.model import Outputs

_CLEAR = 2.0
_LEVEL, _DA, _HTER, _WORDS = 0.3, 0.5, 3.0, 1.5
_EDITED = 0.4


def loss_of(found: Outputs, batch: Batch) -> dict[str, Tensor]:
    """Every part of the loss, weighted; their sum is minimised."""
    words = word_losses(found.words, batch)
    return {
        "rank": rank(found.score, batch),
        "level": _LEVEL * _known(found.score, batch.level, batch.weight),
        "da": _DA * _known(found.da, batch.da, batch.weight),
        "hter": _HTER * _known(found.hter.sigmoid(), batch.hter, batch.weight),
        **words,
    }


def rank(scores: Tensor, batch: Batch) -> Tensor:
    """Pairs of one source: the better one higher, the more so the clearer it is better.

    As RankNet (Burges et al. 2005), weighted by the difference of the human scores.
    """
    human = batch.score
    apart = human[:, None] - human[None, :]
    same = batch.chunk[:, None] == batch.chunk[None, :]
    better = same & (apart > 0)
    if not better.any():
        return scores.sum() * 0
    weights = (apart / _CLEAR).clamp(max=1.0)[better] * batch.weight[:, None].expand_as(apart)[
        better
    ]
    lost = functional.softplus(-(scores[:, None] - scores[None, :])[better])
    return (lost * weights).sum() / weights.sum()


def _known(found: Tensor, human: Tensor, weight: Tensor) -> Tensor:
    known = ~human.isnan()
    if not known.any():
        return found.sum() * 0
    lost = functional.smooth_l1_loss(found[known], human[known], reduction="none")
    return (lost * weight[known]).mean()


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
