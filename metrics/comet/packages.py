"""unbabel-comet and what it stands on: imported when needed, quietly, or refused in one line.

Its faults, seen with 2.2.7: it imports `pkg_resources`, which setuptools 81 announced to remove and
82 removed; it does not work with transformers 5; importing it sets the root logger to INFO.
"""

from __future__ import annotations

import importlib
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from types import ModuleType
from typing import Any

from corpora.errors import MetricError

INSTALL = "pip install 'copydesk[comet]'"
_CHATTY = ("comet", "lightning", "lightning.pytorch", "lightning_fabric", "pytorch_lightning",
           "transformers", "torch.onnx", "numexpr", "entmax")  # fmt: skip
_QUIET = {"HF_HUB_DISABLE_TELEMETRY": "1", "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
          "TOKENIZERS_PARALLELISM": "false"}  # fmt: skip


def version(package: str) -> str | None:
    """The installed version of a package without its build (`+cpu`); None where it is not there."""
    try:
        return metadata.version(package).split("+", 1)[0]
    except metadata.PackageNotFoundError:
        return None


def torch_is_for_cpus() -> bool:
    """Whether the installed torch was built for nothing but CPUs; it takes seconds to ask torch."""
    try:
        return metadata.version("torch").endswith("+cpu")
    except metadata.PackageNotFoundError:
        return False


def require() -> None:
    """Raise MetricError where unbabel-comet is not installed."""
    if version("unbabel-comet") is None:
        raise MetricError(f"COMET needs the package unbabel-comet: {INSTALL}")


def comet() -> ModuleType:
    """`comet.models`, imported. Raises MetricError where it is not there or will not work."""
    require()
    transformers = version("transformers") or "0"
    if int(transformers.split(".", 1)[0]) >= 5:  # noqa: PLR2004 — the version
        raise MetricError(
            f"unbabel-comet does not work with transformers {transformers}: "
            "pip install 'transformers<5'"
        )
    try:
        with quiet():
            return importlib.import_module("comet.models")
    except ModuleNotFoundError as error:
        if error.name == "pkg_resources":
            raise MetricError(
                "unbabel-comet needs pkg_resources, which newer setuptools lack: "
                "pip install 'setuptools<81'"
            ) from error
        raise MetricError(f"COMET needs the package {error.name}: {INSTALL}") from error
    except ImportError as error:
        raise MetricError(
            f"unbabel-comet cannot be loaded ({one_line(error)}): {INSTALL}"
        ) from error


def torch() -> Any:  # noqa: ANN401 — an untyped package
    """`torch`, imported. Raises MetricError where it is not there."""
    try:
        return importlib.import_module("torch")
    except ImportError as error:
        raise MetricError(f"COMET needs the package torch: {INSTALL}") from error


@contextmanager
def quiet() -> Iterator[None]:
    """Without the libraries' chatter and telemetry; all else stays as it was."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    loggers = {name: logging.getLogger(name) for name in _CHATTY}
    levels = {name: logger.level for name, logger in loggers.items()}
    environment = {name: os.environ.get(name) for name in _QUIET}
    os.environ.update({name: value for name, value in _QUIET.items() if name not in os.environ})
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*pkg_resources")
            for logger in loggers.values():
                logger.setLevel(logging.ERROR)
            yield
    finally:
        root.setLevel(level)
        root.handlers[:] = handlers
        for name, logger in loggers.items():
            logger.setLevel(levels[name])
        _restore(environment)


def _restore(environment: dict[str, str | None]) -> None:
    for name, value in environment.items():
        if value is None:
            os.environ.pop(name, None)


def one_line(error: BaseException) -> str:
    """An error's first line, short enough to be read."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:200]
