"""Errors against the source: words or all of it untranslated, another sentence, negation."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path

from corpora.words import Word, words_of
from training.spoiling.draft import PLAIN, Draft, Token
from training.spoiling.kind import Operation
from training.spoiling.pool import Pool

_NEAR, _LEAST = 0.2, 6


def _foreign(draft: Draft, pool: Pool) -> list[tuple[float, Word]]:
    """The words of the source that say something and aren't names, with their relative places."""
    words = words_of(draft.source or "")
    here = {token.key for token in draft.tokens}
    least = 4 if " " in (draft.source or "") else 1
    return [
        (place / len(words), word)
        for place, word in enumerate(words)
        if word.key not in pool.source_functional
        and word.key not in here
        and word.text == word.key
        and len(word.key) >= least
        and word.key.isalpha()
    ]


def untranslated_word(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """A word of the source stands where its translation belongs."""
    foreign = _foreign(draft, pool)
    start = draft.find(rng, 1, lambda i: pool.is_content(draft.tokens[i].text) and (
        not pool.is_name(draft.tokens[i].text)
    ))  # fmt: skip
    if not foreign or start is None:
        return False
    far, _, word = min((abs(at - start / draft.size), word.start, word) for at, word in foreign)
    if far > _NEAR:
        return False
    draft.all_bad(start, start + 1, (word.text,))
    return True


def untranslated_phrase(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """Two to four words of the source stand where their translation belongs."""
    length = rng.randint(2, 4)
    words = words_of(draft.source or "")
    start = draft.find(rng, length)
    if start is None or len(words) < length or draft.size < _LEAST:
        return False
    first = round(start / draft.size * (len(words) - length))
    taken = words[first : first + length]
    if all(word.key in pool.source_functional for word in taken):
        return False
    phrase = (draft.source or "")[taken[0].start : taken[-1].end]
    if phrase in draft.render()[0]:
        return False
    draft.all_bad(start, start + length, (phrase,))
    return True


def half_untranslated(draft: Draft, _pool: Pool, rng: random.Random) -> bool:
    """From somewhere on, the source."""
    words, share = words_of(draft.source or ""), rng.uniform(0.3, 0.7)
    start, first = round(draft.size * share), round(len(words) * share)
    if draft.size < _LEAST or len(words) < _LEAST:
        return False
    if any(token.touched for token in draft.tokens[start:]):
        return False
    rest = (draft.source or "")[words[first].start :]
    if rest.casefold() in draft.render()[0].casefold():
        return False
    draft.tokens[start:] = [Token(draft.joiner, rest, bad=True, touched=True), Token("", "")]
    return True


def untranslated(draft: Draft, _pool: Pool, _rng: random.Random) -> bool:
    """All of it the source."""
    return _all(draft, draft.source)


def unrelated(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """The translation of another sentence."""
    return bool(pool.texts) and _all(draft, rng.choice(pool.texts))


def _all(draft: Draft, text: str | None) -> bool:
    if not text or not text.strip() or text == draft.render()[0]:
        return False
    draft.tokens[:] = [Token("", text.strip(), bad=True, touched=True), Token("", "")]
    return True


@cache
def _negations() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).parent / "negations.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def negation(language: str) -> Operation | None:
    """How a negation is lost or put in in a language, where its words are listed."""
    words = _negations().get(language)
    if words is None:
        return None
    lost, before, after = (frozenset(words.get(key, ())) for key in ("lost", "before", "after"))
    put = words["put"][0]

    def make(draft: Draft, _pool: Pool, rng: random.Random) -> bool:
        keys = draft.keys(0, draft.size)
        if lost & set(keys):
            return _lose(draft, lost, rng)
        start = draft.find(rng, 1, lambda i: keys[i] in before or (
            i > 0 and keys[i - 1] in after and draft.tokens[i].lead in PLAIN
        ))  # fmt: skip
        if start is None:
            return False
        draft.insert(start, (put,))
        return True

    return make


def _lose(draft: Draft, lost: frozenset[str], rng: random.Random) -> bool:
    start = draft.find(rng, 1, lambda i: draft.tokens[i].key in lost)
    if start is None or draft.size == 1:
        return False
    draft.rewrite(start, start + 1, ())
    return True
