"""Names in a text, and whether two spellings may be one name.

A name is a word with a capital that does not owe it to the beginning of a sentence. Other scripts
are compared through their Latin transliteration (anyascii).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex
from anyascii import anyascii
from rapidfuzz import fuzz, process

from corpora.text import Span
from corpora.words import Word, words_of
from qa import cldr
from qa.frequency import has_large_list, known, zipf
from qa.language import Language

ALIKE = 74.0
_PREFIX = 4
_COMMON, _NOUN = 3.0, 3.2
_NAME_AT_MOST = 12
_TELLING = 3.9
_ACRONYM = 5
_LONG, _MANY, _MOST = 4, 6, 0.8
_SHORTEST, _COMPARABLE = 2, 4
_OPENING = regex.compile(r"(?:^|[.!?…:;।。]|[\"“”„«»‘’'(\[—–-])[\s\"“”„«»‘’'(\[]*$")
_AFTER_SPEECH = regex.compile(r",[\"”’»]\s$")
_CASED = regex.compile(r"\p{Lu}")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")
_POSSESSIVE = regex.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class Name:
    """A word that is a name or part of one; `key` is its Latin spelling in small letters."""

    text: str
    span: Span
    key: str


def latin(word: str) -> str:
    """A word in Latin letters, without accents, case and a possessive ending."""
    return _latin(_POSSESSIVE.sub("", word))


@lru_cache(maxsize=65536)
def _latin(word: str) -> str:
    return (word if word.isascii() else anyascii(word)).casefold()


@lru_cache(maxsize=8192)
def _names(text: str, code: str, *, capital_nouns: bool) -> tuple[Name, ...]:
    return tuple(
        Name(word.text, Span(word.start, word.end), latin(word.text))
        for word in words_of(text)
        if word.text[0].isupper()
        and _is_name(word, text, code)
        and not (capital_nouns and _is_noun(word, code))
    )


def _is_noun(word: Word, code: str) -> bool:
    """Whether a capital may only mean that this is a noun: a common word, or a compound."""
    return len(word.text) > _NAME_AT_MOST or zipf(word.key, code) >= _NOUN or "-" in word.text


def names_of(text: str, language: Language) -> tuple[Name, ...]:
    """The names of a text in a language that writes them with capitals."""
    return _names(text, language.code, capital_nouns=language.capital_nouns)


def _is_name(word: Word, text: str, code: str) -> bool:
    if len(word.text) < _SHORTEST or word.text in cldr.weekdays(code):
        return False
    if word.text in cldr.months(code) or not word.text[0].isalpha():
        return False
    before = text[max(0, word.start - _PREFIX) : word.start]
    if _OPENING.search(before) is None or _AFTER_SPEECH.search(before) is not None:
        return True
    acronym = word.text.isupper() and not text.isupper()
    if acronym or _POSSESSIVE.sub("", word.text) in cldr.countries(code):
        return True
    rare = has_large_list(code) and zipf(word.key, code) < _COMMON
    return rare and "-" not in word.text


@lru_cache(maxsize=8192)
def keys_of(*texts: str) -> frozenset[str]:
    """Every word of these texts in Latin letters: what a name may be found among."""
    words = (word.text for text in texts for word in words_of(text))
    return frozenset(latin(p) for w in words if not _UNSPACED.match(w) for p in _parts(w))


def _parts(word: str) -> Iterator[str]:
    yield word
    if "-" in word or "‐" in word:
        yield from word.replace("‐", "-").split("-")


def is_among(name: Name, keys: frozenset[str]) -> bool:
    """Whether a name, an inflection or a transliteration of it stands among these words.

    The same as `alike` with one of them, at a cost that stays small for a long text.
    """
    if name.key in keys or len(name.key) < _COMPARABLE:
        return name.key in keys
    beginnings, long = _comparable(keys)
    if name.key[:_PREFIX] in beginnings:
        return True
    return process.extractOne(name.key, long, scorer=fuzz.ratio, score_cutoff=ALIKE) is not None


@lru_cache(maxsize=1024)
def _comparable(keys: frozenset[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words long enough to be compared by their letters, after their beginnings."""
    long = tuple(key for key in keys if len(key) >= _COMPARABLE)
    return frozenset(key[:_PREFIX] for key in long), long


@lru_cache(maxsize=262144)
def alike(one: str, other: str) -> bool:
    """Whether two Latin spellings may be one name."""
    if one == other:
        return True
    if min(len(one), len(other)) < _COMPARABLE:
        return False
    return one[:_PREFIX] == other[:_PREFIX] or fuzz.ratio(one, other) >= ALIKE


@lru_cache(maxsize=4096)
def _syllables(text: str) -> tuple[str, frozenset[int]]:
    """The sound of what is written without spaces, in Latin letters, and where syllables begin."""
    sound, starts = "", {0}
    for letter in text:
        sound += anyascii(letter).casefold() if _UNSPACED.match(letter) else " "
        starts.add(len(sound))
    return sound, frozenset(starts)


def is_heard(name: Name, text: str) -> bool:
    """Whether a name is the sound of some syllables of this text: `Qingyun` of 刘青云 (pinyin)."""
    sound, starts = _syllables(text)
    key = "".join(letter for letter in name.key if letter.isalpha())
    at = sound.find(key) if key else -1
    while at >= 0 and not (at in starts and at + len(key) in starts):
        at = sound.find(key, at + 1)
    return at >= 0


def is_country_in(name: Name, code: str, text: str, other: str) -> bool:
    """Whether a name is a country's in one language, and the text has that country in another."""
    country = cldr.countries(code).get(_POSSESSIVE.sub("", name.text))
    return country is not None and any(
        called in text for called, which in cldr.countries(other).items() if which == country
    )


_ALIASES = (
    frozenset({"united", "states", "us", "u.s", "usa", "america", "american", "americans"}),
    frozenset({"united", "kingdom", "uk", "u.k", "britain", "british", "england", "english"}),
    frozenset({"united", "nations", "un", "u.n"}),
    frozenset({"european", "union", "eu", "europe"}),
    frozenset({"renminbi", "rmb", "yuan", "cny"}),
)


def is_alias(name: Name, keys: frozenset[str]) -> bool:
    """Whether another of a country's common names stands among these words."""
    return any(name.key in group and not group.isdisjoint(keys) for group in _ALIASES)


def is_telling(name: Name, code: str) -> bool:
    """Whether it can hardly be anything but a name: a rare word, or a country's."""
    if not known(code):
        return False
    return name.text in cldr.countries(code) or zipf(name.text.casefold(), code) < _TELLING


def has_capitals(text: str) -> bool:
    """Whether a text's script has capitals at all."""
    return _CASED.search(text) is not None


def is_headline(text: str) -> bool:
    """Whether most words have capitals, so that a capital says nothing."""
    words = [word.text for word in words_of(text) if len(word.text) >= _LONG]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= _MANY and capitals >= _MOST * len(words)


def is_acronym(text: str) -> bool:
    """Whether this is a short word in capitals, or its plural."""
    letters = text.removesuffix("s").replace(".", "")
    return letters.isupper() and 1 < len(letters) <= _ACRONYM
