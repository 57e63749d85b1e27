"""Graphs whose large matrices have eight bits, with a scale for each row of what they multiply.

ONNX Runtime's own dynamic quantisation has one scale for a whole batch: a text's numbers change
with the texts beside it (by 15 % of their length here, as a few dimensions of the encoder are very
large). With a scale for each word piece they do not, and are nearer to the exact ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, helper, numpy_helper

from metrics.estimator.base import Floats

# Seven bits: without VNNI, processors add pairs of products in sixteen bits, which eight overflow.
LARGEST = 63.0
_FUSED = "com.microsoft"
_LARGEST, _LEAST, _MIDDLE = 127.0, 1e-9, 128
Values = np.ndarray
_CONSTANTS: dict[str, Values] = {
    "largest": np.asarray(1 / _LARGEST, np.float32),
    "least": np.asarray(_LEAST, np.float32),
    "one": np.asarray(1, np.float32),
    "middle": np.asarray(_MIDDLE, np.uint8),
}
Name = Callable[[Values], str | None]


def eight_bit(model: onnx.ModelProto, name: Name) -> None:
    """Turn each product with a matrix that has a name into one of eight-bit numbers.

    The weights `NAME.w` and `NAME.scale` come in place of the matrix.
    """
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    weights: dict[str, Values] = dict(_CONSTANTS)
    nodes: list[NodeProto] = []
    done: set[str] = set()
    for node in model.graph.node:
        matrix = held.get(node.input[1]) if node.op_type == "MatMul" else None
        known = None if matrix is None else name(matrix)
        if matrix is None or known is None:
            nodes.append(node)
            continue
        weights[f"{known}.w"], weights[f"{known}.scale"] = whole(matrix)
        if node.input[0] not in done:
            nodes += _rows(node.input[0])
            done.add(node.input[0])
        nodes += _product(node, known)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    replaced(model, weights)
    model.opset_import.append(helper.make_opsetid(_FUSED, 1))


def whole(matrix: Floats) -> tuple[NDArray[np.int8], Floats]:
    """A matrix as numbers from -63 to 63, and the scale of each column."""
    scales = np.abs(matrix).max(axis=0) / LARGEST
    scales[scales == 0] = 1.0
    return np.round(matrix / scales).astype(np.int8), scales.astype(np.float32)


def _rows(given: str) -> Iterator[NodeProto]:
    """Rows as numbers from 1 to 255, 128 for zero: `GIVEN.8`, and the scale of each: `GIVEN.s`."""
    make = helper.make_node
    yield make("Abs", [given], [f"{given}.abs"])
    yield make("ReduceMax", [f"{given}.abs"], [f"{given}.max"], axes=[-1], keepdims=1)
    yield make("Mul", [f"{given}.max", "largest"], [f"{given}.share"])
    yield make("Max", [f"{given}.share", "least"], [f"{given}.s"])
    yield make("Div", [given, f"{given}.s"], [f"{given}.whole"])
    yield make("QuantizeLinear", [f"{given}.whole", "one", "middle"], [f"{given}.8"])


def _product(node: NodeProto, name: str) -> Iterator[NodeProto]:
    given, found = node.input[0], node.output[0]
    yield helper.make_node(
        "MatMulIntegerToFloat",
        [f"{given}.8", f"{name}.w", "one", f"{name}.scale", "middle"],
        [f"{found}.i"],
        domain=_FUSED,
    )
    yield helper.make_node("Mul", [f"{found}.i", f"{given}.s"], [found])


def replaced(model: onnx.ModelProto, weights: Mapping[str, Values]) -> None:
    """Add weights, and take away those that nothing uses any more."""
    model.graph.initializer.extend(
        numpy_helper.from_array(np.asarray(values), name) for name, values in weights.items()
    )
    used = {name for node in model.graph.node for name in node.input}
    kept = [tensor for tensor in model.graph.initializer if tensor.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
