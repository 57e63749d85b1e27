"""Beside an earlier run: which flags are new, which old, which gone; and its rows of counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec
import numpy as np

from corpora.errors import ConfigError
from corpora.rows import whole_name
from qa.baseline import stored as files
from qa.baseline.compare import Compared, Flagged, Known, Standing, compare
from qa.baseline.entries import Entry, clean
from qa.baseline.stored import Stored, StoredPortion, StoredScore
from qa.examine import Dated, Examined
from qa.flagger import Flagger, Heard
from qa.gates.rows import Rows
from qa.portions import Part
from qa.suppressions import Silence
from reports.portion import Gone, Since
from reports.result import Age

GIT = "git:"
_AGES = {Standing.NEW: Age.NEW, Standing.OLD: Age.OLD}


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier run: its name as the user gave it, and its portions."""

    name: str
    stored: Stored

    def portion(self, part: Part) -> StoredPortion | None:
        """The portion of the same set and system, None if it was not in the run.

        Files named on the command line may be those of any portion: its flags, whatever it was.
        """
        found = self.stored.portion(part.set, part.system)
        if found is not None or part.set or part.system or not self.stored.portions:
            return found
        flags = (flag for portion in self.stored.portions for flag in portion.flags)
        return StoredPortion("", "", tuple(flags), ())


def of_file(path: str) -> Earlier:
    """A baseline that was written. Raises ConfigError for what is none."""
    return Earlier(path, files.load(path))


def kept_in(path: str) -> Earlier:
    """What a baseline holds that is about to be written anew; nothing if it cannot be read."""
    try:
        return of_file(path)
    except ConfigError:
        return Earlier(path, Stored("", ()))


@dataclass(frozen=True, slots=True)
class Beside:
    """A portion beside an earlier one: the flags of each document that are heard, with their ages.

    `entries` are what a baseline of now keeps; `gone` are the earlier ones that nothing answers to.
    """

    flags: tuple[tuple[Dated, ...], ...]
    since: Since
    entries: tuple[Entry, ...]
    gone: tuple[Entry, ...]


def beside(
    examined: Examined,
    flagger: Flagger,
    name: str,
    before: StoredPortion | None,
    *,
    is_whole: bool = True,
) -> Beside:
    """Compare the flags of a portion with those of an earlier one; None where it had no such.

    Unless it `is_whole`, documents that were not read may still be there with all their flags.
    """
    looked = _Looked.at(examined)
    found = compare(before.flags if before else (), _flagged(examined), looked.at_entry)
    if not is_whole:
        found = _without_absent(found, frozenset(looked.ran))
    every = zip(examined.heard, found.documents, strict=True)
    judged = [_judged(heard, known, flagger) for heard, known in every]
    dismissed = [one.standing is Standing.DISMISSED for known in found.documents for one in known]
    gone = tuple(_gone(entry) for entry in _faults(found.fixed))
    return Beside(
        flags=tuple(one.flags for one in judged),
        since=Since(name, 0, 0, gone, sum(dismissed)),
        entries=(*(entry for one in judged for entry in one.entries), *found.unseen),
        gone=found.gone,
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """A document's flags that are heard, and the entries of all."""

    flags: tuple[Dated, ...]
    entries: tuple[Entry, ...]


def _judged(heard: Heard, known: Sequence[Known], flagger: Flagger) -> _Judged:
    """What neither the file nor the baseline dismisses and no suppression silences.

    Who silenced an earlier flag by its fingerprint has silenced the one that answers to it.
    """
    pairs = list(zip(heard.flags, known, strict=True))
    # A suppression is of use though the baseline remembers it, too.
    left = tuple(flag for flag, _ in pairs if flag.fingerprint not in heard.dismissed)
    earlier = {flag.fingerprint: one.earlier for flag, one in pairs if one.earlier is not None}
    silent = flagger.suppressions.silences(heard.document, left, heard.checks, earlier)
    return _Judged(
        tuple(
            Dated(flag, _AGES[one.standing])
            for flag, one in pairs
            if one.standing in _AGES and flag.fingerprint not in silent
        ),
        tuple(_remembered(one.entry, silent.get(flag.fingerprint)) for flag, one in pairs),
    )


def _remembered(entry: Entry, silence: Silence | None) -> Entry:
    """The entry, dismissed if somebody silenced it by its fingerprint."""
    if silence is None or not silence.names_it:
        return entry
    return msgspec.structs.replace(entry, dismissed=clean(silence.reason))


def alone(examined: Examined, flagger: Flagger) -> tuple[tuple[Dated, ...], ...]:
    """The flags of each document that are heard, where there is nothing to compare them with."""
    return tuple(tuple(map(Dated, flagger.audible(heard))) for heard in examined.heard)


def _without_absent(found: Compared, documents: frozenset[str]) -> Compared:
    """What is gone of documents that were not read is only unseen."""
    gone = tuple(entry for entry in found.gone if entry.document in documents)
    absent = tuple(entry for entry in found.gone if entry.document not in documents)
    return replace(found, gone=gone, unseen=(*found.unseen, *absent))


def _flagged(examined: Examined) -> list[Flagged]:
    """The documents with all their flags."""
    return [Flagged(heard.document, heard.flags, heard.dismissed) for heard in examined.heard]


@dataclass(frozen=True, slots=True)
class _Looked:
    """Which rules looked at which documents."""

    ran: Mapping[str, frozenset[str]]
    anywhere: frozenset[str]

    @classmethod
    def at(cls, examined: Examined) -> _Looked:
        """At these documents."""
        ran = {clean(whole_name(one.document.id)): one.looked for one in examined.heard}
        return cls(ran, frozenset().union(*ran.values()))

    def at_entry(self, entry: Entry) -> bool:
        """Whether an earlier flag would have been found again; of a document that went, too."""
        return entry.rule in self.ran.get(entry.document, self.anywhere)


def _faults(entries: Sequence[Entry]) -> list[Entry]:
    """One of each wording that a rule marked again and again, as flags are shown."""
    found: dict[tuple[str, ...], Entry] = {}
    for number, entry in enumerate(entries):
        key = (entry.document, entry.rule, entry.words or str(number))
        found.setdefault(key, entry)
    return list(found.values())


def _gone(entry: Entry) -> Gone:
    return Gone(
        entry.rule, entry.weight, entry.document, entry.text, entry.message, entry.fingerprint
    )


def counted(since: Since, ages: Sequence[Age | None]) -> Since:
    """The same with the flags of now counted, one for each fault."""
    return replace(since, new=ages.count(Age.NEW), old=ages.count(Age.OLD))


def stored_portion(part: Part, entries: Sequence[Entry], rows: Mapping[str, Rows]) -> StoredPortion:
    """A portion as a baseline keeps it."""
    scores = (
        StoredScore(one.metric, one.signature, one.keys, tuple(map(tuple, one.values.tolist())))
        for one in rows.values()
    )
    return StoredPortion(part.set, part.system, tuple(entries), tuple(scores))


def rows_of_stored(portion: StoredPortion | None) -> dict[str, Rows]:
    """The rows that a baseline keeps, by metric."""
    return {
        score.metric: Rows(
            score.metric, score.signature, score.keys, np.asarray(score.rows, dtype=np.float64)
        )
        for score in (portion.scores if portion else ())
    }
