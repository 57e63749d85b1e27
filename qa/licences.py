"""What is said of a model's licence, once, before it is used for the first time on a machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from qa.asked import Asked

_MODEL = "model"


def licence_notes(metrics: Sequence[str], folder: Path) -> Iterator[str]:
    """A line for each model that is asked for and was not yet spoken of.

    `folder` is where that is remembered. Models whose licence nobody knows are not spoken of.
    """
    for name in metrics:
        asked = Asked.of(name)
        if _MODEL in asked.metric.takes:
            model = asked.parameters.get(_MODEL, asked.metric.model)
            note = import_module("metrics.comet.catalogue").first_use_note(_named(model), folder)
            if note:
                yield note


def _named(model: str) -> str:
    """A model's name; of an exported one the name that it had."""
    if import_module("metrics.comet.find").is_exported(model):
        return str(import_module("metrics.comet.onnx").read_card(Path(model).expanduser()).name)
    return model
