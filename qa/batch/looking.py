"""The one line on a block of articles of a group; what it fails on is found and left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpora.errors import CopydeskError, MetricError, UsageError
from corpora.tables.table import BadRow, Reason
from corpora.text import Document
from metrics.cores import at_most
from metrics.evaluate import Counted
from qa.asked import Asked
from qa.batch.done import Group
from qa.batch.rows import Looked
from qa.flagger import Flagger
from qa.measure import options_for
from qa.nonsense import ALLOWABLE, BY_RULES
from qa.nonsense import look as nonsense
from qa.run import Request, results_of
from reports.legible import one_line

_NOT_THE_ROWS = (CopydeskError, MemoryError)
"""What is wrong with the machine or the options, not with what was read."""
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
_LONGEST_REASON, _EXCERPT = 300, 80
_MOST_SEGMENTS, _MOST_SIGNS = 1_000, 500_000
"""Of a block: enough for a model to be quick, few enough for all flags of it to be kept."""


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

    def judge(self, documents: Sequence[Document]) -> list[str]:
        """A note for each thing that looks wrong in documents which stand for a whole data set.

        Raises InputError for what no score could mean anything with, unless it is allowed.
        """
        if not any(document.has_reference for document in documents):
            return []
        try:
            return list(nonsense(documents, self._request.allowed, BY_RULES))
        except _NOT_THE_ROWS:
            raise
        except Exception:  # noqa: BLE001 — the block with the row that it fails on says so
            return []

    def look(self, group: Group, documents: Sequence[Document]) -> Iterator[Block | Failed]:
        """What is found in some documents of a group; what looks like nonsense is but a note.

        Where anything unexpected is raised, each half is looked at by itself, and so on: what
        fails alone is rejected.
        """
        names, notes = self._metrics(group, documents)
        try:
            yield self._block(group, documents, names, notes)
        except _NOT_THE_ROWS:
            raise
        except Exception as error:  # noqa: BLE001 — a bad row never stops a run
            if len(documents) == 1:
                yield _failed(documents[0], error)
                return
            middle = len(documents) // 2
            for half in (documents[:middle], documents[middle:]):
                yield from self.look(group, half)

    def _block(
        self,
        group: Group,
        documents: Sequence[Document],
        names: tuple[str, ...],
        notes: Sequence[str],
    ) -> Block:
        counted: list[Counted] = []
        # A part of a corpus is no sample of it: what looks wrong there is only noted.
        request = replace(self._request, metrics=names, tap=counted.append, allowed=ALLOWABLE)
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
        try:
            with at_most(1):
                asked.metric.open(options_for(self._request, asked, [document]))
        except (OSError, ImportError) as error:
            raise UsageError(f"{name}: cannot be set up here ({error})") from None


def blocks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents that are looked at together, in order: some 1,000 segments, at least one article.

    Few of them if they are long.
    """
    block, segments, signs = list[Document](), 0, 0
    for document in documents:
        block.append(document)
        segments += len(document.segments)
        signs += sum(len(segment.mt.text) for segment in document.segments)
        if segments >= _MOST_SEGMENTS or signs >= _MOST_SIGNS:
            yield block
            block, segments, signs = [], 0, 0
    if block:
        yield block


def _failed(document: Document, error: Exception) -> Failed:
    said = _ADDRESS.sub("0x…", f"{type(error).__name__}: {error}")
    what = one_line(said, _LONGEST_REASON)
    return Failed(
        tuple(
            BadRow(s.mt.file.first_line, Reason.FAILED, what, one_line(s.mt.text, _EXCERPT))
            for s in document.segments
        )
    )
