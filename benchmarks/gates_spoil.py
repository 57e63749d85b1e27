"""Translations really damaged, as a broken release damages them: for benchmarks/gates.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

_PART = 3
"""A third of the words is dropped or said twice."""


@dataclass(frozen=True, slots=True)
class Place:
    """A segment to spoil: its words, its source, and the translation of another segment."""

    words: tuple[str, ...]
    source: str
    other: str


Damage = Callable[[Place, np.random.Generator], str]


def spoiled(texts: Sequence[str], sources: Sequence[str], rng: np.random.Generator) -> list[str]:
    """Each translation with one damage, drawn at random; it is never left as it was."""
    others = np.roll(np.arange(len(texts)), int(rng.integers(1, len(texts))))
    found: list[str] = []
    for text, source, other in zip(texts, sources, others, strict=True):
        place = Place(tuple(text.split()), source, texts[other])
        tried = [DAMAGES[kind](place, rng) for kind in rng.permutation(len(DAMAGES))]
        found.append(next((one for one in tried if one.split() not in ([], text.split())), source))
    return found


def _dropped(place: Place, rng: np.random.Generator) -> str:
    gone = set(_some(place, rng))
    return " ".join(word for number, word in enumerate(place.words) if number not in gone)


def _doubled(place: Place, rng: np.random.Generator) -> str:
    twice = set(_some(place, rng))
    return " ".join(
        f"{word} {word}" if number in twice else word for number, word in enumerate(place.words)
    )


def _some(place: Place, rng: np.random.Generator) -> list[int]:
    count = max(1, len(place.words) // _PART)
    return [int(n) for n in rng.permutation(len(place.words))[:count]]


def _shuffled(place: Place, rng: np.random.Generator) -> str:
    return " ".join(place.words[n] for n in rng.permutation(len(place.words)))


def _halved(place: Place, _rng: np.random.Generator) -> str:
    return " ".join(place.words[: len(place.words) // 2])


def _of_another(place: Place, _rng: np.random.Generator) -> str:
    return place.other


def _untranslated(place: Place, _rng: np.random.Generator) -> str:
    return place.source


DAMAGES: tuple[Damage, ...] = (_dropped, _doubled, _shuffled, _halved, _of_another, _untranslated)
