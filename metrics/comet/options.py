"""From what a user asks for to a COMET metric: the scorers' common `open`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from corpora.errors import MetricError
from metrics.comet import checkpoint, languages, packages
from metrics.comet.find import Found, find, is_exported
from metrics.comet.reads import reads_of
from metrics.comet.scorer import CometScorer, CometSpanScorer, Setup
from metrics.metric import MetricOptions

TAKES = frozenset({"model", "device", "dtype", "veto", "any-language"})
_DEVICE = re.compile(r"cpu|mps|cuda(?::\d+)?")
_DTYPES = ("float32", "float16", "bfloat16")


class Reference(Enum):
    """What a metric does with references: needs them, takes them where there are, reads none."""

    NEEDED = "needed"
    WELCOME = "welcome"
    UNREAD = "unread"


def open_comet(options: MetricOptions, default: str, reference: Reference) -> CometScorer:
    """Set a model up without loading it; `default` is the model where the user names none.

    Raises MetricError for a language that the encoder has never read, a model that is nowhere or
    that needs a reference where there may be none, a parameter with a value that it can't have.
    """
    given = options.parameters
    if _one_of(given, "any-language", ("no", "yes")) == "no":
        languages.refuse(options.source_language, options.language)
    device = given.get("device")
    if device is not None and not _DEVICE.fullmatch(device):
        raise MetricError(f"COMET knows no device:{device}; it can be cpu, cuda, cuda:N or mps")
    model = given.get("model", default)
    if not is_exported(model):
        packages.require()
    found = find(model)
    reads = reads_of(found)
    if reads.needs_reference and reference is not Reference.NEEDED:
        raise MetricError(f"the model {found.name} needs a reference: use the metric comet")
    setup = Setup(
        found,
        (options.source_language, options.language),
        device,
        _dtype(given, found, device),
        reads.reads_reference and reference is not Reference.UNREAD,
        _one_of(given, "veto", ("on", "off")) == "on",
    )
    return CometSpanScorer(setup) if reads.tags else CometScorer(setup)


def _dtype(given: Mapping[str, str], found: Found, device: str | None) -> str:
    dtype = _one_of(given, "dtype", _DTYPES)
    if dtype == _DTYPES[0]:
        return dtype
    if found.exported:
        raise MetricError("an exported model computes in float32")
    if (device or checkpoint.best_device()) == "cpu":
        raise MetricError(f"COMET computes in float32 on a cpu, not in {dtype}")
    return dtype


def _one_of(given: Mapping[str, str], name: str, values: tuple[str, ...]) -> str:
    """A parameter that can only be one of some words; the first is the default."""
    value = given.get(name, values[0])
    if value not in values:
        raise MetricError(f"COMET knows no {name}:{value}; it can be {' or '.join(values)}")
    return value
