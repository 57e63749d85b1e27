"""Words with their places: what every rule that looks at words shares."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

# A word is letters, digits and marks, held together by hyphens, apostrophes and inner dots
# (`Tengrinews.kz`); scripts that write without spaces give one word a character.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}_]--[{_UNSPACED}]]"
_WORD = regex.compile(rf"(?V1)[{_UNSPACED}]\p{{M}}*|{_LETTER}+(?:[-'’.‐‑]{_LETTER}+)*")


class Word(NamedTuple):
    """A word as written, in code points `start` to `end` of its text.

    `key` is how it is compared: without letter case. A tuple, as there are very many of them.
    """

    text: str
    start: int
    end: int
    key: str


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, in order."""
    return tuple(
        Word(m.group(), m.start(), m.end(), m.group().casefold()) for m in _WORD.finditer(text)
    )


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(words_of(text))
