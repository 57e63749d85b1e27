"""The straight line: paths → documents → scores and flags → verdict → result.

Nothing here prints, and nothing goes back up the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import import_module

from corpora.text import Document, Flag
from qa.changes import changes_of
from qa.config import Config
from qa.examine import Looking, examine
from qa.flagger import Files, Flagger
from qa.gate import Gate
from qa.judging import Bench, Wanted
from qa.measure import read
from qa.portions import Part, Taken, portion_of
from qa.present import limited
from qa.progress import Progress, silent
from qa.since import GIT, alone, kept_in, of_file
from qa.take import Before, Taking, Written
from qa.version import copydesk_version
from reports.result import DocumentResult, Result, RuleResult


@dataclass(frozen=True, slots=True)
class Request(Looking):
    """What a user asks for.

    `rules` are ids, None for those that the configuration selects. `glossary`, `suppressions`
    (paths) and `max_flags` go before what the configuration says. `parts` are the portions of
    the run; without any there is one, of `inputs`. `wanted` are the gates beside the short
    options of `gate`. `baseline` is a file or `git:REF`; `changed` leaves only what git says has
    changed since a commit (empty for the last one). `kept` is the baseline that
    will be written. `today` is the day by which suppressions expire, None for the day that it is.
    """

    rules: tuple[str, ...] | None = None
    gate: Gate = field(default_factory=Gate)
    config: Config = field(default_factory=Config)
    glossary: str | None = None
    suppressions: str | None = None
    max_flags: int | None = None
    parts: tuple[Part, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    baseline: str | None = None
    changed: str | None = None
    kept: str | None = None
    today: date | None = None

    @property
    def portions(self) -> tuple[Part, ...]:
        """The portions of the run."""
        return self.parts or (Part(self.inputs, self.languages, self.metrics),)

    def of(self, part: Part) -> Request:
        """The same for one portion."""
        return replace(
            self,
            inputs=part.inputs,
            languages=part.languages,
            metrics=part.metrics,
            origin=part.origin,
            parts=(),
        )


@dataclass(frozen=True, slots=True)
class Run:
    """A result, and what the user should be told beside it, a line each.

    `details` are for those who ask for them: what was read, and which rules could not look.
    `portions` and `flagger` are what a baseline is written from.
    """

    result: Result
    notes: tuple[str, ...]
    details: tuple[str, ...]
    portions: tuple[Taken, ...]
    flagger: Flagger


def run(request: Request, progress: Progress = silent) -> Run:
    """Read, score, check and judge. Raises CopydeskError for what the user must mend."""
    notes: list[str] = []
    flagger = flagger_of(request)
    before = None if request.baseline is None else _before(request, request.baseline)
    kept = None if request.kept is None else kept_in(request.kept)
    taking = Taking(flagger, before, kept, request.changed, progress, notes)
    found = tuple(taking.take(request.of(part), part) for part in request.portions)
    notes += flagger.suppressions.unused()
    bench = Bench(request.gate, request.wanted, flagger, tuple(found))
    shown = tuple(
        replace(limited(result, flagger.max_flags), portion=number)
        for number, taken in enumerate(found)
        for result in (taken.results if taken.part.is_judged else ())
    )
    portions = tuple(portion_of(taken, changes_of(taken, found)) for taken in found)
    scores = tuple(one.score for portion in portions for one in portion.scores)
    rules = tuple(_rules(found, shown))
    verdict = bench.verdict()
    result = Result(copydesk_version(), shown, scores, rules, verdict, portions)
    return Run(result, tuple(notes), tuple(_details(found, flagger)), found, flagger)


def _before(request: Request, name: str) -> Before:
    if not name.startswith(GIT):
        return Written(of_file(name))
    # Another flagger: what it silences there says nothing of what is unused here.
    committed = import_module("qa.committed").Committed
    found: Before = committed(name.removeprefix(GIT), request, flagger_of(request))
    return found


def results_of(
    request: Request, documents: Sequence[Document], flagger: Flagger
) -> tuple[list[DocumentResult], list[str]]:
    """The documents of a part of a corpus, scored and with all their flags; and notes."""
    examined = examine(request, documents, flagger)
    return examined.results(alone(examined, flagger)), list(examined.notes)


def flags_by_document(
    request: Request, notes: list[str], progress: Progress = silent
) -> list[tuple[Document, tuple[Flag, ...]]]:
    """Every document with all its flags, one for each finding; nothing is scored or judged."""
    documents = read(request, notes, progress)
    flagger = flagger_of(request)
    found = [(document, flagger.flags(document)) for document in progress(documents, "checking")]
    notes += flagger.suppressions.unused()
    return found


def flagger_of(request: Request) -> Flagger:
    """What looks for flags as a request asks."""
    files = Files(request.glossary, request.suppressions, request.today)
    return Flagger(request.config, request.rules, files, request.max_flags)


def _details(portions: Sequence[Taken], flagger: Flagger) -> Iterator[str]:
    documents = [document for taken in portions for document in taken.examined.documents]
    for document in documents:
        languages = f"{document.source_language or '?'} → {document.language or '?'}"
        yield f"{document.id}: {len(document.segments):,} segments, {languages}"
    if flagger.config.path:
        yield f"configuration: {flagger.config.path}"
    for rule, plugin in flagger.available.items():
        blind = sum(not plugin.value.applies_to(document) for document in documents)
        if blind:
            needs = " or ".join(sorted(plugin.value.needs))
            yield f"{rule} could not look at {blind:,} of {len(documents):,} documents: no {needs}"


def _rules(portions: Sequence[Taken], shown: Sequence[DocumentResult]) -> Iterator[RuleResult]:
    """The rules that spoke."""
    known = {rule: plugin for taken in portions for rule, plugin in taken.examined.known.items()}
    spoke = {rule for result in shown for flag in result.flags for rule in flag.rules}
    for rule, plugin in known.items():
        if rule in spoke:
            yield RuleResult(plugin.id, plugin.doc.splitlines()[0], plugin.doc)
