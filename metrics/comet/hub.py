"""The Hugging Face hub and its cache: what is here already, and how to get the rest.

unbabel-comet asks the hub again and again, for two minutes, before it says that the model is "not
supported". Here one short question comes first; if nothing answers, one line says so.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpora.errors import MetricError
from metrics.comet import catalogue

PATIENCE = 6.0
"""Seconds that the hub has to answer the first question."""
_ON = frozenset({"1", "ON", "YES", "TRUE"})
_MODEL_FILES = ("hparams.yaml", "checkpoints/model.ckpt", "LICENSE*")
_ENCODER_FILES = ("config.json", "tokenizer*.json", "sentencepiece.bpe.model", "special_tokens*")
_REFUSED = frozenset({401, 403})
_UNKNOWN = 404


def cache_folder() -> Path:
    """Where the hub's own tools keep what they download."""
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if found := os.environ.get(name):
            return Path(found).expanduser()
    if home := os.environ.get("HF_HOME"):
        return Path(home).expanduser() / "hub"
    general = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(general).expanduser() / "huggingface" / "hub"


def is_offline() -> bool:
    """Whether the user forbids to ask the hub."""
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    return any(os.environ.get(name, "").upper() in _ON for name in names)


def snapshot(name: str, cache: Path | None = None) -> Path | None:
    """The folder of `owner/name` in the hub's cache, whether or not it is whole."""
    return newest((cache or cache_folder()) / f"models--{name.replace('/', '--')}")


def newest(folder: Path) -> Path | None:
    """The snapshot that a folder of the hub's cache holds for `main`, or else its last."""
    try:
        revision = (folder / "refs" / "main").read_text(encoding="utf-8").strip()
    except OSError:
        revision = ""
    named = folder / "snapshots" / revision
    if revision and named.is_dir():
        return named
    others = (one for one in folder.glob("snapshots/*") if one.is_dir())
    return max(others, key=lambda one: one.stat().st_mtime, default=None)


def download_model(name: str, cache: Path | None, *, allowed: bool) -> Path:
    """Get a model from the hub; its folder. Raises MetricError."""
    get = f"download it once with `hf download {name}`, or give its folder"
    wanted = _Wanted(name, f"model {name}", _MODEL_FILES, get, cache or cache_folder())
    return _download(wanted, allowed=allowed)


def download_encoder(name: str, model: str, cache: Path | None, *, allowed: bool) -> Path:
    """Get an encoder's configuration and tokenizer from the hub. Raises MetricError."""
    get = f"download it once with `hf download {name} config.json tokenizer.json`"
    what = f"the encoder of {model}, {name},"
    wanted = _Wanted(name, what, _ENCODER_FILES, get, cache or cache_folder())
    return _download(wanted, allowed=allowed)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Files of a repository on the hub, and what to say if they can't be had."""

    name: str
    what: str
    files: tuple[str, ...]
    advice: str
    cache: Path

    def lacking(self, why: str = "the hub did not answer") -> str:
        """The one line for a user without them."""
        return f"{self.what} is not in the cache ({self.cache}), and {why}; {self.advice}"


def _download(wanted: _Wanted, *, allowed: bool) -> Path:
    if is_offline() or not allowed:
        raise MetricError(wanted.lacking("the hub is not to be asked"))
    try:
        import huggingface_hub  # noqa: PLC0415 — slow, and seldom needed
    except ImportError as error:
        raise MetricError(wanted.lacking("huggingface_hub is not installed")) from error
    question = _Question(lambda: huggingface_hub.HfApi().model_info(wanted.name, timeout=PATIENCE))
    try:
        if question.wait(PATIENCE):
            return Path(huggingface_hub.snapshot_download(
                wanted.name, cache_dir=str(wanted.cache), allow_patterns=list(wanted.files),
                etag_timeout=PATIENCE,
            ))  # fmt: skip
    except Exception as error:  # the hub's library raises its own, requests', and urllib3's
        raise MetricError(_said(error, wanted)) from error
    raise MetricError(wanted.lacking())


@dataclass(slots=True)
class _Question:
    """A question to the hub, asked beside, as looking up its name can hang without any limit."""

    ask: Callable[[], Any]
    _failure: list[Exception] = field(default_factory=list)

    def wait(self, seconds: float) -> bool:
        """Whether the answer came in time; raises what the asking raised."""
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        thread.join(seconds)
        if self._failure:
            raise self._failure[0]
        return not thread.is_alive()

    def _run(self) -> None:
        try:
            self.ask()
        except Exception as error:  # noqa: BLE001 — raised again by `wait`
            self._failure.append(error)


def _said(error: Exception, wanted: _Wanted) -> str:
    """One line for what the hub, or the way there, said."""
    name = wanted.name
    status = getattr(getattr(error, "response", None), "status_code", None)
    kind = type(error).__name__
    if kind == "GatedRepoError" or (status in _REFUSED and catalogue.is_gated(name)):
        return (
            f"the hub does not give {name} to just anyone: accept its licence on "
            f"{catalogue.page(name)} and log in with `hf auth login`"
        )
    if kind in {"RepositoryNotFoundError", "HFValidationError"} or status in {*_REFUSED, _UNKNOWN}:
        near = catalogue.near(name)
        also = f"; did you mean {' or '.join(near)}?" if near else ""
        return f"the hub knows no model {name} (or it is private){also}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"model {name} cannot be written to the cache: {error.strerror}"
    return wanted.lacking()
