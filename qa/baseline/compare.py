"""What became of the flags since a baseline: new, old or dismissed, and which are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import msgspec

from corpora.rows import whole_name
from corpora.text import Document, Flag
from qa.baseline.entries import Entry, clean, entries_of
from qa.baseline.matching import match


class Standing(StrEnum):
    """How a flag stands to a baseline; `dismissed` is one that shall be silent."""

    NEW = "new"
    OLD = "old"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Flagged:
    """A document, its flags from before merging, and why which was dismissed, by fingerprint."""

    document: Document
    flags: tuple[Flag, ...]
    dismissed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Known:
    """A flag of now as the next baseline would keep it, and the earlier one that it answers to."""

    entry: Entry
    earlier: Entry | None

    @property
    def standing(self) -> Standing:
        """How the flag stands to the baseline."""
        if self.entry.dismissed is not None:
            return Standing.DISMISSED
        return Standing.NEW if self.earlier is None else Standing.OLD


@dataclass(frozen=True, slots=True)
class Compared:
    """The flags of each document, in the order in which they were given, and what else there was.

    `gone` are the entries that nothing answers to, `unseen` those that could not have been found.
    """

    documents: tuple[tuple[Known, ...], ...]
    gone: tuple[Entry, ...]
    unseen: tuple[Entry, ...]

    @property
    def fixed(self) -> tuple[Entry, ...]:
        """What is gone, but for what had been dismissed."""
        return tuple(entry for entry in self.gone if entry.dismissed is None)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What a baseline of now keeps: dismissed flags stay so, and so do those unseen."""
        return (*(known.entry for found in self.documents for known in found), *self.unseen)


def everything(_: Entry) -> bool:
    """That all rules looked at all documents."""
    return True


def compare(
    earlier: Sequence[Entry], now: Sequence[Flagged], looked: Callable[[Entry], bool] = everything
) -> Compared:
    """Compare the flags of all documents of a portion with its baseline.

    `looked` says whether an earlier flag would have been found again: its rule ran, and on its
    document. One of which it says no is not gone but unseen.
    """
    entries = [entries_of(one.document, one.flags, one.dismissed) for one in now]
    return compare_entries(earlier, entries, [one.document.id for one in now], looked)


def compare_entries(
    earlier: Sequence[Entry],
    now: Sequence[tuple[Entry, ...]],
    documents: Iterable[str],
    looked: Callable[[Entry], bool] = everything,
) -> Compared:
    """As `compare`, for who keeps no documents: the entries of each, and the documents' ids."""
    seen = [entry for entry in earlier if looked(entry)]
    names = {clean(whole_name(name)) for name in documents}
    found = match(seen, [entry for entries in now for entry in entries], names)
    answers = iter(found.answers)
    return Compared(
        tuple(tuple(_known(entry, seen, next(answers)) for entry in entries) for entries in now),
        tuple(seen[index] for index in found.gone),
        tuple(entry for entry in earlier if not looked(entry)),
    )


def _known(entry: Entry, earlier: Sequence[Entry], answer: int | None) -> Known:
    """The entry with its earlier one; it stays dismissed if that was."""
    before = None if answer is None else earlier[answer]
    if before is not None and before.dismissed is not None and entry.dismissed is None:
        entry = msgspec.structs.replace(entry, dismissed=before.dismissed)
    return Known(entry, before)
