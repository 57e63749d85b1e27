"""The lower layers by themselves: what they say of each word piece tells which texts are alike.

An encoder of this kind is what `corpora.alignment.align_documents` takes as `likeness`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files

from metrics.cores import cores
from metrics.estimator import base
from metrics.estimator.base import Floats

Encoder = Callable[[Sequence[str]], list[Floats]]
_GRAPH = files("metrics.estimator") / "model" / "lower.onnx"
_READ = 4096  # characters: more than the word pieces that are read will cover


@cache
def encoder() -> Encoder | None:
    """What turns texts into the states of their word pieces: for each text, pieces × 384.

    Of a long text the first 254 pieces are read. None where the weights or ONNX Runtime are not
    installed.
    """
    try:
        ort = import_module("onnxruntime")
        runtime = import_module("metrics.estimator.runtime")
    except ImportError:
        return None
    if not base.is_usable():
        return None
    options = ort.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = cores(), 3
    lower = runtime.Lower(_GRAPH.read_bytes(), options)

    def read(texts: Sequence[str]) -> list[Floats]:
        pieces = runtime.tokens.pieces_of([text[:_READ] for text in texts])
        found: dict[int, Floats] = {}
        for rows in runtime.batches([len(one.ids) for one in pieces], runtime.LOWER_BATCH):
            states = lower.states(*runtime.padded([pieces[row].ids for row in rows]))
            for row, its in zip(rows, states, strict=True):
                found[row] = its[1 : len(pieces[row].ids) - 1]
        return [found[row] for row in range(len(pieces))]

    return read
