"""Words with their places: what every rule that looks at words shares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

# A word is letters, digits and marks, held together by hyphens, apostrophes and inner dots
# (`Tengrinews.kz`); scripts that write without spaces give one word a character.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}_]--[{_UNSPACED}]]"
_WORD = regex.compile(rf"(?V1)[{_UNSPACED}]\p{{M}}*|{_LETTER}+(?:[-'’.‐‑]{_LETTER}+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, in code points `start` to `end` of its text."""

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The word as it is compared: without letter case."""
        return self.text.casefold()


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, in order."""
    return tuple(Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text))


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(words_of(text))
