"""What the estimator learns from: translations with what people said of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

_HELD_OUT, _PARTS = 2, 10


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a translation that somebody marked: half-open range of code points.

    `share` of the raters marked it; `major` and `fluency` are shares of those.
    """

    start: int
    end: int
    share: float
    major: float
    fluency: float


@dataclass(frozen=True, slots=True)
class Example:
    """A translation and what is known of its quality; None where it is not known.

    Translations with the same `group` have the same source and can be compared: the higher
    `score` is the better one (MQM points, 0 best). `words` says who marked words: raters (`mqm`),
    post-editors (`pe`), or nobody.
    """

    set: str
    pair: str
    group: str
    mt: str
    source: str | None = None
    references: tuple[str, ...] = ()
    score: float | None = None
    da: float | None = None
    hter: float | None = None
    words: str | None = None
    marks: tuple[Mark, ...] = ()
    weight: float = 1.0
    system: str = ""
    document: str = ""

    @property
    def is_human(self) -> bool:
        """Whether a person translated it."""
        return self.system.startswith(("Human", "ref"))


def tenth(document: str) -> int:
    """Which tenth of all documents one belongs to, told by its name."""
    return hashlib.sha256(document.encode()).digest()[0] % _PARTS


def is_held_out(document: str) -> bool:
    """Whether a document is kept for measuring: two of ten."""
    return tenth(document) < _HELD_OUT
