"""The graphs that ship, with eight-bit weights."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from torch import Tensor, nn

from metrics.estimator.base import HIDDEN
from training.eight_bit import eight_bit
from training.model import Side, Upper, Whole

_OPSET = 17
_LEAST = HIDDEN * HIDDEN
INPUTS = ("states", "ids", "sides", "other_states", "other_ids", "other_sides")


def write(trained: Whole, folder: Path) -> None:
    """Write both graphs into a folder, their large matrices in eight bits."""
    trained = trained.cpu().eval()
    given = (torch.randn(2, 7, HIDDEN), torch.ones(2, 7))
    _written(trained.lower, given, ("given", "mask"), ("states",), folder / "lower.onnx")
    mt, others = (
        (torch.randn(2, length, HIDDEN), torch.ones(2, length).long(), torch.tensor(sides))
        for length, sides in ((5, [[1] * 5] * 2), (7, [[2, 2, 2, 3, 3, 0, 0]] * 2))
    )
    plain = _Plain(trained.upper)
    _written(plain, (*mt, *others), INPUTS, ("scores", "words"), folder / "upper.onnx")


def _written(
    module: nn.Module,
    given: tuple[Tensor, ...],
    inputs: Sequence[str],
    outputs: Sequence[str],
    target: Path,
) -> None:
    graph = _exported(module.eval(), given, inputs, outputs)
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
