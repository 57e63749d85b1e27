"""What can be said of a model without loading it: for `copydesk comet info`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from metrics.comet import catalogue, packages
from metrics.comet.catalogue import Licence
from metrics.comet.find import Found, find
from metrics.comet.hashes import sha256
from metrics.comet.onnx import read_card
from metrics.comet.reads import reads_of


@dataclass(frozen=True, slots=True)
class Facts:
    """A model on this machine.

    `kind` is unbabel-comet's word for its class; `weights` the checkpoint's SHA-256; `megabytes`
    the size of the files that are read; `runtime` what runs it here, with versions, and None where
    a package is missing.
    """

    name: str
    folder: Path
    exported: bool
    kind: str
    encoder: str
    weights: str
    megabytes: float
    licence: Licence | None
    needs_reference: bool
    reads_reference: bool
    tags_words: bool
    runtime: dict[str, str | None]


def info(model: str, *, cache: Path | None = None, memory: Path | None = None) -> Facts:
    """What there is to know of a model; the hub is not asked. Raises MetricError."""
    found = find(model, cache=cache, download=False)
    reads = reads_of(found)
    name, kind, encoder, weights = _of(found, memory)
    files = [found.weights, found.weights.with_name(f"{found.weights.name}.data")]
    size = sum(one.stat().st_size for one in files if one.exists())
    runs = ("onnxruntime", "tokenizers") if found.exported else (
        "unbabel-comet", "torch", "transformers")  # fmt: skip
    return Facts(
        name,
        found.folder,
        found.exported,
        kind,
        encoder,
        weights,
        size / 1e6,
        catalogue.licence(name),
        reads.needs_reference,
        reads.reads_reference,
        reads.tags,
        {one: packages.version(one) for one in runs},
    )


def _of(found: Found, memory: Path | None) -> tuple[str, str, str, str]:
    """Name, class, encoder and hash."""
    if found.exported:
        card = read_card(found.folder)
        return card.name, card.kind, card.encoder, card.weights
    kind = str(found.settings["class_identifier"])
    encoder = str(found.settings.get("pretrained_model", ""))
    return found.name, kind, encoder, sha256(found.weights, memory)
