"""The layers that read each text by itself, on the base's embeddings of word pieces."""

from __future__ import annotations

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from metrics.estimator import base
from metrics.estimator.base import Floats

POSITIONS, TYPES = 512, 2
_EPSILON = 1e-12


class Lower:
    """The graph, ready to run."""

    def __init__(self, graph: bytes, options: ort.SessionOptions) -> None:
        self._session = ort.InferenceSession(graph, options)

    def states(self, ids: NDArray[np.int64], mask: Floats) -> Floats:
        """What its last layer says of each piece: batch × length × 384."""
        (found,) = self._session.run(None, {"given": given(ids), "mask": mask})
        return np.asarray(found, dtype=np.float32)


def given(ids: NDArray[np.int64]) -> Floats:
    """What the first layer reads: piece, place and type embeddings, normalised.

    Ids: batch × length; the result: batch × length × 384.
    """
    stored = base.load()
    places = stored.tensor("emb.pos", POSITIONS)[: ids.shape[1]]
    unique, which = np.unique(ids, return_inverse=True)
    rows = stored.embeddings(unique)[which.reshape(ids.shape)]
    rows = rows + places + stored.tensor("emb.type", TYPES)[0]
    centred = rows - rows.mean(-1, keepdims=True)
    scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + _EPSILON)
    found = scaled * stored.tensor("emb.ln.w") + stored.tensor("emb.ln.b")
    return np.asarray(found, dtype=np.float32)
