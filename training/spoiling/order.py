"""Errors of order and amount: words swapped, scrambled, dropped, repeated, put in."""

from __future__ import annotations

import random

from training.spoiling.draft import PLAIN, Draft
from training.spoiling.pool import Pool

_CLAUSE = (", ", "、", "，")
_LEAST, _LONGEST_CLAUSE = 6, 15


def swapped_words(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """Two neighbours change places, words that say something where possible."""

    def differ(i: int) -> bool:
        return draft.tokens[i].key != draft.tokens[i + 1].key

    def both(i: int) -> bool:
        return differ(i) and all(pool.is_content(t.text) for t in draft.tokens[i : i + 2])

    start = draft.find(rng, 2, both)
    start = draft.find(rng, 2, differ) if start is None else start
    if start is None:
        return False
    first, second = draft.tokens[start : start + 2]
    draft.all_bad(start, start + 2, (second.text, first.text))
    return True


def moved_word(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """A word that says something stands two or three words off its place."""
    length = rng.randint(3, 4)
    start = draft.find(rng, length, lambda i: pool.is_content(draft.tokens[i].text))
    if start is None:
        return False
    texts = [token.text for token in draft.tokens[start : start + length]]
    if texts[0] in texts[1:]:
        return False
    rest = [(text, False) for text in texts[1:]]
    draft.rewrite(start, start + length, [*rest, (texts[0], True)])
    return True


def scrambled_words(draft: Draft, _pool: Pool, rng: random.Random) -> bool:
    """Three to five words stand in any order."""
    length = rng.randint(3, 5)
    start = draft.find(rng, length)
    if start is None:
        return False
    texts = [token.text for token in draft.tokens[start : start + length]]
    mixed = rng.sample(texts, length)
    if mixed == texts:
        return False
    draft.all_bad(start, start + length, mixed)
    return True


def _drop(draft: Draft, start: int | None, stop: int) -> bool:
    if start is None or stop - start >= draft.size:
        return False
    draft.rewrite(start, stop, ())
    return True


def dropped_word(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """A word that says something is left out."""
    start = draft.find(rng, 1, lambda i: _is_inside(draft, i) and pool.is_content(
        draft.tokens[i].text
    ))  # fmt: skip
    return _drop(draft, start, (start or 0) + 1)


def dropped_function_word(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """A small word is left out."""
    start = draft.find(rng, 1, lambda i: _is_inside(draft, i) and (
        draft.tokens[i].key in pool.function[:30] and draft.tokens[i + 1].lead in PLAIN
    ))  # fmt: skip
    return _drop(draft, start, (start or 0) + 1)


def _is_inside(draft: Draft, start: int) -> bool:
    return draft.tokens[start].lead in PLAIN or start == 0


def dropped_phrase(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """Two to five words are left out, one of which says something."""
    length = rng.randint(2, 5)
    if length * 2 > draft.size:
        return False
    start = draft.find(rng, length, lambda i: _is_inside(draft, i) and any(
        pool.is_content(token.text) for token in draft.tokens[i : i + length]
    ))  # fmt: skip
    return _drop(draft, start, (start or 0) + length)


def dropped_clause(draft: Draft, _pool: Pool, rng: random.Random) -> bool:
    """What stands between two commas, or a comma and the end, is left out."""
    leads = [token.lead for token in draft.tokens]
    starts = [0, *(i for i, lead in enumerate(leads) if lead in _CLAUSE)]
    ends = [*starts[1:], draft.size]
    found = [
        (start, end)
        for start, end in zip(starts, ends, strict=True)
        if 2 < end - start <= _LONGEST_CLAUSE and draft.is_free(start, end)
    ]
    return bool(found) and _drop(draft, *rng.choice(found))


def dropped_end(draft: Draft, _pool: Pool, rng: random.Random) -> bool:
    """The last third is left out, sometimes with its full stop."""
    size = draft.size
    start = size - max(2, round(size * rng.uniform(0.25, 0.45)))
    if size < _LEAST or any(token.touched for token in draft.tokens[start:]):
        return False
    tail = "" if rng.random() < 0.5 else draft.tokens[-1].lead
    draft.tokens[start:] = [draft.tokens[-1]._replace(lead=tail, touched=True)]
    return True


def repeated_word(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """A word stands twice, or comes again two words later."""
    start = draft.find(rng, 1, lambda i: len(draft.tokens[i].text) > 1 or not pool.joiner)
    if start is None:
        return False
    far = start + 3
    if rng.random() < 0.3 and draft.is_free(start, far):
        texts = [token.text for token in draft.tokens[start:far]]
        draft.rewrite(start, far, [*((text, False) for text in texts), (texts[0], True)])
    else:
        text = draft.tokens[start].text
        draft.rewrite(start, start + 1, ((text, False), (text, True)))
    return True


def repeated_phrase(draft: Draft, _pool: Pool, rng: random.Random) -> bool:
    """Two to four words come again and again."""
    length = rng.randint(2, 4)
    start = draft.find(rng, length)
    if start is None:
        return False
    texts = [token.text for token in draft.tokens[start : start + length]]
    again = texts * rng.choices((1, 2, 3), (6, 2, 1))[0]
    good, bad = ((text, False) for text in texts), ((text, True) for text in again)
    draft.rewrite(start, start + length, (*good, *bad))
    return True


def inserted_function_word(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """A small word stands where none belongs."""
    start = draft.find(rng, 1, lambda i: i > 0 and draft.tokens[i].lead in PLAIN)
    if start is None or not pool.function:
        return False
    word = rng.choice(pool.function)
    if word in draft.keys(max(0, start - 2), start + 2):
        return False
    draft.insert(start, (word,))
    return True


def added_phrase(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """Words of another sentence are put in."""
    start = draft.find(rng, 1, lambda i: i > 0)
    other = pool.draft(rng.choice(pool.texts)) if pool.texts else draft
    length = rng.randint(2, 5)
    place = other.find(rng, length)
    if start is None or place is None:
        return False
    words = [token.text for token in other.tokens[place : place + length]]
    if set(words) <= {token.text for token in draft.tokens}:
        return False
    draft.insert(start, words)
    return True
