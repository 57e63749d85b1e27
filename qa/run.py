"""The straight line: paths → documents → scores and flags → verdict → result.

Nothing here prints, and nothing goes back up the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpora.text import Document, Flag
from metrics.score import Measured
from qa.asked import Asked
from qa.check import Check
from qa.config import Config
from qa.flagger import Files, Flagger
from qa.gate import Gate, tally_of
from qa.measure import ESTIMATE, Measuring, measure, read
from qa.merge import merge
from qa.need import need_of
from qa.nonsense import BY_RULES, look
from qa.plugins import Plugin
from qa.present import document_result, limited
from qa.progress import Progress, silent
from qa.span_flags import span_rules
from qa.version import copydesk_version
from reports.result import DocumentResult, Result, RuleResult

SEGMENT_METRICS = ("chrf", ESTIMATE)
"""The metrics that score single segments: sentence BLEU is too coarse for that."""


@dataclass(frozen=True, slots=True)
class Request(Measuring):
    """What a user asks for.

    `rules` are ids, None for those that the configuration selects; `segment_metrics` are those
    whose segment scores are kept. What looks like nonsense is refused unless it is `allowed`.
    `glossary`, `suppressions` (paths) and `max_flags` go before what the configuration says.
    """

    segment_metrics: tuple[str, ...] = SEGMENT_METRICS
    rules: tuple[str, ...] | None = None
    allowed: tuple[str, ...] = ()
    gate: Gate = field(default_factory=Gate)
    config: Config = field(default_factory=Config)
    glossary: str | None = None
    suppressions: str | None = None
    max_flags: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A result, and what the user should be told beside it, a line each.

    `details` are for those who ask for them: what was read, and which rules could not look.
    """

    result: Result
    notes: tuple[str, ...]
    details: tuple[str, ...]


def run(request: Request, progress: Progress = silent) -> Run:
    """Read, score, check and judge. Raises CopydeskError for what the user must mend."""
    notes: list[str] = []
    documents = read(request, notes, progress)
    flagger = flagger_of(request)
    looked = _look(request, documents, flagger, progress)
    scores = tuple(one.corpus for one in looked.measured)
    verdict = request.gate.judge(tally_of(looked.results), scores)
    notes += [*looked.notes, *flagger.suppressions.unused()]
    kept = tuple(limited(result, flagger.max_flags) for result in looked.results)
    spoke = {rule for result in kept for flag in result.flags for rule in flag.rules}
    rules = tuple(_rule(plugin) for rule, plugin in looked.known.items() if rule in spoke)
    result = Result(copydesk_version(), kept, scores, rules, verdict)
    return Run(result, tuple(notes), tuple(_details(documents, flagger)))


def results_of(
    request: Request, documents: Sequence[Document], flagger: Flagger
) -> tuple[list[DocumentResult], list[str]]:
    """The documents of a part of a corpus, scored and with all their flags; and notes."""
    looked = _look(request, documents, flagger, silent)
    return looked.results, looked.notes


@dataclass(frozen=True, slots=True)
class _Looked:
    """Documents with all their flags, what was measured, and the rules that were known."""

    results: list[DocumentResult]
    measured: list[Measured]
    known: dict[str, Plugin[Check]]
    notes: list[str]


def _look(
    request: Request, documents: Sequence[Document], flagger: Flagger, progress: Progress
) -> _Looked:
    notes = list(_stored(documents))
    if any(document.has_reference for document in documents):
        notes += look(documents, request.allowed, BY_RULES)
    measured = measure(request, documents, notes, progress)
    results = []
    known = dict(flagger.available)
    segment_metrics = (*request.segment_metrics, *_optional(measured))
    is_estimated = any(one.corpus.metric == ESTIMATE for one in measured)
    for number, document in enumerate(progress(documents, "checking")):
        marked = span_rules(measured, number)
        known |= marked
        flags = merge(document, flagger.flags(document, marked))
        shown = document_result(document, flags, measured, number, segment_metrics)
        results.append(replace(shown, need=need_of(document)) if is_estimated else shown)
    return _Looked(results, measured, known, notes)


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
    files = Files(request.glossary, request.suppressions)
    return Flagger(request.config, request.rules, files, request.max_flags)


def _optional(measured: Sequence[Measured]) -> list[str]:
    """The metrics that were asked for though they cost more: they speak of segments, too."""
    names = (one.corpus.metric for one in measured)
    return [name for name in names if Asked.of(name).metric.optional]


def _stored(documents: Sequence[Document]) -> Iterator[str]:
    """That a file holds flags of its own, which are not these."""
    count = sum(len(document.flags) for document in documents)
    if count:
        flags = "a flag" if count == 1 else f"{count:,} flags"
        yield f"the input holds {flags} of its own; 'copydesk convert' shows them"


def _details(documents: Sequence[Document], flagger: Flagger) -> Iterator[str]:
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


def _rule(plugin: Plugin[Check]) -> RuleResult:
    return RuleResult(plugin.id, plugin.doc.splitlines()[0], plugin.doc)
