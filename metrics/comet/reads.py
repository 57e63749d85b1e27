"""What a model reads and says, known without loading it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from corpora.errors import MetricError
from metrics.comet.find import Found
from metrics.comet.onnx import read_card

SEPARATE = MappingProxyType({
    "regression_metric": ("src", "mt", "ref"),
    "referenceless_regression_metric": ("src", "mt"),
})  # fmt: skip
ENCODERS = ("XLM-RoBERTa", "XLM-RoBERTa-XL")
"""Those of every model on the hub; unbabel-comet's MiniLM takes another model's tokenizer."""
JOINT = ("unified_metric", "xcomet_metric")


@dataclass(frozen=True, slots=True)
class Reads:
    """Is a reference needed, is one of use, does the model tag words."""

    needs_reference: bool
    reads_reference: bool
    tags: bool

    @property
    def may_go_without(self) -> bool:
        """Whether a reference is of use but not needed."""
        return self.reads_reference and not self.needs_reference


def reads_of(found: Found) -> Reads:
    """What a model reads. Raises MetricError for a kind that copydesk does not run."""
    if found.exported:
        layout = read_card(found.folder).layout
        return Reads(layout.needs_reference, layout.reads_reference, bool(layout.tags))
    kind = found.settings["class_identifier"]
    if kind not in SEPARATE and kind not in JOINT:
        raise MetricError(f"the model {found.name} is a {kind}, which copydesk does not run")
    encoder = found.settings.get("encoder_model", ENCODERS[0])
    if encoder not in ENCODERS:
        raise MetricError(
            f"the encoder of {found.name} is a {encoder}, which copydesk does not run"
        )
    segments = read_segments(found.settings)
    reads = "ref" in segments
    needs = reads and (kind in SEPARATE or "src" not in segments)
    return Reads(needs, reads, is_tagger(found.settings))


def is_tagger(settings: Mapping[str, Any]) -> bool:
    """Whether a model with these settings says which words are wrong."""
    explains = settings["class_identifier"] == "xcomet_metric"
    return explains or bool(settings.get("word_level_training"))


def read_segments(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """What a model with these settings reads, in COMET's words and order."""
    if settings["class_identifier"] in SEPARATE:
        return SEPARATE[settings["class_identifier"]]
    return tuple(settings.get("input_segments") or ("mt", "src", "ref"))
