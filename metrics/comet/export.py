"""A COMET checkpoint written as ONNX, so that it can be run without torch.

The folder holds `model.onnx` (and `model.onnx.data` where the weights exceed ONNX's 2 GB),
`tokenizer.json`, and `copydesk-comet.json`, which says what the model is and how it wants its
texts. It is written whole or not at all.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from corpora.errors import MetricError
from metrics.comet import catalogue, checkpoint, packages
from metrics.comet.find import ONNX_CARD, Found, find
from metrics.comet.hashes import sha256
from metrics.comet.layout import Layout
from metrics.comet.onnx import FORMAT, GRAPH, TOKENIZER, Card

_OPSET = 17
_MOST = 1_900_000_000
"""Bytes of one ONNX file: above, the weights stand beside it."""
_EXAMPLE = (2, 7)
"""Segments and word pieces of the example that torch traces."""


def export(
    model: str, folder: Path, *, cache: Path | None = None, memory: Path | None = None
) -> Card:
    """Write a model (folder, file or name) as ONNX into a folder that does not exist yet.

    `cache` is the hub's cache, `memory` the folder where hashes are remembered. Returns what the
    folder's `copydesk-comet.json` says. Raises MetricError, and leaves nothing behind then.
    """
    found = find(model, cache=cache)
    if found.exported:
        raise MetricError(f"{found.folder} is exported already")
    if folder.exists():
        raise MetricError(f"{folder} exists already: give a folder that does not")
    loaded = checkpoint.load(found, cache=cache)
    card = _card(found, checkpoint.layout_of(loaded), sha256(found.weights, memory))
    with _whole(folder) as part:
        checkpoint.plain_tokenizer(loaded).save(str(part / TOKENIZER))
        _write_graph(loaded, card.layout, part / GRAPH)
        (part / ONNX_CARD).write_bytes(msgspec.json.format(msgspec.json.encode(card)) + b"\n")
    return card


def _card(found: Found, layout: Layout, digest: str) -> Card:
    known = catalogue.licence(found.name)
    return Card(
        FORMAT,
        found.name,
        found.settings["class_identifier"],
        digest,
        None if known is None else known.name,
        str(found.settings.get("pretrained_model", "")),
        layout,
        {name: packages.version(name) or "" for name in ("unbabel-comet", "torch", "transformers")},
    )


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """A folder to write into, which gets its name only when all is written."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    except OSError as error:
        raise MetricError(f"{folder} cannot be written: {error.strerror}") from error
    try:
        yield part
        part.chmod(0o755)
        part.rename(folder)
    except OSError as error:
        raise MetricError(f"{folder} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write_graph(model: Any, layout: Layout, path: Path) -> None:  # noqa: ANN401
    torch = packages.torch()
    _freeze_mix(model)
    outputs = ["score", *(["logits"] if layout.tags else [])]
    shapes = {name: {0: "segments", 1: f"pieces_{name.split('_')[0]}"} for name in layout.names}
    shapes |= {"score": {0: "segments"}}
    if layout.tags:
        shapes |= {"logits": {0: "segments", 1: "pieces_input"}}
    try:
        with packages.quiet(), torch.no_grad(), _without_warnings():
            torch.onnx.export(
                _graph(torch, model, layout), _example(torch, layout), str(path), dynamo=False,
                input_names=list(layout.names), output_names=outputs, dynamic_axes=shapes,
                opset_version=_OPSET,
            )  # fmt: skip
    except ModuleNotFoundError as error:
        raise MetricError(
            f"exporting needs the package {error.name}: {packages.INSTALL}"
        ) from error
    except (RuntimeError, torch.onnx.errors.OnnxExporterError) as error:
        why = packages.one_line(error)
        raise MetricError(f"torch cannot write this model as ONNX: {why}") from error
    _gather(path)


@contextmanager
def _without_warnings() -> Iterator[None]:
    """The tracer warns of every shape that it takes for constant; the tests compare the scores."""
    import warnings  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _freeze_mix(model: Any) -> None:  # noqa: ANN401
    """The mixture of layers is constant, and sparsemax is not in ONNX: compute it now."""
    mix = model.layerwise_attention
    if mix is None:
        return
    torch = packages.torch()
    weights = mix.transform_fn(torch.cat(list(mix.scalar_parameters)), dim=0).detach()
    mix.transform_fn = lambda *_, **__: weights


def _graph(torch: Any, model: Any, layout: Layout) -> Any:  # noqa: ANN401
    """The model as a module that takes its inputs in the layout's order and gives plain tensors."""

    class Graph(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *given: Any) -> Any:  # noqa: ANN401
            said = self.model(**dict(zip(layout.names, given, strict=True)))
            return (said["score"], said["logits"]) if layout.tags else said["score"]

    return Graph().eval()


def _example(torch: Any, layout: Layout) -> tuple[Any, ...]:  # noqa: ANN401
    """Word pieces of any kind, the second row shorter than the first, for the tracer to follow."""
    begin, end, padding = layout.marks
    ids = np.full(_EXAMPLE, end, dtype=np.int64)
    ids[:, 0], ids[1, -2:] = begin, padding
    mask = (ids != padding).astype(np.int64)
    both = {"ids": torch.from_numpy(ids), "mask": torch.from_numpy(mask)}
    return tuple(both[name.rpartition("_")[2]] for name in layout.names)


def _gather(path: Path) -> None:
    """All weights in one file beside the graph, where torch has written one file for each."""
    others = [one for one in path.parent.iterdir() if one.name not in {GRAPH, TOKENIZER}]
    if not others and path.stat().st_size <= _MOST:
        return
    import onnx  # noqa: PLC0415 — for large models only

    graph = onnx.load(str(path))
    for one in (*others, path):
        one.unlink()
    onnx.save_model(
        graph, str(path), save_as_external_data=True, location=f"{GRAPH}.data",
        all_tensors_to_one_file=True, size_threshold=1024,
    )  # fmt: skip
