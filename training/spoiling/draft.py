"""A translation as words that errors are made in, and its text with the marked places again.

A word stands in a place: the place has what comes before it (`lead`) and whether a sentence begins
there; the word has its letters and its marks. Words move, places stay.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

PLAIN = ("", " ")


class Token(NamedTuple):
    """A word in its place; a tuple, as there are very many of them."""

    lead: str
    text: str
    upper: bool = False
    lead_bad: bool = False
    bad: bool = False
    touched: bool = False

    @property
    def key(self) -> str:
        """How it is compared."""
        return self.text.casefold()


@dataclass(slots=True)
class Draft:
    """A translation while it is being spoiled; its last token is what follows the last word."""

    tokens: list[Token]
    joiner: str
    source: str | None = None

    @property
    def size(self) -> int:
        """How many words it has."""
        return len(self.tokens) - 1

    def keys(self, start: int, stop: int) -> tuple[str, ...]:
        """The words of a range as they are compared."""
        return tuple(token.key for token in self.tokens[start:stop])

    def is_free(self, start: int, stop: int) -> bool:
        """Whether no error was made in these words and nothing but space is between them."""
        if start < 0 or stop > self.size or start >= stop or self.tokens[start].touched:
            return False
        rest = self.tokens[start + 1 : stop]
        return all(token.lead in PLAIN and not token.touched for token in rest)

    def find(
        self, rng: random.Random, length: int, test: Callable[[int], bool] | None = None
    ) -> int | None:
        """Where `length` free words begin that pass the test, by chance."""
        size = self.size
        if size < length:
            return None
        first = rng.randrange(size)
        for start in (*range(first, size), *range(first)):
            if self.is_free(start, start + length) and (test is None or test(start)):
                return start
        return None

    def rewrite(self, start: int, stop: int, words: Iterable[tuple[str, bool]]) -> None:
        """Put other words (and whether they are bad) where these are."""
        place = self.tokens[start]
        made = [Token(self.joiner, text, bad=bad, touched=True) for text, bad in words if text]
        if made:
            made[0] = made[0]._replace(lead=place.lead, upper=place.upper, lead_bad=place.lead_bad)
        else:
            self._close(start, stop)
        self.tokens[start:stop] = made

    def _close(self, start: int, stop: int) -> None:
        """Give the place of words that go to the word after them."""
        gone, after = self.tokens[start], self.tokens[stop]
        lead = gone.lead if start == 0 or (after.lead in PLAIN and after.text) else after.lead
        upper = gone.upper or after.upper
        self.tokens[stop] = after._replace(lead=lead, upper=upper, touched=True)

    def all_bad(self, start: int, stop: int, words: Iterable[str]) -> None:
        """Put other words where these are, all of them bad."""
        self.rewrite(start, stop, [(word, True) for word in words])

    def insert(self, start: int, words: Iterable[str]) -> None:
        """Put bad words before a word."""
        old = self.tokens[start]
        self.rewrite(start, start + 1, [*((word, True) for word in words), (old.text, False)])

    def relead(self, start: int, lead: str, *, upper: bool = False, bad: bool = True) -> None:
        """Change what stands before a word."""
        old = self.tokens[start]
        upper = upper or old.upper
        self.tokens[start] = old._replace(lead=lead, upper=upper, lead_bad=bad, touched=True)

    def render(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """The text, and where its bad words are."""
        parts: list[str] = []
        spans: list[tuple[int, int]] = []
        place = 0
        for token in self.tokens:
            lead, text = token.lead, token.text
            if token.lead_bad and lead.strip():
                start = place + len(lead) - len(lead.lstrip())
                _mark(spans, start, start + len(lead.strip()), start - place)
            if token.upper and text:
                text = text[0].upper() + text[1:]
            place += len(lead)
            if token.bad and text:
                gap = len(lead) - len(lead.rstrip()) if token.lead_bad else len(lead)
                joined = gap if token.lead_bad or not lead.strip() else -1
                _mark(spans, place, place + len(text), joined)
            parts += (lead, text)
            place += len(text)
        return "".join(parts), tuple(spans)


def _mark(spans: list[tuple[int, int]], start: int, end: int, gap: int) -> None:
    """Add a place, joined to the one before it where only a gap is between them."""
    if spans and gap >= 0 and spans[-1][1] == start - gap:
        start = spans.pop()[0]
    spans.append((start, end))
