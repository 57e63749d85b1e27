"""The estimator as torch sees it: layers of the encoder, and what is trained on top of them.

The lower four layers of multilingual-e5-small read each text by itself. The next four read the
translation, each word piece looking at the others and at the source's and the reference's as the
lower layers left them, with what matching the texts says. The base's upper four are not used.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from metrics.estimator.base import FEED_FORWARD, HEADS, HIDDEN, Base
from metrics.estimator.lower import POSITIONS, TYPES
from metrics.estimator.texts import MT, REFERENCE, SOURCE
from training.matching import MATCHES, TOTALS, matched, matches, totals

LOWER, LAYERS = 4, 8  # of the twelve that the base has
SIDES = 4
_FAR = -1e4
_DROPPED = 0.1


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2019), whose word pieces may look at other texts, too."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.aln, self.oln = (nn.LayerNorm(HIDDEN, eps=1e-12) for _ in range(2))
        self.fi, self.fo = nn.Linear(HIDDEN, FEED_FORWARD), nn.Linear(FEED_FORWARD, HIDDEN)
        self.drop = nn.Dropout(_DROPPED)

    def forward(self, states: Tensor, far: Tensor, others: Tensor | None = None) -> Tensor:
        """States (batch × length × 384), others (batch × more × 384) that are looked at only.

        `far` is added to attention: batch × 1 × 1 × (length + more).
        """
        seen = states if others is None else torch.cat((states, others), 1)
        q, k, v = (_heads(part) for part in (self.q(states), self.k(seen), self.v(seen)))
        found = functional.scaled_dot_product_attention(q, k, v, attn_mask=far.to(q.dtype))
        states = self.aln(states + self.drop(self.ao(found.transpose(1, 2).flatten(2))))
        inner = self.fo(functional.gelu(self.fi(states)))
        after: Tensor = self.oln(states + self.drop(inner))
        return after


def _heads(states: Tensor) -> Tensor:
    return states.unflatten(-1, (HEADS, HIDDEN // HEADS)).transpose(1, 2)


class Stack(nn.Module):
    """Some of the encoder's layers, with the weights of the base."""

    def __init__(self, first: int, last: int, weights: Base) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(first, last))
        for number, layer in enumerate(self.layers, first):
            _fill(layer, f"l{number}", weights)

    def forward(self, states: Tensor, mask: Tensor, others: Tensor | None = None) -> Tensor:
        """States (batch × length × 384); mask 1 where there is a word piece, others' after it."""
        far = ((1.0 - mask) * _FAR)[:, None, None, :]
        for layer in self.layers:
            states = layer(states, far, others)
        return states


def _fill(layer: nn.Module, name: str, weights: Base) -> None:
    with torch.no_grad():
        for part, module in layer.named_children():
            if not isinstance(module, nn.Dropout):
                rows = None if isinstance(module, nn.LayerNorm) else module.weight.shape[0]
                module.weight.copy_(torch.tensor(weights.tensor(f"{name}.{part}.w", rows)))
                module.bias.copy_(torch.tensor(weights.tensor(f"{name}.{part}.b")))


