"""Which flag of an earlier run is which of now, whatever happened to the text in between.

One to one, among those of one rule, document and flagged words, in stages, each for what the one
before has left over:

1. equal fingerprints and aliases, equal fingerprints, equal aliases;
2. the same neighbours in the segment or in the document; the same source; then as many as possible
   whose neighbours agree as far as both segments go (`contexts.py`, `pairing.py`);
3. half of the neighbours agree: the flagged sentence was translated anew (`alike.py`);
4. the same for documents that were renamed (`renamed.py`);
5. whatever the flagged words, equal fingerprints, equal aliases: the rule marks more or less.

The order of neither list counts. The cost grows with the number of flags.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from qa.baseline.alike import alike
from qa.baseline.contexts import context_of
from qa.baseline.entries import Entry
from qa.baseline.pairing import Pairing, pair_all
from qa.baseline.renamed import renamed

_Key = Callable[[Entry], Hashable]


@dataclass(frozen=True, slots=True)
class Matching:
    """For each flag of now the index of the earlier one that it answers to, or None.

    `gone` are the indices of the earlier flags that nothing answers to, in order.
    """

    answers: tuple[int | None, ...]
    gone: tuple[int, ...]


def match(
    earlier: Sequence[Entry], now: Sequence[Entry], documents: Collection[str] = ()
) -> Matching:
    """Match the flags of two runs.

    `documents` are the whole names of the documents of now, as far as known: one that is still
    there, though without a flag, was not renamed.
    """
    known = Pairing(_in_order(earlier), _in_order(now))
    for key in (_prints, _fingerprint, _alias):
        _pair_equal(earlier, now, known, key)
    _pair_groups(earlier, now, known)
    names = renamed(
        [earlier[index] for index in known.free_earlier()],
        [now[index] for index in known.free_now()],
        {*documents, *(entry.document for entry in now)},
        {entry.document for entry in earlier},
    )
    _pair_groups(earlier, [_called(entry, names.get(entry.document)) for entry in now], known)
    for key in (_only_fingerprint, _only_alias):
        _pair_equal(earlier, now, known, key)
    answers = tuple(known.earlier_of.get(index) for index in range(len(now)))
    return Matching(answers, tuple(i for i in range(len(earlier)) if i not in known.now_of))


def _in_order(entries: Sequence[Entry]) -> tuple[int, ...]:
    """The indices sorted by what the entries say."""
    return tuple(sorted(range(len(entries)), key=lambda index: _content(entries[index])))


def _content(entry: Entry) -> tuple[str, ...]:
    return tuple(value or "" for value in msgspec.structs.astuple(entry))


def _called(entry: Entry, name: str | None) -> Entry:
    return entry if name is None else msgspec.structs.replace(entry, document=name)


def _group(entry: Entry) -> tuple[str, str, str]:
    return entry.rule, entry.document, entry.words


def _prints(entry: Entry) -> Hashable:
    return *_group(entry), entry.before, entry.after, entry.fingerprint, entry.alias


def _fingerprint(entry: Entry) -> Hashable:
    return *_group(entry), entry.before, entry.after, entry.fingerprint


def _alias(entry: Entry) -> Hashable:
    return (*_group(entry), _far(entry), entry.alias) if entry.alias else None


def _only_fingerprint(entry: Entry) -> Hashable:
    return entry.fingerprint


def _only_alias(entry: Entry) -> Hashable:
    return entry.alias or None


def _near_and_source(entry: Entry) -> Hashable:
    return entry.before, entry.after, entry.source


def _near(entry: Entry) -> Hashable:
    return entry.before, entry.after


def _far(entry: Entry) -> Hashable:
    context = context_of(entry)
    return context.before, context.after


def _source(entry: Entry) -> Hashable:
    return context_of(entry).source or None


def _pair_equal(
    earlier: Sequence[Entry], now: Sequence[Entry], pairing: Pairing, key: _Key
) -> None:
    """Pair what is free and has the same key, in order; None is no key."""
    waiting = _by_key(now, reversed(pairing.free_now()), key)
    for index in pairing.free_earlier():
        one = key(earlier[index])
        if one is not None and (found := waiting.get(one)):
            pairing.pair(index, found.pop())


def _by_key(
    entries: Sequence[Entry], indices: Iterable[int], key: _Key
) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for index in indices:
        found[key(entries[index])].append(index)
    return dict(found)


def _pair_groups(earlier: Sequence[Entry], now: Sequence[Entry], pairing: Pairing) -> None:
    """Stages 2 and 3 for all flags of one rule, document and flagged words."""
    for part in _parts(earlier, now, pairing):
        for key in (_near_and_source, _near, _far, _source):
            _pair_equal(earlier, now, part, key)
        ours = {index: context_of(earlier[index]) for index in part.earlier}
        theirs = {index: context_of(now[index]) for index in part.now}
        pair_all(ours, theirs, part)
        for pair in alike(ours, theirs, part):
            part.pair(pair.earlier, pair.now)
        pairing.adopt(part)


def _parts(earlier: Sequence[Entry], now: Sequence[Entry], pairing: Pairing) -> Iterator[Pairing]:
    """The groups in which something is free on both sides."""
    free = {_group(earlier[index]) for index in pairing.free_earlier()}
    free &= {_group(now[index]) for index in pairing.free_now()}
    theirs = _by_key(now, pairing.now, _group)
    for group, ours in _by_key(earlier, pairing.earlier, _group).items():
        if group in free:
            yield pairing.part(ours, theirs[group])
