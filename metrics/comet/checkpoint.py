"""A COMET checkpoint, read with unbabel-comet's classes and run with torch.

unbabel-comet's own loader fills what a damaged file lacks with random numbers, runs whatever code a
file holds, and its `predict` starts a trainer with workers, bars and `half()`. Here the file's
weights are read as weights, all of them must be there, and the network is called as it is.
"""

from __future__ import annotations

import inspect
import pickle
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from corpora.errors import MetricError
from metrics.comet import packages
from metrics.comet.find import Found, encoder_folder
from metrics.comet.judge import Answer
from metrics.comet.layout import Arrays, Layout
from metrics.comet.reads import JOINT, is_tagger, read_segments, reads_of
from metrics.cores import cores

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_BUDGETS = MappingProxyType({"cpu": 2048, "mps": 4096, "cuda": 16384})
_RESERVED = 2
"""unbabel-comet keeps two places free beside the two marks."""


@dataclass(frozen=True, slots=True)
class Options:
    """Where and how to compute: `device` is cpu, cuda or mps, `dtype` a float type of torch."""

    device: str = "cpu"
    dtype: str = "float32"


def best_device() -> str:
    """The fastest device that torch sees here."""
    if packages.torch_is_for_cpus():
        return "cpu"
    torch = packages.torch()
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def load(found: Found, *, cache: Path | None = None, download: bool = True) -> Any:  # noqa: ANN401
    """The model as unbabel-comet's class, on the CPU, in float32, ready to score.

    `download` says that the hub may be asked for the encoder's tokenizer. Raises MetricError for a
    damaged file, an encoder that is nowhere, packages that are missing.
    """
    reads_of(found)
    models = packages.comet()
    encoder = encoder_folder(found, cache=cache, download=download)
    with packages.quiet():
        saved = _saved(found)
        settings = saved.get("hyper_parameters") or found.settings
        model = _built(
            models.str2model[found.settings["class_identifier"]], settings, encoder, found
        )
        _fill(model, saved["state_dict"], found)
    model.eval()
    return model


def _saved(found: Found) -> Mapping[str, Any]:
    """The file's content, as long as it is weights and plain values: code in it is not run."""
    torch, path = packages.torch(), found.weights
    # Mapped, not read, where the file is a zip, as all newer ones are: half the memory.
    zipped = zipfile.is_zipfile(path)
    try:
        saved = torch.load(path, map_location="cpu", weights_only=True, mmap=zipped)
    except pickle.UnpicklingError as error:
        raise MetricError(
            f"{path} is damaged, or holds more than weights: not read, as it might run code"
        ) from error
    except (RuntimeError, EOFError, OSError, ValueError) as error:
        raise MetricError(_damaged(path)) from error
    if not isinstance(saved, Mapping) or not isinstance(saved.get("state_dict"), Mapping):
        raise MetricError(_damaged(path))
    return saved


def _damaged(path: Path) -> str:
    return f"the checkpoint {path} is damaged: download it again"


def _built(kind: Any, saved: Mapping[str, Any], encoder: Path, found: Found) -> Any:  # noqa: ANN401
    """The class's object, its weights not even random: all come from the file."""
    from transformers.modeling_utils import no_init_weights  # noqa: PLC0415 — slow

    takes = inspect.signature(kind.__init__).parameters
    settings = {name: value for name, value in saved.items() if name in takes}
    settings |= {"pretrained_model": str(encoder), "local_files_only": True}
    settings |= {"load_pretrained_weights": False}
    try:
        with no_init_weights():
            return kind(**settings)
    except Exception as error:  # tokenizers, transformers and comet raise what they like
        why = packages.one_line(error)
        raise MetricError(f"the model {found.name} cannot be built: {why}") from error


def _fill(model: Any, weights: Mapping[str, Any], found: Found) -> None:  # noqa: ANN401
    try:
        lacking = set(model.load_state_dict(weights, strict=False).missing_keys)
    except RuntimeError as error:
        raise MetricError(
            f"the weights of {found.name} do not fit its {found.folder / 'hparams.yaml'}, or its "
            "encoder's config.json"
        ) from error
    lacking &= {name for name, _ in model.named_parameters()}
    if lacking:
        raise MetricError(
            f"{_damaged(found.weights)} ({len(lacking)} weights are missing, {min(lacking)} first)"
        )


def layout_of(model: Any) -> Layout:  # noqa: ANN401
    """How a loaded model wants its texts."""
    settings = dict(model.hparams)
    encoder, joint = model.encoder, settings["class_identifier"] in JOINT
    tokenizer = encoder.tokenizer
    labels = model.label_encoder.ids_to_label if is_tagger(settings) else {}
    return Layout(
        joint=joint,
        segments=read_segments(settings),
        tags=tuple(labels[at].removeprefix("I-") for at in sorted(labels)),
        explains=settings["class_identifier"] == "xcomet_metric",
        marks=(tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.pad_token_id),
        separators=encoder.size_separator,
        text_limit=encoder.max_positions - _RESERVED,
        joint_limit=encoder.max_positions,
    )


def plain_tokenizer(model: Any) -> Tokenizer:  # noqa: ANN401
    """A loaded model's tokenizer, that neither cuts nor pads."""
    from tokenizers import Tokenizer  # noqa: PLC0415

    tokenizer = Tokenizer.from_str(model.encoder.tokenizer.backend_tokenizer.to_str())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class TorchEngine:
    """A checkpoint, run with torch: an Engine."""

    def __init__(self, found: Found, options: Options, *, cache: Path | None = None) -> None:
        torch = packages.torch()
        # Fewer than torch would take, where other processes do the same work; never more.
        torch.set_num_threads(min(torch.get_num_threads(), cores()))
        model = load(found, cache=cache)
        self.layout = layout_of(model)
        self.tokenizer = plain_tokenizer(model)
        self.budget = _BUDGETS[options.device.partition(":")[0]]
        self._device = options.device
        with _reported(options.device):
            self._model = model.to(options.device)
        if options.dtype != "float32":
            # The encoder only: the small network on top gains nothing, and would lose digits.
            model.encoder.to(getattr(torch, options.dtype)).register_forward_hook(_in_float32)

    def run(self, call: Arrays) -> Answer:
        """Run the network once; MemoryError where it did not fit."""
        torch = packages.torch()
        tensors = {name: torch.from_numpy(one).to(self._device) for name, one in call.items()}
        with torch.inference_mode(), _reported(self._device):
            said = self._model(**tensors)
            logits = said["logits"].float().cpu().numpy() if "logits" in said else None
            return Answer(said["score"].float().cpu().numpy().astype(np.float64), logits)


def _in_float32(_module: object, _given: object, said: dict[str, Any]) -> dict[str, Any]:
    """Every tensor of an encoder's answer in float32."""
    widen: Callable[[Any], Any] = lambda one: one.float() if one.is_floating_point() else one  # noqa: E731
    return {
        name: tuple(map(widen, value)) if isinstance(value, tuple) else widen(value)
        for name, value in said.items()
    }


@contextmanager
def _reported(device: str) -> Iterator[None]:
    """A device's want of memory as MemoryError, its absence as MetricError."""
    try:
        yield
    except (RuntimeError, AssertionError) as error:
        said = str(error)
        if "out of memory" in said or "can't allocate" in said or "DefaultCPUAllocator" in said:
            raise MemoryError(said) from error
        if "not compiled with CUDA" in said or "No CUDA GPUs" in said or "NVIDIA driver" in said:
            raise MetricError(f"torch sees no device {device} here") from error
        raise