@dataclass(frozen=True, slots=True)
class Side:
    """Texts of a batch: states (batch × length × 384), ids, and which side each piece is on.

    Sides are 1 for the translation, 2 for the source, 3 for the reference, 0 for nothing.
    """

    states: Tensor
    ids: Tensor
    sides: Tensor


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the model says: a score a row; for every word piece the logits of its heads.

    `matched` is BERTScore's F1 with the reference, 0 without one, which nothing was trained for.
    `words`: marked by a professional, changed by a post-editor, major if marked, fluency if marked.
    """

    score: Tensor
    da: Tensor
    hter: Tensor
    matched: Tensor
    words: Tensor


class Upper(nn.Module):
    """What reads all texts together."""

    def __init__(self, weights: Base) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(HIDDEN))
        self.stack = Stack(LOWER, LAYERS, weights)
        self.side = nn.Embedding(SIDES, HIDDEN)
        self.match = nn.Linear(MATCHES, HIDDEN)
        self.words = nn.Linear(HIDDEN + MATCHES, 4)
        self.risky, self.missed = nn.Linear(HIDDEN, 1), nn.Linear(HIDDEN, 1)
        self.weight = nn.Linear(HIDDEN, 1)
        self.inner = nn.Linear(3 * HIDDEN + TOTALS, HIDDEN)
        self.outer = nn.Linear(HIDDEN, 3)
        self.direct = nn.Linear(TOTALS, 3)
        for module in (self.side, self.match):
            nn.init.normal_(module.weight, std=0.02)

    def forward(self, mt: Side, others: Side) -> Outputs:
        """The translations, and their sources and references one after another."""
        with torch.autocast(mt.states.device.type, enabled=False):
            match, facing = matches(mt, others, self.mean)
        given, beside = starmap(self._given, ((mt, match), (others, facing)))
        ours, theirs = ((one.sides > 0).to(given.dtype) for one in (mt, others))
        seen = torch.cat((ours, theirs), 1)
        found = self.stack(given, seen, beside)
        words = self.words(torch.cat((found, match), -1))
        weights = [self.weight(one).squeeze(-1) for one in (given, beside)]
        told = totals(mt, others, (match, facing), weights)
        pooled = (
            _chosen(found, self.risky(found), ours),
            _chosen(found, torch.zeros_like(given[..., :1]), ours),
            _chosen(beside, self.missed(beside), theirs),
        )
        inner = functional.gelu(self.inner(torch.cat((*pooled, told), -1)))
        head = (self.outer(inner) + self.direct(told)).float()
        return Outputs(head[:, 0], head[:, 1], head[:, 2], matched(told).float(), words.float())

    def _given(self, side: Side, match: Tensor) -> Tensor:
        given: Tensor = side.states + self.side(side.sides) + self.match(match)
        return given


def _chosen(values: Tensor, logits: Tensor, mask: Tensor) -> Tensor:
    """The average by weights that the softmax of logits gives; zero where there is nothing."""
    weights = (logits.squeeze(-1) + (1.0 - mask) * _FAR).softmax(-1) * mask
    return (weights[..., None] * values).sum(1)


@dataclass(frozen=True, slots=True)
class Batch:
    """One step's worth: texts, which of them stand together, and what people said.

    `ids` and `there` (texts × length); `mt`, `source`, `reference` number the texts of each row, -1
    for none. `chunk` numbers rows that can be compared; unknown scores are NaN. `words` (rows ×
    length × 4) has the share of raters, the share of post-editors, major and fluency, -1 where
    unknown. `alone` where no reference is shown.
    """

    ids: Tensor
    there: Tensor
    mt: Tensor
    source: Tensor
    reference: Tensor
    chunk: Tensor
    score: Tensor
    level: Tensor
    da: Tensor
    hter: Tensor
    weight: Tensor
    chrf: Tensor
    words: Tensor
    alone: Tensor


class Whole(nn.Module):
    """Word pieces' embeddings as they are in the base, lower layers, upper layers."""

    def __init__(self, weights: Base, vocabulary: int) -> None:
        super().__init__()
        rows = weights.embeddings(np.arange(vocabulary))
        first = weights.tensor("emb.pos", POSITIONS) + weights.tensor("emb.type", TYPES)[0]
        self.register_buffer("rows", torch.from_numpy(rows).half(), persistent=False)
        self.register_buffer("places", torch.from_numpy(first), persistent=False)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        with torch.no_grad():
            self.norm.weight.copy_(torch.tensor(weights.tensor("emb.ln.w")))
            self.norm.bias.copy_(torch.tensor(weights.tensor("emb.ln.b")))
        self.norm.requires_grad_(requires_grad=False)
        self.lower = Stack(0, LOWER, weights)
        self.upper = Upper(weights)

    def states(self, ids: Tensor, there: Tensor) -> Tensor:
        """What the lower layers say of texts: texts × length × 384."""
        given = self.norm(self.rows[ids].float() + self.places[: ids.shape[1]])
        found: Tensor = self.lower(given, there.float())
        return found

    def forward(self, batch: Batch) -> Outputs:
        """What the model says of a batch."""
        states = self.states(batch.ids, batch.there)

        def side(which: Tensor, number: int) -> Side:
            there = batch.there[which] & (which >= 0)[:, None]
            return Side(states[which], batch.ids[which], there * number)

        source, reference = side(batch.source, SOURCE), side(batch.reference, REFERENCE)
        others = Side(*(
            torch.cat((getattr(source, name), getattr(reference, name)), 1)
            for name in ("states", "ids", "sides")
        ))  # fmt: skip
        found: Outputs = self.upper(side(batch.mt, MT), others)
        return found
