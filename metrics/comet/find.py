"""Where a model is: a folder, a file, the hub's cache; and, if it is nowhere here, the hub.

A COMET model is `hparams.yaml` and one `.ckpt`, beside it or in `checkpoints/`; an exported one is
`copydesk-comet.json`, `model.onnx`, `tokenizer.json`. A COMET model needs its encoder's
configuration and tokenizer too (not its weights), which stand elsewhere: in the hub's cache, or
where the model was trained.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.errors import MetricError
from metrics.comet import catalogue, hub

HPARAMS, ONNX_CARD = "hparams.yaml", "copydesk-comet.json"
ENCODER_FILES = ("config.json", "tokenizer.json")
_COMETS_CACHE = Path(".cache") / "torch" / "unbabel_comet"


@dataclass(frozen=True, slots=True)
class Found:
    """A model on this machine.

    `name` is what people call it, `folder` where it stands, `weights` the file whose hash says
    which weights these are; `exported` tells ONNX from a checkpoint, whose `settings` are its
    hparams.yaml.
    """

    name: str
    folder: Path
    weights: Path
    exported: bool
    settings: Mapping[str, Any]


def find(model: str, *, cache: Path | None = None, download: bool = True) -> Found:
    """Find a model by folder, file, short name or `owner/name`.

    `cache` is the hub's cache where it is not the usual one; `download` says that the hub may be
    asked. Raises MetricError where the model is nowhere, or where what is there is no model.
    """
    here = Path(model).expanduser()
    if here.exists():
        return _in_place(here)
    if _is_path(model):
        raise MetricError(f"there is no model at {model}")
    name = catalogue.full_name(model)
    folder = _cached(name, cache)
    if folder is None and name in catalogue.LEGACY:
        raise MetricError(
            f"the model {name} is not on the hub: unpack {catalogue.LEGACY[name]}, give its folder"
        )
    if folder is None:
        folder = hub.download_model(_known(name), cache, allowed=download)
    return _of_folder(folder, name)


def is_exported(model: str) -> bool:
    """Whether a model, as a user gives it, is a folder with an exported one."""
    return (Path(model).expanduser() / ONNX_CARD).is_file()


def encoder_folder(found: Found, *, cache: Path | None = None, download: bool = True) -> Path:
    """The folder of a checkpoint's encoder: its configuration and its tokenizer.

    A folder `encoder/` in the model's comes first; then the path or the id in hparams.yaml; a path
    that is gone is looked for by its last name beside the model. Raises MetricError.
    """
    wanted = str(found.settings.get("pretrained_model", ""))
    name = Path(wanted).name
    places = [found.folder / "encoder", Path(wanted), found.folder / name]
    places += [found.folder.parent / name]
    for place in places if wanted else ():
        if _is_encoder(place):
            return place
    if not wanted or _is_path(wanted):
        raise MetricError(
            f"the encoder of {found.name} has moved: {wanted or 'hparams.yaml names none'}; put "
            f"its {' and '.join(ENCODER_FILES)} into {found.folder / 'encoder'}, or mend {HPARAMS}"
        )
    folder = hub.snapshot(wanted, cache)
    if folder is not None and _is_encoder(folder):
        return folder
    return hub.download_encoder(wanted, found.name, cache, allowed=download)


def _is_encoder(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ENCODER_FILES)


def _is_path(text: str) -> bool:
    """Whether a name can only be meant as a path."""
    return text.startswith((".", "~", os.sep)) or text.endswith(".ckpt") or text.count("/") > 1


def _known(name: str) -> str:
    """The name, if a hub can have it: `owner/name`."""
    if name.count("/") == 1 and all(name.split("/")):
        return name
    near = catalogue.near(name)
    also = f"; did you mean {' or '.join(near)}?" if near else ""
    raise MetricError(f"no model is called '{name}'{also or ': give owner/name, or its folder'}")


def _cached(name: str, cache: Path | None) -> Path | None:
    """A model's folder in the hub's cache, or in the one that COMET had before."""
    folder = hub.snapshot(name, cache)
    if folder is not None and _weights(folder) is not None and (folder / HPARAMS).is_file():
        return folder
    legacy = Path.home() / _COMETS_CACHE / name
    return legacy if name in catalogue.LEGACY and legacy.is_dir() else None


def _in_place(here: Path) -> Found:
    """A model at a path that exists."""
    if here.is_file():
        if here.suffix != ".ckpt":
            raise MetricError(f"{here} is not a model: give a folder or a .ckpt file")
        above = [here.parent, here.parent.parent]
        folder = next((one for one in above if (one / HPARAMS).is_file()), None)
        if folder is None:
            raise MetricError(f"{here} has no {HPARAMS} beside it or a folder above: no model")
        return Found(folder.resolve().name, folder, here, exported=False, settings=_read(folder))
    snapshot = hub.newest(here)
    name = here.resolve().name
    if snapshot is not None:
        name = "/".join(name.removeprefix("models--").split("--"))
    return _of_folder(snapshot or here, _snapshots_name(here) or name)


def _snapshots_name(folder: Path) -> str | None:
    """The model's id, for a snapshot's folder in a hub's cache."""
    above = folder.absolute().parent
    if above.name != "snapshots" or not above.parent.name.startswith("models--"):
        return None
    return "/".join(above.parent.name.removeprefix("models--").split("--"))


def _of_folder(folder: Path, name: str) -> Found:
    if (folder / ONNX_CARD).is_file():
        weights = folder / "model.onnx"
        if not weights.is_file():
            raise MetricError(f"the exported model {folder} has no {weights.name}: export it again")
        return Found(name, folder, weights, exported=True, settings={})
    if not (folder / HPARAMS).is_file():
        raise MetricError(
            f"{folder} is not a COMET model: it has neither {HPARAMS} nor {ONNX_CARD}"
        )
    checkpoint = _weights(folder)
    if checkpoint is None:
        raise MetricError(f"{folder} is not a COMET model: it has no checkpoints/model.ckpt")
    return Found(name, folder, checkpoint, exported=False, settings=_read(folder))


def _weights(folder: Path) -> Path | None:
    """A model's checkpoint; of several the last, as unbabel-comet takes it."""
    usual = folder / "checkpoints" / "model.ckpt"
    if usual.is_file():
        return usual
    found = sorted(folder.glob("checkpoints/*.ckpt")) or sorted(folder.glob("*.ckpt"))
    return found[-1] if found else None


def _read(folder: Path) -> Mapping[str, Any]:
    """A model's hparams.yaml."""
    path = folder / HPARAMS
    try:
        import yaml  # noqa: PLC0415 — the extra brings it
    except ImportError as error:
        raise MetricError(f"{path} needs PyYAML: pip install 'copydesk[comet]'") from error
    try:
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise MetricError(f"{path} is damaged: it cannot be read as YAML") from error
    if not isinstance(settings, dict) or "class_identifier" not in settings:
        raise MetricError(f"{path} is damaged: it does not say the model's class_identifier")
    return settings
