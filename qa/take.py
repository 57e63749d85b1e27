"""A portion taken: read, looked at, and laid beside what there was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from corpora.text import Document
from qa.baseline.stored import StoredPortion
from qa.examine import Dated, Examined, Looking, examine, measured_only
from qa.flagger import Flagger
from qa.language_choice import Languages
from qa.measure import read
from qa.portions import Part, Taken, rows_by_metric
from qa.progress import Progress
from qa.since import Earlier, alone, beside, counted
from reports.result import Age

if TYPE_CHECKING:
    from qa.git.changed import Changes


class Before(Protocol):
    """An earlier run, wherever it is kept."""

    @property
    def name(self) -> str:
        """As the user called it."""

    @property
    def is_whole(self) -> bool:
        """Whether it holds all of just those files, so that what it lacks was not there."""

    def portion(self, part: Part, notes: list[str], progress: Progress) -> StoredPortion | None:
        """The same portion then, None if there was no such; the part's languages are known."""


@dataclass(frozen=True, slots=True)
class Written:
    """A baseline that was written to a file."""

    earlier: Earlier

    @property
    def name(self) -> str:
        """The file."""
        return self.earlier.name

    @property
    def is_whole(self) -> bool:
        """It may be of more files than are looked at now."""
        return False

    def portion(self, part: Part, notes: list[str], _progress: Progress) -> StoredPortion | None:
        """What the file holds."""
        found = self.earlier.portion(part)
        if found is None:
            of = f" '{part.name}'" if part.name else " one without test sets"
            notes.append(f"{self.name} has no such portion as{of}: all of it counts as new")
        return found


@dataclass(frozen=True, slots=True)
class Taking:
    """How portions are taken; `changed` is a commit, empty for the last one, None for all.

    `kept` is what a baseline held that will be written anew of them: what was dismissed stays so.
    """

    flagger: Flagger
    before: Before | None
    kept: Earlier | None
    changed: str | None
    progress: Progress
    notes: list[str] = field(default_factory=list)

    def take(self, request: Looking, part: Part) -> Taken:
        """Read, look, compare. Raises CopydeskError for what the user must mend."""
        changed = self._changes(part)
        documents = self._documents(request, part, changed)
        if not documents:
            return Taken(part, Examined.nothing(request), is_idle=True)
        if not part.is_judged:
            return self._to_compare_with(request, part, documents)
        examined = examine(request, documents, self.flagger, self.progress)
        self.notes.extend(examined.notes)
        if self.before is None and self.kept is None:
            return self._shown(Taken(part, examined), alone(examined, self.flagger), changed)
        before, name = self.kept.portion(part) if self.kept else None, ""
        if self.before is not None:
            told = replace(part, languages=_spoken(documents[0]))
            before, name = self.before.portion(told, self.notes, self.progress), self.before.name
        is_whole = self.before is None or self.before.is_whole or bool(part.set)
        is_whole = is_whole and changed is None
        found = beside(examined, self.flagger, name, before, is_whole=is_whole)
        taken = Taken(part, examined, before=before, entries=found.entries, gone=found.gone)
        if self.before is None:
            undated = tuple(tuple(replace(one, age=None) for one in flags) for flags in found.flags)
            return self._shown(taken, undated, changed)
        return self._shown(replace(taken, since=found.since), found.flags, changed)

    def _to_compare_with(
        self, request: Looking, part: Part, documents: Sequence[Document]
    ) -> Taken:
        """Only measured: nobody asks for its flags."""
        examined = measured_only(request, documents, self.progress)
        self.notes.extend(examined.notes)
        results = tuple(examined.results([()] * len(documents)))
        return Taken(part, examined, results, rows_by_metric(examined))

    def _shown(
        self, taken: Taken, flags: Sequence[Sequence[Dated]], changed: Changes | None
    ) -> Taken:
        """The portion with its results."""
        if changed is not None:
            flags = _on_changed(taken.examined.documents, flags, changed)
        results = tuple(taken.examined.results(flags))
        ages = [flag.age for one in results for flag in one.flags]
        since = taken.since and counted(taken.since, ages)
        return replace(taken, results=results, rows=rows_by_metric(taken.examined), since=since)

    def _changes(self, part: Part) -> Changes | None:
        """What changed, where that is asked for."""
        if self.changed is None or not part.is_judged:
            return None  # what others are compared with is needed whole
        found: Changes = _git().changes(part.inputs, self.changed or None)
        return found

    def _documents(
        self, request: Looking, part: Part, changed: Changes | None
    ) -> Sequence[Document]:
        """The documents of a part; only those that changed, where that is asked for."""
        if changed is None:
            return read(request, self.notes, self.progress)
        self.notes.extend(changed.notes)
        found = list[Document]()
        if changed.concern(part.inputs):
            documents = read(request, self.notes, self.progress)
            found = _git().changed_documents(documents, changed)
            left = f"{len(found):,} of {len(documents):,} documents"
            self.notes.append(f"{left} have changed since {changed.since}")
        if not found:
            of = f"{part.name}: " if part.name else ""
            self.notes.append(f"{of}nothing has changed since {changed.since}")
        return found


def _git() -> Any:  # noqa: ANN401 — a module
    """What asks git; imported by those who need it."""
    return import_module("qa.git.changed")


def _spoken(document: Document) -> Languages:
    """What was named or guessed, so that an earlier text is not taken for another language's."""
    return Languages(document.language, document.source_language)


def _on_changed(
    documents: Sequence[Document], flags: Sequence[Sequence[Dated]], changed: Changes
) -> list[list[Dated]]:
    """Only the flags on segments that changed, and those that are new since a baseline."""
    inside = [_git().changed_segments(document, changed) for document in documents]
    return [
        [one for one in found if one.age is Age.NEW or one.flag.segment in there]
        for found, there in zip(flags, inside, strict=True)
    ]
