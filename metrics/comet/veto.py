"""Translations that COMET praises though they are none: blank, copied, in another language.

Untranslated text gets high scores from COMET (its encoder sees the same meaning on both sides), as
its users report (github.com/Unbabel/COMET/issues); Amrhein and Sennrich 2022,
aclanthology.org/2022.aacl-main.83, show how else it can be led astray. Such a segment gets 0, the
worst score, and says so.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from types import MappingProxyType

import regex

from corpora.detection import alike, detectable, guess_language, primary
from corpora.surely import is_surely
from corpora.words import Word, words_of

_ENOUGH_COPIED, _ENOUGH_UNSPACED, _ENOUGH_WORDS = 4, 8, 12
_SURE = 0.99
_NO_LETTER = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


class Veto(IntEnum):
    """Why a segment gets 0 whatever the model says; the value stands in its row."""

    NONE = 0
    BLANK = 1
    COPY = 2
    LANGUAGE = 3


REMARKS = MappingProxyType({
    Veto.BLANK: "veto: the translation is blank",
    Veto.COPY: "veto: the translation is a copy of the source",
    Veto.LANGUAGE: "veto: the translation is in another language",
})  # fmt: skip


def veto(mt: str, source: str | None, languages: tuple[str | None, str | None]) -> Veto:
    """Whether a translation is none; `languages` (BCP 47): the source's, the translation's."""
    if not mt.strip():
        return Veto.BLANK
    if source is not None and not _same(*languages) and _is_copy(mt, source):
        return Veto.COPY
    return Veto.LANGUAGE if _is_foreign(mt, languages[1]) else Veto.NONE


def _same(source: str | None, target: str | None) -> bool:
    return source is not None and target is not None and primary(source) == primary(target)


def _is_copy(mt: str, source: str) -> bool:
    if _bare(mt) != _bare(source):
        return False
    words = words_of(mt)
    unspaced = len(_UNSPACED.findall(mt))
    if unspaced * 2 > len(words):
        return unspaced >= _ENOUGH_UNSPACED
    return len(words) >= _ENOUGH_COPIED and any(map(_is_plain, words))


def _bare(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())


def _is_plain(word: Word) -> bool:
    """Whether it is a word that is no name, as far as its letters tell."""
    return word.text[0].isalpha() and not word.text[0].isupper()


@lru_cache(maxsize=4096)
def _is_foreign(mt: str, target: str | None) -> bool:
    if target is None or not detectable(target):
        return False
    if sum(map(_is_plain, words_of(mt))) < _ENOUGH_WORDS:
        return False
    if is_surely(mt, target):
        return False
    guess, expected = guess_language(mt), primary(target)
    if guess is None or guess.code == expected or guess.probability < _SURE:
        return False
    return not alike(guess.code, expected)
