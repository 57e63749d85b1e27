"""An exported COMET model, run with onnxruntime, tokenizers and numpy: no torch, no comet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import msgspec
import numpy as np

from corpora.errors import MetricError
from metrics.comet.find import ONNX_CARD
from metrics.comet.judge import Answer
from metrics.comet.layout import Arrays, Layout
from metrics.comet.packages import one_line
from metrics.cores import cores

FORMAT = 1
GRAPH, TOKENIZER = "model.onnx", "tokenizer.json"
_PROVIDERS = MappingProxyType({
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "mps": "CoreMLExecutionProvider",
})  # fmt: skip
_BUDGETS = MappingProxyType({"cpu": 2048, "mps": 4096, "cuda": 16384})


@dataclass(frozen=True, slots=True)
class Card:
    """What an exported folder says of its model.

    `name` is the model's, `kind` unbabel-comet's word for its class, `weights` the SHA-256 of the
    checkpoint it was made from, `licence` its SPDX name where it is known. `exported_with` are the
    packages that wrote it.
    """

    format: int
    name: str
    kind: str
    weights: str
    licence: str | None
    encoder: str
    layout: Layout
    exported_with: dict[str, str]


def read_card(folder: Path) -> Card:
    """What an exported folder says of its model. Raises MetricError."""
    path = folder / ONNX_CARD
    try:
        card = msgspec.json.decode(path.read_bytes(), type=Card)
    except (OSError, msgspec.DecodeError) as error:
        raise MetricError(f"{path} is damaged ({one_line(error)}): export it again") from error
    if card.format != FORMAT:
        raise MetricError(f"{path} has format {card.format}, not {FORMAT}: export it again")
    return card


class OnnxEngine:
    """An exported model: an Engine."""

    def __init__(self, folder: Path, device: str = "cpu") -> None:
        self.layout = read_card(folder).layout
        self.budget = _BUDGETS[device.partition(":")[0]]
        try:
            import onnxruntime  # noqa: PLC0415 — not on every platform
            from tokenizers import Tokenizer  # noqa: PLC0415
        except ImportError as error:
            raise MetricError(f"an exported model needs the package {error.name}") from error
        provider = _PROVIDERS[device.partition(":")[0]]
        if provider not in onnxruntime.get_available_providers():
            raise MetricError(f"onnxruntime sees no device {device} here")
        providers = list(dict.fromkeys([provider, _PROVIDERS["cpu"]]))
        try:
            self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            self._session = onnxruntime.InferenceSession(
                str(folder / GRAPH), _options(onnxruntime), providers=providers
            )
        except Exception as error:  # both raise bare Exceptions and their own
            why = one_line(error)
            raise MetricError(f"the exported model {folder} is damaged ({why})") from error
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def run(self, call: Arrays) -> Answer:
        """Run the network once; MemoryError where it did not fit."""
        try:
            said: Sequence[np.ndarray] = self._session.run(None, call)
        except Exception as error:  # onnxruntime's exceptions have no class of their own in common
            if "allocate" in str(error) or "out of memory" in str(error):
                raise MemoryError(str(error)) from error
            raise MetricError(f"onnxruntime failed: {one_line(error)}") from error
        return Answer(said[0].astype(np.float64), said[1] if len(said) > 1 else None)


def _options(onnxruntime: object) -> object:
    """Errors only: its warnings speak of the graph's make, which nobody here can change."""
    options = onnxruntime.SessionOptions()  # type: ignore[attr-defined]
    options.log_severity_level = 3
    options.intra_op_num_threads = cores()
    return options
