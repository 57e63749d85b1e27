"""The base's own layers, untrained by us, in numpy: what a baseline stands on."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from metrics.estimator import base
from metrics.estimator.base import FEED_FORWARD, HEADS, HIDDEN, Floats
from metrics.estimator.lower import given

_FAR, _EPSILON = -1e4, 1e-12


class Encoder:
    """The first layers of multilingual-e5-small (BERT, Devlin et al. 2019)."""

    def __init__(self, layers: int) -> None:
        self._layers = [_weights(f"l{number}") for number in range(layers)]

    def states(self, ids: NDArray[np.int64], mask: Floats) -> Floats:
        """What the last of them says of each piece: batch × length × 384."""
        states, far = given(ids), (1 - mask)[:, None, None, :] * _FAR
        for layer in self._layers:
            states = _layer(layer, states, far)
        return states


def _weights(name: str) -> dict[str, tuple[Floats, Floats]]:
    stored, found = base.load(), {}
    for part in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
        rows = None if part.endswith("ln") else FEED_FORWARD if part == "fi" else HIDDEN
        found[part] = stored.tensor(f"{name}.{part}.w", rows).T, stored.tensor(f"{name}.{part}.b")
    return found


def _layer(weights: dict[str, tuple[Floats, Floats]], states: Floats, far: Floats) -> Floats:
    def product(part: str, values: Floats) -> Floats:
        matrix, bias = weights[part]
        return values @ matrix + bias

    def normed(part: str, values: Floats) -> Floats:
        scale, bias = weights[part]
        centred = values - values.mean(-1, keepdims=True)
        return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + _EPSILON) * scale + bias

    q, k, v = (_heads(product(part, states)) for part in "qkv")
    logits = q @ k.swapaxes(-1, -2) / sqrt(HIDDEN // HEADS) + far
    shares = np.exp(logits - logits.max(-1, keepdims=True))
    found = (shares / shares.sum(-1, keepdims=True)) @ v
    found = found.swapaxes(1, 2).reshape(states.shape)
    states = normed("aln", states + product("ao", found))
    return normed("oln", states + product("fo", _gelu(product("fi", states))))


def _heads(values: Floats) -> Floats:
    return values.reshape(*values.shape[:2], HEADS, -1).swapaxes(1, 2)


def _gelu(values: Floats) -> Floats:
    """By its usual approximation (Hendrycks and Gimpel 2016)."""
    inner = values + np.float32(0.044715) * values**3
    return np.float32(0.5) * values * (1 + np.tanh(np.float32(sqrt(2 / np.pi)) * inner))
