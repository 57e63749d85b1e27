"""How common a word is: wordfreq's lists (Speer 2022, doi:10.5281/zenodo.7199437).

A language without a list knows no word; ask `known` first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from math import log10
from pathlib import Path
from typing import Any

from corpora.languages import is_in_usual_script, primary_of

_PER_BILLION = 9
_NAMES = {"no": "nb"}


@cache
def _wordfreq() -> Any:  # noqa: ANN401 — a module
    """Imported when first asked for: it takes longer than many a run."""
    return import_module("wordfreq")


@cache
def _paths() -> Mapping[str, str]:
    return dict(_wordfreq().available_languages("best"))


def known(code: str) -> bool:
    """Whether there is a list for a language (a BCP 47 code)."""
    return _key(code) in _paths()


def has_large_list(code: str) -> bool:
    """Whether the list of a language holds hundreds of thousands of words, not thirty."""
    return "large" in Path(_paths().get(_key(code), "")).name


@cache
def _key(code: str) -> str:
    """The list's name; none for a language in another script than its list's (`hi-Latn`)."""
    primary = primary_of(code)
    return _NAMES.get(primary, primary) if is_in_usual_script(code) else ""


@cache
def _list(primary: str) -> Mapping[str, float]:
    found: Mapping[str, float] = {}
    if known(primary):
        found = _wordfreq().get_frequency_dict(primary, "best")
    return found


def commonest(words: Iterable[str], code: str) -> str:
    """The commonest of these words; the first of them where the list knows none."""
    known_words = _list(_key(code))
    return max(words, key=lambda word: known_words.get(word, 0.0))


def zipf(word: str, code: str) -> float:
    """The word's Zipf frequency: 3 is once in a million words, 6 once in a thousand; 0 unknown.

    `word` in small letters.
    """
    frequency = _list(_key(code)).get(word, 0.0)
    return log10(frequency) + _PER_BILLION if frequency else 0.0
