"""A run in constant memory that can be interrupted and goes on where it was.

Documents are read, checked and forgotten block by block; a journal keeps their flags and what the
metrics counted. A score of the whole is that of the summed counts, as ever; its interval comes
from resampling stretches of 1,000 segments instead of single ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from corpora.errors import UsageError
from corpora.folders import is_folder, matching
from corpora.opening import STDIN, is_url
from corpora.text import Document
from metrics.evaluate import Counted
from qa import suppressions
from qa.flagger import Flagger
from qa.journal import Journal
from qa.language_choice import Languages
from qa.measure import loader_of
from qa.nonsense import ALLOWABLE
from qa.plugins import CHECKS, discover
from qa.present import limited
from qa.run import Request, flagger_of, results_of
from qa.totals import STRETCH, Totals, score_of
from qa.version import copydesk_version
from reports.result import DocumentResult, Result, RuleResult

_MOST_NOTES = 20

Watch = Callable[[int, Document], None]


@dataclass
class LongRun:
    """A run by journal: `watch` is told after each block how many segments are done."""

    request: Request
    journal: Journal
    watch: Watch
    notes: dict[str, None] = field(default_factory=dict)

    @cached_property
    def flagger(self) -> Flagger:
        """What looks for flags."""
        return flagger_of(self.request)

    def go(self) -> None:
        """Do what is left to do. Raises CopydeskError for what the user must mend."""
        notes: list[str] = []
        loader = loader_of(self.request, notes)
        flagger = self.flagger
        languages, done, number = self.request.languages, self.journal.done, 0
        for block in blocks(loader.load(self.request.inputs)):
            languages, filled = _filled(languages, block, notes)
            number += len(block)
            if number > done.documents:
                counted = list[Counted]()
                # A part of a corpus is no sample of it: what looks wrong there is only noted.
                allowed = ALLOWABLE if number > len(block) else self.request.allowed
                request = replace(self.request, resamples=0, tap=counted.append, allowed=allowed)
                results, more = results_of(request, filled, flagger)
                self.journal.add(results, [Totals.of(one) for one in counted])
                notes += more
            self._note(notes)
            self.watch(len([s for d in block for s in d.segments]), block[-1])
        self._note(list(flagger.suppressions.unused()) if not done.blocks else [])

    def _note(self, notes: list[str]) -> None:
        room = _MOST_NOTES - len(self.notes)
        self.notes |= dict.fromkeys([note for note in notes if note not in self.notes][:room])
        notes.clear()

    def summary(self) -> Result:
        """The run without its documents: scores, rules that spoke, verdict."""
        scores = tuple(
            score_of(totals, self.request, self.request.languages)
            for totals in self.journal.totals().values()
        )
        spoke = self.journal.rules()
        rules = tuple(
            RuleResult(plugin.id, plugin.doc.splitlines()[0], plugin.doc)
            for rule, plugin in discover(CHECKS).items()
            if rule in spoke
        )
        verdict = self.request.gate.judge(self.journal.tally(), scores)
        return Result(copydesk_version(), (), scores, rules, verdict)

    def documents(self) -> Iterator[DocumentResult]:
        """The documents, with the flags that are shown and their segments."""
        for document in self.journal.documents():
            yield limited(document, self.flagger.max_flags)


def blocks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents in blocks of some 1,000 segments, at least one in each."""
    block, size = list[Document](), 0
    for document in documents:
        block.append(document)
        size += len(document.segments)
        if size >= STRETCH:
            yield block
            block, size = [], 0
    if block:
        yield block


def _filled(
    languages: Languages, block: Sequence[Document], notes: list[str]
) -> tuple[Languages, list[Document]]:
    """A block's documents with their languages; what the first block showed holds for all."""
    filled = languages.fill(block, notes)
    first = filled[0]
    found = Languages(languages.target or first.language, languages.source or first.source_language)
    return found, filled


def key_of(request: Request) -> str:
    """What makes a run what it is: files, options, version."""
    inputs, config = request.inputs, request.config
    read = (*inputs.paths, *(path for _, path in inputs.partners))
    named = (
        request.glossary or config.file(config.rules.glossary),
        request.suppressions or config.file(config.rules.suppressions),
        config.file(config.rules.calibration),
        str(config.folder / suppressions.FILE),
    )
    parts = (
        copydesk_version(), inputs, [stamp for path in read for stamp in _stamps(path)],
        [_stamp(path) for path in named if path], request.languages, request.metrics,
        request.where_possible, request.tokenizer, request.rules, config.rules, request.by_meaning,
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What tells that a file is the one that it was."""

    path: str
    size: int
    time: int


def _stamps(path: str) -> Iterator[_Stamp]:
    """The stamps of the files that a path stands for."""
    if path == STDIN or is_url(path):
        raise UsageError("a run with --journal needs files on this machine, to read them again")
    for one in matching(path):
        below = sorted(Path(one).rglob("*")) if is_folder(one) else [Path(one)]
        yield from (_stamp(str(file)) for file in below)


def _stamp(path: str) -> _Stamp:
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return _Stamp(path, 0, 0)  # reading it will say what is wrong
    return _Stamp(path, found.st_size, found.st_mtime_ns)
