"""A word misspelt.

## What it finds
A word that the language's frequency list hardly knows, one letter away (one wrong, missing, doubled
or two changed round) from a word at least a hundred times as common, which is suggested. Words
with a capital, words of the source and the reference, words with figures and words that the
article uses twice are taken as meant. It speaks only in languages whose file says
`checks_spelling`: where words have many endings a rare form is too often near a common one.

## Why that is bad
A misprint, and sometimes another word.

## Source
Norvig 2007, How to Write a Spelling Corrector; Damerau 1964, doi:10.1145/363958.363994.
Frequencies: wordfreq (Speer 2022, doi:10.5281/zenodo.7199437).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from corpora.text import Document, Segment, Severity, Span
from corpora.words import Word, words_of
from qa import frequency
from qa.check import Check, Example, Finding
from qa.facing import texts_beside
from qa.language import Pair

_RARE, _ODD, _COMMON, _COMMONEST = 2.2, 3.8, 3.0, 5.9
_FAR, _VERY_FAR = 2.0, 2.4
_SHORT = 3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    code = languages.target.code
    if not languages.target.checks_spelling or not frequency.known(code):
        return
    used: Counter[str] | None = None
    for segment in document.segments:
        beside: set[str] | None = None
        for word in words_of(segment.mt.text):
            if not _is_odd(word.text, code):
                continue
            beside = beside or {w.key for t in texts_beside(segment) for w in words_of(t)}
            used = used or Counter(w.key for s in document.segments for w in words_of(s.mt.text))
            if word.key in beside or used[word.key] > 1 or _follows_figure(segment, word):
                continue
            right = _correction(word.text, code)
            if right is not None and (word.text.islower() or right.casefold() in beside):
                message = f"a misprint for '{right}'?"
                yield Finding(segment.index, Span(word.start, word.end), message, right)


def _follows_figure(segment: Segment, word: Word) -> bool:
    """Whether it may be a unit."""
    return segment.mt.text[: word.start].rstrip()[-1:].isdigit()


@lru_cache(maxsize=65536)
def _is_odd(word: str, code: str) -> bool:
    """Whether a word is so rare that it may be a misprint."""
    plain = len(word) > 1 and word.isascii() and word.isalpha()
    if not plain or not (word.islower() or word.istitle()):
        return False
    return frequency.zipf(word.casefold(), code) < (_RARE if word.istitle() else _ODD)


@lru_cache(maxsize=16384)
def _correction(word: str, code: str) -> str | None:
    """The commonest word one edit away, if it is common enough; in capitals like the word."""
    key = word.casefold()
    right = _right(key, frequency.zipf(key, code), code)
    return right.capitalize() if right and word.istitle() else right


def _right(word: str, known: float, code: str) -> str | None:
    near = frequency.commonest(_one_edit_away(word), code)
    if len(word) > _SHORT and known < _RARE:
        common = frequency.zipf(near, code) >= _COMMON
        return near if common and _is_far(word, near, code, _FAR) else None
    turned = frequency.commonest(_turned_round(word), code)
    if known < _ODD - (len(word) <= _SHORT) and _is_far(word, turned, code, _FAR):
        return turned
    commonest = frequency.zipf(near, code) >= _COMMONEST
    return near if commonest and _is_far(word, near, code, _VERY_FAR) else None


def _is_far(word: str, other: str, code: str, far: float) -> bool:
    """Whether the other is so much more common, and no mere plural."""
    if other + "s" == word or word + "s" == other:
        return False
    return frequency.zipf(other, code) - frequency.zipf(word, code) >= far


def _turned_round(word: str) -> Iterator[str]:
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _one_edit_away(word: str) -> Iterator[str]:
    yield from _turned_round(word)
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        for letter in _LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]


check = Check(
    find=_find,
    severity=Severity.MINOR,
    category="fluency/spelling",
    confidence=0.75,
    bad=(Example("Three [[peopel → people]] were hurt."),),
    good=(
        Example("Pembantu chef bernama Peopel.", language="en"),
        Example("The gamelan played on; the kecak dancers came."),
        Example("Three peopel.", source="Drei peopel."),
    ),
)
