"""Errors within words and between them: spelling, forms, numbers, punctuation, false full stops."""

from __future__ import annotations

import random

import regex

from training.spoiling.draft import PLAIN, Draft
from training.spoiling.pool import Pool

_DIGIT = regex.compile(r"[0-9]")
_GROUP = regex.compile(r"^\d{1,3}([.,])\d{3}|000$")
_PUNCTUATION = regex.compile(r"^[,.;:?!。，、？！]")
_LONG_WORD = 5
_FULL_STOP = "。"


def put(draft: Draft, start: int, new: str | None) -> bool:
    """Put another word, written like the one that was there."""
    old = draft.tokens[start].text
    if not new or new == old or new.casefold() == old.casefold():
        return False
    if old[0].isupper() and new[0].islower():
        new = new.upper() if old.isupper() and len(old) > 1 else new[0].upper() + new[1:]
    draft.all_bad(start, start + 1, (new,))
    return True


def misspelling(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """Two letters swapped, a letter dropped or doubled."""
    start = draft.find(rng, 1, lambda i: len(draft.tokens[i].text) >= _LONG_WORD and (
        draft.tokens[i].text.isalpha()
    ))  # fmt: skip
    if start is None:
        return False
    word = draft.tokens[start].text
    at = rng.randrange(1, len(word) - 1)
    new = rng.choice((
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
    ))  # fmt: skip
    return not pool.counts[new.casefold()] and put(draft, start, new)


def wrong_form(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """Another form of the word: other last letters."""
    start = draft.find(rng, 1, lambda i: len(draft.tokens[i].text) >= _LONG_WORD - 1 and (
        draft.tokens[i].text.isalpha() and bool(pool.forms(draft.tokens[i].text))
    ))  # fmt: skip
    if start is None:
        return False
    return put(draft, start, rng.choice(pool.forms(draft.tokens[start].text)))


def replaced_word(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """Another word about as frequent."""
    start = draft.find(rng, 1, lambda i: pool.is_content(draft.tokens[i].text) and (
        not pool.is_name(draft.tokens[i].text)
    ))  # fmt: skip
    return start is not None and put(draft, start, pool.like(draft.tokens[start].text, rng))


def replaced_function_word(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """Another small word."""
    start = draft.find(rng, 1, lambda i: draft.tokens[i].key in pool.function)
    if start is None:
        return False
    word = rng.choice(pool.function)
    return word not in draft.keys(max(0, start - 1), start + 2) and put(draft, start, word)


def replaced_name(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """Another name."""
    start = draft.find(rng, 1, lambda i: i > 0 and pool.is_name(draft.tokens[i].text))
    if start is None or not pool.names:
        return False
    return put(draft, start, rng.choice(pool.names))


def changed_number(draft: Draft, _pool: Pool, rng: random.Random) -> bool:
    """Another digit, two digits swapped, or the thousands lost."""
    start = draft.find(rng, 1, lambda i: bool(_DIGIT.search(draft.tokens[i].text)))
    if start is None:
        return False
    word = draft.tokens[start].text
    ways = (_other_digit, _swapped_digits, _lost_thousands)
    return put(draft, start, rng.choices(ways, (5, 3, 2))[0](word, rng))


def _other_digit(word: str, rng: random.Random) -> str:
    at = rng.choice([m.start() for m in _DIGIT.finditer(word)])
    return word[:at] + rng.choice([d for d in "123456789" if d != word[at]]) + word[at + 1 :]


def _swapped_digits(word: str, rng: random.Random) -> str | None:
    pairs = regex.finditer(r"[1-9](?=[1-9])", word)
    places = [m.start() for m in pairs if word[m.start()] != word[m.start() + 1]]
    if not places:
        return None
    at = rng.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _lost_thousands(word: str, rng: random.Random) -> str | None:
    if not _GROUP.search(word):
        return None
    return word[:-3].rstrip(".,") if rng.random() < 0.5 else word[:-1]


def punctuation(draft: Draft, _pool: Pool, rng: random.Random) -> bool:
    """A sign is doubled or lost."""
    tokens = draft.tokens
    places = [
        i
        for i, token in enumerate(tokens)
        if i and not token.touched and token.lead[:1] in ",.;:?!"
    ]
    places = [i for i in places if _PUNCTUATION.match(tokens[i].lead)]
    if not places:
        return False
    at = rng.choice(places)
    lead = tokens[at].lead
    if rng.random() < 0.5:
        draft.relead(at, lead[0] + lead)
    else:
        draft.relead(at, lead[1:], bad=False)
    return True


def split_sentence(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """A full stop stands in the middle of a phrase."""
    start = draft.find(rng, 1, lambda i: 1 < i < draft.size - 1 and (
        draft.tokens[i].lead == pool.joiner and not draft.tokens[i - 1].touched
    ))  # fmt: skip
    if start is None:
        return False
    _stop_before(draft, start, pool, rng)
    return True


def _stop_before(draft: Draft, start: int, pool: Pool, rng: random.Random) -> None:
    lead = ". " if pool.joiner else _FULL_STOP
    draft.relead(start, lead, upper=rng.random() < 0.6)
    draft.tokens[start] = draft.tokens[start]._replace(bad=True)


def split_before(draft: Draft, pool: Pool, rng: random.Random, words: frozenset[str]) -> bool:
    """A full stop stands before a word that goes on with the sentence."""
    start = draft.find(rng, 1, lambda i: i > 1 and draft.tokens[i].key in words and (
        draft.tokens[i].lead in (*PLAIN, ", ")
    ))  # fmt: skip
    if start is None:
        return False
    _stop_before(draft, start, pool, rng)
    return True
