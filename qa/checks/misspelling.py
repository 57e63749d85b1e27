"""A word misspelt.

## What it finds
A word that the language's frequency list hardly knows, one letter away (one wrong, missing, doubled
or two changed round) from a word at least a hundred times as common, which is suggested. Words
with a capital, words of the source and the reference, words with figures and words that the
article uses twice are taken as meant; of words with a hyphen or a possessive ending the rare parts
are looked at. A rarer word will do if the source or the reference has it. It speaks only in
languages whose file says `checks_spelling`: where words have many endings a rare form is too often
near a common one.

## Why that is bad
A misprint, and sometimes another word.

## Source
Norvig 2007, How to Write a Spelling Corrector; Damerau 1964, doi:10.1145/363958.363994.
Frequencies: wordfreq (Speer 2022, doi:10.5281/zenodo.7199437).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

import regex
from rapidfuzz.distance import OSA

from corpora.text import Document, Segment, Severity, Span
from corpora.words import Word, words_of
from qa import frequency
from qa.check import Check, Example, Finding
from qa.facing import texts_beside
from qa.language import Pair

_RARE, _ODD, _COMMON, _COMMONEST = 2.2, 3.8, 3.0, 5.9
_FAR, _VERY_FAR = 2.0, 2.4
_SHORT, _LONGEST_UNIT = 3, 4
_UNKNOWN = 1.0
_PART = regex.compile(r"(?<![\p{L}\p{Nd}'’])\p{L}{4,}(?=['’]s$|[-‐]|$)")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _find(document: Document, languages: Pair) -> Iterator[Finding]:
    code = languages.target.code
    if not languages.target.checks_spelling or not frequency.known(code):
        return
    used: Counter[str] | None = None
    for segment in document.segments:
        beside: set[str] | None = None
        for word in _parts(segment.mt.text, code):
            if not _is_odd(word.text, code):
                continue
            beside = beside or {w.key for t in texts_beside(segment) for w in _parts(t, code)}
            used = used or Counter(
                w.key for s in document.segments for w in _parts(s.mt.text, code)
            )
            if word.key in beside or used[word.key] > 1 or _may_be_unit(segment, word):
                continue
            right = _nearest(word.key, beside, code) or _correction(word.text, code)
            if right is not None and (word.text.islower() or right.casefold() in beside):
                message = f"a misprint for '{right}'?"
                yield Finding(segment.index, Span(word.start, word.end), message, right)


def _parts(text: str, code: str) -> Iterator[Word]:
    """The words of a text, and the rare parts of those with a hyphen or a possessive ending."""
    for word in words_of(text):
        if word.text.isalpha():
            yield word
            continue
        for part in _PART.finditer(word.text):
            key = part.group().casefold()
            if frequency.zipf(key, code) < _RARE:
                start, end = word.start + part.start(), word.start + part.end()
                yield Word(part.group(), start, end, key)


def _may_be_unit(segment: Segment, word: Word) -> bool:
    """Whether it is short, and follows a figure."""
    after = segment.mt.text[: word.start].rstrip()[-1:].isdigit()
    return after and len(word.text) <= _LONGEST_UNIT


def _nearest(word: str, beside: Iterable[str], code: str) -> str | None:
    """A rarer word one edit away, if the source or the reference has it."""
    if len(word) <= _SHORT or frequency.zipf(word, code) >= _UNKNOWN:
        return None
    near = (other for other in beside if OSA.distance(word, other, score_cutoff=1) == 1)
    return next((o for o in near if frequency.zipf(o, code) and _is_far(word, o, code, 0.0)), None)


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
    bad=(
        Example("Three [[peopel → people]] were hurt."),
        Example("A four-[[yaer → year]]-old boy and the [[peopel → people]]'s dog."),
        Example(
            "The [[arstocrats → aristocrats]] fled.", reference="Most of the aristocrats had fled."
        ),
    ),
    good=(
        Example("Pembantu chef bernama Peopel.", language="en"),
        Example("The gamelan played on; the kecak dancers came."),
        Example("Three peopel.", source="Drei peopel."),
    ),
)
