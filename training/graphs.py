"""The graphs that ship: the lower one without weights, the upper one with eight-bit weights."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from metrics.estimator import base
from metrics.estimator import lower as weights
from metrics.estimator.base import HIDDEN
from training import model
from training.eight_bit import Values, eight_bit, left_out
from training.model import Side, Upper

_OPSET = 17
_LEAST = HIDDEN * HIDDEN
INPUTS = ("states", "ids", "sides", "other_states", "other_ids", "other_sides")


def lower(target: Path) -> None:
    """Write the lower graph, with names in place of the base's weights."""
    given = (torch.randn(2, 7, HIDDEN), torch.ones(2, 7))
    graph = _exported(model.lower(base.load()), given, ("given", "mask"), ("states",))
    known = weights.weights()
    matrices = {name.removesuffix(".w"): w for name, w in known.items() if w.dtype == np.int8}

    def name_of(matrix: Values) -> str | None:
        values, _ = weights.whole(matrix)
        return next((name for name, w in matrices.items() if np.array_equal(w, values)), None)

    eight_bit(graph, name_of)
    left_out(graph, known)
    onnx.save(graph, target)


def upper(trained: Upper, target: Path) -> None:
    """Write the upper graph, its large matrices in eight bits."""
    mt, others = (
        (torch.randn(2, length, HIDDEN), torch.ones(2, length).long(), torch.tensor(sides))
        for length, sides in ((5, [[1] * 5] * 2), (7, [[2, 2, 2, 3, 3, 0, 0]] * 2))
    )
    graph = _exported(_Plain(trained).eval(), (*mt, *others), INPUTS, ("scores", "words"))
    numbers = count()
    eight_bit(graph, lambda matrix: f"m{next(numbers)}" if matrix.size >= _LEAST else None)
    onnx.save(graph, target)


class _Plain(nn.Module):
    """The upper layers with plain tensors as their results."""

    def __init__(self, upper: Upper) -> None:
        super().__init__()
        self.upper = upper

    def forward(self, *given: Tensor) -> tuple[Tensor, Tensor]:
        """Scores (batch × 4: score, DA, HTER, matched) and word logits (batch × length × 4)."""
        found = self.upper(Side(*given[:3]), Side(*given[3:]))
        scores = (found.score, found.da, found.hter.sigmoid(), found.matched)
        return torch.stack(scores, -1), found.words


def _exported(
    module: nn.Module, given: tuple[Tensor, ...], inputs: Sequence[str], outputs: Sequence[str]
) -> onnx.ModelProto:
    axes = {
        name: {0: "batch", 1: "more" if name.startswith("other") else "length"}
        for name in (*inputs, *outputs)
    }
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "graph.onnx")
        torch.onnx.export(
            module, given, path, input_names=list(inputs), output_names=list(outputs),
            opset_version=_OPSET, dynamo=False,
            dynamic_axes=axes | {"scores": {0: "batch"}},
        )  # fmt: skip
        return onnx.load(path)
