"""Which documents have a new name: those that are only in the earlier run, by their flags."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from qa.baseline.contexts import Context, Key, context_of, keys_of_earlier, keys_of_now
from qa.baseline.entries import Entry

_Keys = Callable[[Context], Iterator[Key | str]]
_Mark = tuple[str, str, Key | str]
_LEAST_NEIGHBOURS = 3
"""Fewer may be the same in any two stories."""
_MOST_DOCUMENTS = 16
"""What more documents share is a set phrase and tells none from another."""


def renamed(
    earlier: Sequence[Entry], now: Sequence[Entry], names_now: Collection[str], old: Collection[str]
) -> dict[str, str]:
    """The earlier name of each document of now that has a new one.

    A document that is only in the earlier run and one that is only in this are one if they share
    flags with three of their neighbours, or with their source; those that share most come first.
    """
    ours = [entry for entry in earlier if entry.document not in names_now]
    theirs = [entry for entry in now if entry.document not in old]
    flagged = {_flagged(entry) for entry in ours} & {_flagged(entry) for entry in theirs}
    fresh = _documents((entry for entry in theirs if _flagged(entry) in flagged), keys_of_now)
    lost = _documents(
        (entry for entry in ours if _flagged(entry) in flagged), keys_of_earlier, fresh
    )
    shared: Counter[tuple[str, str]] = Counter()
    for mark, names in lost.items():
        both = Counter(names), Counter(fresh[mark])
        if max(map(len, both)) <= _MOST_DOCUMENTS:
            for name, count in both[0].items():
                for other, same in both[1].items():
                    shared[name, other] += min(count, same)
    return _one_to_one(shared)


def _one_to_one(shared: Counter[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    taken: set[str] = set()
    for (name, other), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if name not in taken and other not in found:
            taken.add(name)
            found[other] = name
    return found


def _flagged(entry: Entry) -> tuple[str, str]:
    return entry.rule, entry.words


def _documents(
    entries: Iterable[Entry], keys_of: _Keys, among: Collection[_Mark] | None = None
) -> dict[_Mark, list[str]]:
    """The documents of each mark that tells documents apart, as often as they have it."""
    found: dict[_Mark, list[str]] = defaultdict(list)
    for entry in entries:
        for key in keys_of(context_of(entry)):
            mark = (*_flagged(entry), key)
            if _tells_apart(key) and (among is None or mark in among):
                found[mark].append(entry.document)
    return dict(found)


def _tells_apart(key: Key | str) -> bool:
    """Whether it is a source, or enough neighbours."""
    if isinstance(key, str):
        return bool(key)
    return len(key.before) + len(key.after) >= _LEAST_NEIGHBOURS
