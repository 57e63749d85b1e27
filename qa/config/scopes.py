"""What a scope may name beside paths and rules: language pairs, and lengths of segments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpora.errors import ConfigError
from corpora.language_pairs import language_pair
from corpora.languages import covers, is_language, parse

ANY = "*"
_SEPARATORS = "-_"
_RANGE = re.compile(r"([0-9]{0,9})\s*-\s*([0-9]{0,9})")
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long segments may be, in words: from `low` to `high`, both included; None for no end."""

    low: int = 0
    high: int | None = None

    @staticmethod
    def of(text: str) -> Lengths:
        """The meaning of `1-5`, `40-`, `-10` and `7`. Raises ConfigError for anything else."""
        plain = text.strip()
        if _NUMBER.fullmatch(plain):
            return Lengths(int(plain), int(plain))
        found = _RANGE.fullmatch(plain)
        if found is None or not (found[1] or found[2]):
            raise ConfigError(f"'{text}' is no length; write 1-5, 40-, -10 or 7 (words)")
        low, high = int(found[1] or 0), int(found[2]) if found[2] else None
        if high is not None and low > high:
            raise ConfigError(f"'{text}' is no length: {low} is more than {high}")
        return Lengths(low, high)

    def holds(self, words: int) -> bool:
        """Whether a segment of so many words is meant."""
        return self.low <= words and (self.high is None or words <= self.high)


@dataclass(frozen=True, slots=True)
class PairPattern:
    """Language pairs: the two languages (BCP 47), None for any."""

    source: str | None
    target: str | None

    def fits(self, source: str | None, target: str | None) -> bool:
        """Whether a pair is meant; a language that is unknown is meant by `*` only."""
        return _fits(self.source, source) and _fits(self.target, target)


def _fits(wanted: str | None, language: str | None) -> bool:
    return wanted is None or (language is not None and covers(wanted, language))


def fits_pair(patterns: Sequence[str], source: str | None, target: str | None) -> bool:
    """Whether one of the patterns (`en-id`, `*-id`, `en-*`) means this pair; no patterns mean all.

    A language means its varieties, too (RFC 4647): `en-pt` means `en-pt-BR`. Raises ConfigError
    for what is no language pair.
    """
    return not patterns or any(pair_pattern(one).fits(source, target) for one in patterns)


@lru_cache(maxsize=256)
def pair_pattern(text: str) -> PairPattern:
    """The meaning of `en-id`, `*-id`, `en-*`. Raises ConfigError for what is no language pair."""
    plain = text.strip()
    if plain[:1] == ANY and plain[1:2] in _SEPARATORS:
        return PairPattern(None, _language(plain[2:], text))
    if plain[-1:] == ANY and plain[-2:-1] in _SEPARATORS:
        return PairPattern(_language(plain[:-2], text), None)
    found = language_pair(plain)
    if found.source is None:
        raise _no_pair(text)
    return PairPattern(found.source, found.target)


def _language(text: str, whole: str) -> str | None:
    if text == ANY:
        return None
    if not is_language(text):
        raise _no_pair(whole)
    return parse(text)


def _no_pair(text: str) -> ConfigError:
    return ConfigError(f"'{text}' is no language pair; write en-id, *-id or en-*")
