"""When the words around two flags say that they are one, though the segments were cut otherwise.

The words on a side must agree as far as both segments go, up to three. At least one word must, and
two where one segment goes less far before the flag and the other less far behind it. That outlives
another segmentation as well as another translation of what stands beside the flagged sentence, and
both at once.

Whether two contexts agree is told by keys: they do if they have one in common. So those that agree
are found without comparing each with each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal, NamedTuple

from qa.baseline.entries import Entry

_LEAST, _LEAST_IF_MIXED = 1, 2
Words = tuple[str, ...]
Cut = Literal["before", "after", "both", "neither"]


@dataclass(frozen=True, slots=True)
class Context:
    """The words before and after a flag in the document, the nearest first.

    `own_before` and `own_after` count those that stand in the flag's segment. `words` are the
    flagged ones. `source` is the hash of the segment's source, empty where no word is flagged: it
    does not tell one comma from the next.
    """

    before: Words
    after: Words
    own_before: int
    own_after: int
    words: str
    source: str


class Key(NamedTuple):
    """What two agreeing contexts share. `cut` are the sides on which the earlier one's end counts.

    A tuple, as there are very many of them.
    """

    cut: Cut
    before: Words
    after: Words


def context_of(entry: Entry) -> Context:
    """What is known of the words around an entry."""
    before, after = entry.before.split(), entry.after.split()
    return Context(
        (*reversed(before), *reversed(entry.lead.split())),
        (*after, *entry.trail.split()),
        len(before),
        len(after),
        entry.words,
        entry.source if entry.words else "",
    )


def keys_of_earlier(context: Context) -> Iterator[Key | str]:
    """The keys of a context of the earlier run."""
    return _keys(context, ("both", "neither", "before", "after"))


def keys_of_now(context: Context) -> Iterator[Key | str]:
    """The keys of a context of this run."""
    return _keys(context, ("neither", "both", "after", "before"))


def _keys(context: Context, cuts: tuple[Cut, Cut, Cut, Cut]) -> Iterator[Key | str]:
    """The keys where this context's end counts on both sides, on none, before, and after."""
    both, neither, before, after = cuts
    own_before, own_after = [context.own_before], [context.own_after]
    any_before = range(len(context.before) + 1)
    any_after = range(len(context.after) + 1)
    yield from _cut(context, both, own_before, own_after)
    yield from _cut(context, neither, any_before, any_after)
    yield from _cut(context, before, own_before, any_after)
    yield from _cut(context, after, any_before, own_after)
    if context.source:
        yield context.source
    if not (context.own_before or context.own_after):
        yield ""


def _cut(context: Context, cut: Cut, before: Iterable[int], after: Iterable[int]) -> Iterator[Key]:
    least = _LEAST_IF_MIXED if cut in ("before", "after") else _LEAST
    for left, right in product(before, after):
        if left + right >= least:
            yield Key(cut, context.before[:left], context.after[:right])
