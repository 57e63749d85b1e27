"""Errors that machines make in Indonesian: English order, other senses, wrong affixes."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path

import regex

from training.spoiling.draft import Draft
from training.spoiling.kind import Kind, Operation
from training.spoiling.letters import put, split_before
from training.spoiling.pool import Pool

_GOES_ON = frozenset(
    "yang karena dan sehingga bahwa untuk sementara namun tetapi dengan".split()  # noqa: SIM905
)
_PRONOUNS = frozenset({"kami", "kita", "mereka", "dia", "ia", "saya"})
_SEVERAL = frozenset({"dua", "tiga", "empat", "lima", "banyak", "beberapa", "para"})
_INSERTED = ("yang", "adalah", "dari", "di mana")
_DROPPED = frozenset({"yang", "bahwa", "karena", "dan", "untuk", "tetapi"})
_PREFIXES = (
    ("^meng(?=[aeiouhgk])", ("di", "", "ber")),
    ("^men(?=[dtcjz])", ("di", "", "ter")),
    ("^mem(?=[bpf])", ("di", "", "ter")),
    ("^me(?=[lrmnwy])", ("di", "")),
    ("^di(?=[a-z]{5})", ("me", "", "ter")),
    ("^ber(?=[a-z]{4})", ("ter", "", "di")),
    ("^ter(?=[a-z]{4})", ("di", "ber", "")),
    ("^pe[nm]?(?=[a-z]{4}.*an$)", ("ke", "me")),
    ("^ke(?=[a-z]{4}.*an$)", ("pe", "")),
)
_SUFFIX = regex.compile("(kan|an|i|nya)$")
_WITHOUT_SUFFIX, _TURNED = 0.25, 0.6
_LONG = 6


@cache
def _senses() -> dict[str, str]:
    text = (Path(__file__).parent / "senses.id.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text))


def _is_content(draft: Draft, pool: Pool, at: int) -> bool:
    return 0 <= at < draft.size and pool.is_content(draft.tokens[at].text)


def english_order(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """A noun phrase of two or three words stands the other way round."""
    length = rng.choice((2, 2, 2, 3))

    def fits(start: int) -> bool:
        return start > 0 and all(
            _is_content(draft, pool, at) and draft.tokens[at].text[0].islower()
            for at in range(start, start + length)
        )

    start = draft.find(rng, length, fits)
    if start is None:
        return False
    words = [token.text for token in draft.tokens[start : start + length]]
    draft.all_bad(start, start + length, words[::-1])
    return True


def owner_first(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """The pronoun stands before what it owns."""
    start = draft.find(
        rng,
        2,
        lambda i: _is_content(draft, pool, i) and draft.tokens[i + 1].key in _PRONOUNS,
    )
    if start is None:
        return False
    first = start
    while (
        first > 0
        and _is_content(draft, pool, first - 1)
        and draft.is_free(first - 1, start + 2)
        and start + 2 - first < 3
    ):
        first -= 1
    *owned, owner = (token.text for token in draft.tokens[first : start + 2])
    draft.all_bad(first, start + 2, [owner, *(owned[::-1] if rng.random() < _TURNED else owned)])
    return True


def other_sense(draft: Draft, _pool: Pool, rng: random.Random) -> bool:
    """A word is that for another sense of the English one."""
    start = draft.find(rng, 1, lambda i: draft.tokens[i].key in _senses())
    return start is not None and put(draft, start, _senses()[draft.tokens[start].key])


def wrong_affix(draft: Draft, _pool: Pool, rng: random.Random) -> bool:
    """Another prefix, or none; sometimes the ending goes."""

    def fits(start: int) -> bool:
        token = draft.tokens[start]
        return len(token.text) > _LONG and any(regex.match(p, token.key) for p, _ in _PREFIXES)

    start = draft.find(rng, 1, fits)
    if start is None:
        return False
    word = draft.tokens[start].key
    prefix, others = next((p, others) for p, others in _PREFIXES if regex.match(p, word))
    new = regex.sub(prefix, rng.choice(others), word)
    return put(draft, start, _SUFFIX.sub("", new) if rng.random() < _WITHOUT_SUFFIX else new)


def inserted_link(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """`yang`, `adalah` and the like stand inside a phrase."""
    start = draft.find(
        rng,
        2,
        lambda i: i > 0 and _is_content(draft, pool, i) and _is_content(draft, pool, i + 1),
    )
    if start is None:
        return False
    draft.insert(start + 1, (rng.choice(_INSERTED),))
    return True


def dropped_link(draft: Draft, _pool: Pool, rng: random.Random) -> bool:
    """A conjunction is left out."""
    start = draft.find(rng, 1, lambda i: i > 0 and draft.tokens[i].key in _DROPPED)
    if start is None:
        return False
    draft.rewrite(start, start + 1, ())
    return True


def doubled_plural(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """A noun is doubled though a number or quantifier says already that there are several."""

    def fits(i: int) -> bool:
        token = draft.tokens[i]
        is_quantifier = token.key in _SEVERAL and _is_content(draft, pool, i + 1)
        return token.text.isdigit() or (is_quantifier and draft.tokens[i + 1].text.islower())

    start = draft.find(rng, 2, fits)
    if start is None or not draft.tokens[start + 1].text.isalpha():
        return False
    word = draft.tokens[start + 1].text
    return put(draft, start + 1, f"{word}-{word}")


def split_before_link(draft: Draft, pool: Pool, rng: random.Random) -> bool:
    """A full stop stands before a word that goes on with the sentence."""
    return split_before(draft, pool, rng, _GOES_ON)


def _kind(name: str, make: Operation, weight: float, severity: float, *, fluency: bool) -> Kind:
    return Kind(name, make, weight, severity, fluency)


KINDS = (
    _kind("English order", english_order, 16, 2.5, fluency=True),
    _kind("owner first", owner_first, 4, 2.5, fluency=True),
    _kind("other sense", other_sense, 12, 4, fluency=False),
    _kind("wrong affix", wrong_affix, 10, 2, fluency=True),
    _kind("inserted link", inserted_link, 4, 1.5, fluency=True),
    _kind("dropped link", dropped_link, 4, 1, fluency=True),
    _kind("doubled plural", doubled_plural, 1.5, 1, fluency=True),
    _kind("false full stop", split_before_link, 4, 2, fluency=True),
)
