"""The one line on a block of articles of a group; what it fails on is found and left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpora.errors import CopydeskError, MetricError
from corpora.tables.table import BadRow, Reason
from corpora.text import Document
from metrics.cores import at_most
from metrics.evaluate import Counted
from qa.asked import Asked
from qa.batch.done import Group
from qa.batch.rows import Looked
from qa.flagger import Flagger
from qa.measure import options_for
from qa.nonsense import ALLOWABLE
from qa.run import Request, results_of
from reports.legible import one_line

_NOT_THE_ROWS = (CopydeskError, MemoryError, OSError, ImportError)
"""What is wrong with the machine, the files or the options, not with what was read."""
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
_LONGEST_REASON, _EXCERPT = 300, 80


@dataclass(frozen=True, slots=True)
class Block:
    """Articles of one group that were looked at together, and what the metrics counted."""

    group: Group
    looked: tuple[Looked, ...]
    counted: tuple[Counted, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """An article that nothing can be said of: what was raised, as rejected rows."""

    rows: tuple[BadRow, ...]
    notes: tuple[str, ...] = ()


class Line:
    """The one line, ready to look at blocks."""

    def __init__(self, request: Request, flagger: Flagger) -> None:
        self._request = replace(request, resamples=0, store=None, watch=None)
        self._flagger = flagger
        self._refusals: dict[tuple[str, str | None, str | None], str | None] = {}

    def open(self) -> None:
        """Open each metric that was named. Raises MetricError for one that there cannot be.

        One that needs to know the language is left for later where only the rows tell it.
        """
        languages = self._request.languages
        group = Group(None, languages.source, languages.target)
        for name in self._request.metrics:
            judges = Asked.of(name).metric.judges(group.source_language, group.language)
            if group.language is not None or judges:
                self._open(name, group)

    def look(
        self, group: Group, documents: Sequence[Document], *, may_refuse: bool
    ) -> Iterator[Block | Failed]:
        """What is found in some documents of a group.

        Where anything unexpected is raised, each half is looked at by itself, and so on: what
        fails alone is rejected. `may_refuse`: nonsense is an InputError, not a note.
        """
        try:
            yield self._block(group, documents, may_refuse=may_refuse)
        except _NOT_THE_ROWS:
            raise
        except Exception as error:  # noqa: BLE001 — a bad row never stops a run
            if len(documents) == 1:
                yield _failed(documents[0], error)
                return
            middle = len(documents) // 2
            for half in (documents[:middle], documents[middle:]):
                yield from self.look(group, half, may_refuse=may_refuse)

    def _block(self, group: Group, documents: Sequence[Document], *, may_refuse: bool) -> Block:
        names, notes = self._metrics(group, documents)
        counted: list[Counted] = []
        request = replace(
            self._request,
            metrics=names,
            tap=counted.append,
            allowed=self._request.allowed if may_refuse else ALLOWABLE,
        )
        results, more = results_of(request, documents, self._flagger)
        looked = tuple(map(Looked.of, documents, results))
        return Block(group, looked, tuple(counted), (*notes, *more))

    def _metrics(
        self, group: Group, documents: Sequence[Document]
    ) -> tuple[tuple[str, ...], list[str]]:
        """The named metrics that can judge a group's languages, and why the others cannot."""
        names, notes = list[str](), list[str]()
        has_reference = any(document.has_reference for document in documents)
        for name in self._request.metrics:
            if Asked.of(name).metric.needs_reference and not has_reference:
                continue
            if (why := self._refusal(name, group)) is None:
                names.append(name)
            else:
                notes.append(why)
        return tuple(names), notes

    def _refusal(self, name: str, group: Group) -> str | None:
        key = (name, group.source_language, group.language)
        if key not in self._refusals:
            try:
                self._open(name, group)
                self._refusals[key] = None
            except MetricError as error:
                self._refusals[key] = str(error)
        return self._refusals[key]

    def _open(self, name: str, group: Group) -> None:
        asked = Asked.of(name)
        document = Document("", (), group.language, group.source_language)
        with at_most(1):
            asked.metric.open(options_for(self._request, asked, [document]))


def _failed(document: Document, error: Exception) -> Failed:
    said = _ADDRESS.sub("0x…", f"{type(error).__name__}: {error}")
    what = one_line(said, _LONGEST_REASON)
    return Failed(
        tuple(
            BadRow(s.mt.file.first_line, Reason.FAILED, what, one_line(s.mt.text, _EXCERPT))
            for s in document.segments
        )
    )
