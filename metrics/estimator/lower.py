"""The lower layers: the base's weights put into a graph that comes without them."""

from __future__ import annotations

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from metrics.estimator import base
from metrics.estimator.base import FEED_FORWARD, HIDDEN, Floats

LAYERS = 8
_MATRICES = ("q", "k", "v", "ao", "fi", "fo")
_NORMS = ("aln", "oln")
_POSITIONS, _TYPES = 512, 2
_EPSILON = 1e-12
# Seven bits: without VNNI, processors add pairs of products in sixteen bits, which eight overflow.
LARGEST = 63.0


def weights() -> dict[str, NDArray[np.generic]]:
    """What the graph lacks, by the names it has there.

    Matrices as whole numbers, a scale for each column; everything else in float32.
    """
    stored = base.load()
    found: dict[str, NDArray[np.generic]] = {}
    for number in range(LAYERS):
        name = f"l{number}"
        for part in _MATRICES:
            rows = FEED_FORWARD if part == "fi" else HIDDEN
            matrix, scales = whole(stored.tensor(f"{name}.{part}.w", rows).T)
            found[f"{name}.{part}.w"], found[f"{name}.{part}.scale"] = matrix, scales
        for part in (*_MATRICES, *_NORMS):
            found[f"{name}.{part}.b"] = stored.tensor(f"{name}.{part}.b")
        for part in _NORMS:
            found[f"{name}.{part}.w"] = stored.tensor(f"{name}.{part}.w")
    return found


def whole(matrix: Floats) -> tuple[NDArray[np.int8], Floats]:
    """A matrix as numbers from -63 to 63, and the scale of each column."""
    scales = np.abs(matrix).max(axis=0) / LARGEST
    scales[scales == 0] = 1.0
    return np.round(matrix / scales).astype(np.int8), scales.astype(np.float32)


class Lower:
    """The graph with its weights, ready to run."""

    def __init__(self, graph: bytes, options: ort.SessionOptions) -> None:
        named = weights()
        # The session reads some of them where they lie, so they must live as long as it does.
        self._values = [
            ort.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(v)) for v in named.values()
        ]
        options.add_external_initializers(list(named), self._values)
        self._session = ort.InferenceSession(graph, options)

    def states(self, ids: NDArray[np.int64], mask: Floats) -> Floats:
        """What the eighth layer says of each piece: batch × length × 384."""
        (found,) = self._session.run(None, {"given": given(ids), "mask": mask})
        return np.asarray(found, dtype=np.float32)


def given(ids: NDArray[np.int64]) -> Floats:
    """What the first layer reads: piece, place and type embeddings, normalised.

    Ids: batch × length; the result: batch × length × 384.
    """
    stored = base.load()
    places = stored.tensor("emb.pos", _POSITIONS)[: ids.shape[1]]
    unique, which = np.unique(ids, return_inverse=True)
    rows = stored.embeddings(unique)[which.reshape(ids.shape)]
    rows = rows + places + stored.tensor("emb.type", _TYPES)[0]
    centred = rows - rows.mean(-1, keepdims=True)
    scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + _EPSILON)
    found = scaled * stored.tensor("emb.ln.w") + stored.tensor("emb.ln.b")
    return np.asarray(found, dtype=np.float32)
