"""What the estimator is called, and which languages it speaks of."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from corpora.errors import MetricError
from metrics.estimator import base
from metrics.estimator.calibration import encoded, load

NAME = "copydesk-e5-small"
_GRAPHS = ("lower.onnx", "upper.onnx")
_DIGITS = 8


def identity() -> str:
    """The first digits of the SHA-256 of what was trained and how it is calibrated."""
    return hashlib.sha256(_graphs() + encoded(load())).hexdigest()[:_DIGITS]


@cache
def _graphs() -> bytes:
    folder = files("metrics.estimator") / "model"
    return b"".join((folder / name).read_bytes() for name in _GRAPHS)


def speaks_of(source: str | None, target: str | None) -> bool:
    """Whether translations from one language into another (BCP 47) can be estimated here.

    The weights must be installed, and held-out data must have shown that the estimate is right.
    """
    return load().speaks_of(source, target) and base.is_usable()


def refuse(source: str | None, target: str | None) -> None:
    """Raise MetricError where there is no estimate: for a language pair, or on this machine."""
    known = ", ".join(load().pairs)
    if target is None:
        raise MetricError(
            f"no estimate without the translation's language; say it with --lang (pairs: {known})"
        )
    if not load().speaks_of(source, target):
        raise MetricError(
            f"no estimate for this language pair ({source or '?'} → {target}): nothing shows that "
            f"it would be right; there is one for {known}"
        )
    base.load()
