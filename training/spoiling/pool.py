"""What the good texts of a language tell: its words by frequency, its names, its small words."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from corpora.words import words_of
from training.spoiling.draft import PLAIN, Draft, Token

_FUNCTION, _SOURCE_FUNCTION = 60, 120
_COHESION, _LONGEST = 20, 3
_SENTENCE_END = regex.compile(r"[.!?:…。！？]\W*$|^\W*[\"“‘«(]\W*$")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_KATAKANA = regex.compile(r"[\p{Katakana}ー]+")
_NAME = 3

Pairs = dict[tuple[str, str], bool]


@dataclass(frozen=True, slots=True)
class Pool:
    """The words of good texts, for errors to choose from."""

    texts: tuple[str, ...]
    joiner: str
    pairs: Pairs  # neighbours that make one word, where words are written without spaces
    counts: Counter[str]
    function: tuple[str, ...]
    functional: frozenset[str]
    content: tuple[str, ...]  # by frequency
    ranks: dict[str, int]
    names: tuple[str, ...]
    ordered: tuple[str, ...]
    source_functional: frozenset[str]

    def is_content(self, word: str) -> bool:
        """Whether it is a word that says something."""
        key = word.casefold()
        least = 3 if self.joiner else 1
        return len(key) >= least and key not in self.functional and key.isalpha()

    def is_name(self, word: str) -> bool:
        """Whether it is written like a name and never seen in small letters."""
        return len(word) >= _NAME and word[0].isupper() and not self.counts[word.casefold()]

    def like(self, word: str, rng: random.Random) -> str | None:
        """Another word about as frequent, with the same ending if chance finds one."""
        rank = self.ranks.get(word.casefold(), len(self.content) // 2)
        reach = max(20, rank // 4)
        low, high = max(0, rank - reach), min(len(self.content), rank + reach)
        if high <= low:
            return None
        tried = [self.content[rng.randrange(low, high)] for _ in range(6)]
        other = [new for new in tried if new[:4] != word.casefold()[:4]]
        alike = [new for new in other if new[-2:] == word[-2:]]
        return next(iter(alike or other), None)

    def forms(self, word: str) -> list[str]:
        """Other words that begin as this one does and differ in the last letters only."""
        key = word.casefold()
        stem = key[: max(4, len(key) - 2)]
        start, found = bisect_left(self.ordered, stem), []
        while start < len(self.ordered) and self.ordered[start].startswith(stem):
            if len(self.ordered[start]) <= len(key) + 2 and self.ordered[start] != key:
                found.append(self.ordered[start])
            start += 1
        return found

    def draft(self, text: str, source: str | None = None) -> Draft:
        """A text as words to make errors in."""
        tokens = [self._token(lead, word, first) for lead, word, first in self._words(text)]
        words = words_of(text)
        tokens.append(Token(text[words[-1].end :] if words else text, ""))
        return Draft(tokens, self.joiner, source)

    def _words(self, text: str) -> Iterator[tuple[str, str, bool]]:
        """What is before each word, the word, and whether it begins a sentence."""
        end = 0
        for start, stop in _joined(text, self.pairs):
            lead = text[end:start]
            first = end == 0 or (lead not in PLAIN and bool(_SENTENCE_END.search(lead)))
            yield lead, text[start:stop], first
            end = stop

    def _token(self, lead: str, word: str, first: bool) -> Token:  # noqa: FBT001
        """A word in its place, in small letters where only the place made it a capital."""
        if not first or not word[0].isupper():
            return Token(lead, word)
        small = word[0].lower() + word[1:]
        is_common = self.counts[small] > 0 and small[0].upper() == word[0]
        return Token(lead, small if is_common else word, upper=True)


def _joined(text: str, pairs: Pairs) -> list[tuple[int, int]]:
    """Where words are, with characters that belong together as one."""
    places: list[tuple[int, int]] = []
    before = ""
    for word in words_of(text):
        if before and places[-1][1] == word.start and _belongs(before, word.text, places, pairs):
            places[-1] = (places[-1][0], word.end)
        else:
            places.append((word.start, word.end))
        before = word.text
    return places


def _belongs(before: str, word: str, places: list[tuple[int, int]], pairs: Pairs) -> bool:
    if _KATAKANA.fullmatch(before) and _KATAKANA.fullmatch(word):
        return True
    return (before, word) in pairs and places[-1][1] - places[-1][0] < _LONGEST


def _pairs(texts: Sequence[str]) -> Pairs:
    """Characters without space between them that stand together oftener than by chance."""
    ones: Counter[str] = Counter()
    twos: Counter[tuple[str, str]] = Counter()
    for text in texts:
        words = [word for word in words_of(text) if _UNSPACED.match(word.text)]
        ones.update(word.text for word in words)
        twos.update((a.text, b.text) for a, b in pairwise(words) if a.end == b.start)
    total = ones.total()
    return {
        pair: True
        for pair, count in twos.items()
        if count > 1 and count * total > _COHESION * ones[pair[0]] * ones[pair[1]]
    }


def build(
    texts: Sequence[str], sources: Sequence[str] | None, functional: Iterable[str] = ()
) -> Pool:
    """Count the words of good texts."""
    pairs = _pairs(texts)
    small, names, leads = _count(texts, pairs)
    ranked = [word for word, _ in sorted(small.items(), key=lambda item: (-item[1], item[0]))]
    function = tuple(word for word in ranked if word.isalpha())[:_FUNCTION]
    known = frozenset(function) | frozenset(functional)
    joiner = " " if leads[" "] * 2 >= leads[""] else ""
    least = 3 if joiner else 1
    content = [w for w in ranked if w not in known and w.isalpha() and len(w) >= least]
    return Pool(
        texts=tuple(texts),
        joiner=joiner,
        pairs=pairs,
        counts=small,
        function=function,
        functional=known,
        content=tuple(content),
        ranks={word: rank for rank, word in enumerate(content)},
        names=tuple(sorted(n for n in names if len(n) >= _NAME and not small[n.casefold()])),
        ordered=tuple(sorted(small)),
        source_functional=_most_frequent(sources or ()),
    )


def _count(texts: Sequence[str], pairs: Pairs) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """The words in small letters, the capitalised ones inside sentences, and the leads."""
    small: Counter[str] = Counter()
    names: Counter[str] = Counter()
    leads: Counter[str] = Counter()
    for text in texts:
        end = 0
        for start, stop in _joined(text, pairs):
            word, lead = text[start:stop], text[end:start]
            if word == word.casefold():
                small[word] += 1
            elif end and lead == " " and word[0].isupper() and word.isalpha():
                names[word] += 1
            if end:
                leads[lead] += 1
            end = stop
    return small, names, leads


def _most_frequent(texts: Iterable[str]) -> frozenset[str]:
    counts = Counter(word.key for text in texts for word in words_of(text))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return frozenset(word for word, _ in ranked[:_SOURCE_FUNCTION])
