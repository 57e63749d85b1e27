"""The straight line: paths → documents → scores and flags → verdict → result.

Nothing here prints, and nothing goes back up the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version

from corpora.errors import MetricError
from corpora.load import Inputs, Loader
from corpora.reader import ReadOptions
from corpora.segmentation import Segmenter
from corpora.text import Document, Flag, Side, TextFile
from metrics.evaluate import Evaluation, evaluate
from metrics.metric import Metric, MetricOptions
from metrics.score import Measured
from qa.check import Check
from qa.config import Config
from qa.flagger import Files, Flagger
from qa.gate import Gate
from qa.language import load
from qa.language_choice import Languages
from qa.merge import merge
from qa.need import cut, need_of
from qa.plugins import METRICS, READERS, Plugin, discover
from qa.present import document_result, limited
from qa.progress import Progress, silent
from reports.result import Result, RuleResult

ESTIMATE = "estimate"
SEGMENT_METRICS = ("chrf", ESTIMATE)
"""The metrics that score single segments: sentence BLEU is too coarse for that."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks for.

    `metrics` and `rules` are ids, `rules` None for those that the configuration selects;
    `where_possible` are metrics that are left out, with a note, where they cannot judge;
    `segment_metrics` are those whose segment scores are kept. `glossary`, `suppressions` (paths)
    and `max_flags` go before what the configuration says.
    """

    inputs: Inputs
    languages: Languages = field(default_factory=Languages)
    metrics: tuple[str, ...] = ("bleu", "chrf")
    where_possible: tuple[str, ...] = ()
    segment_metrics: tuple[str, ...] = SEGMENT_METRICS
    rules: tuple[str, ...] | None = None
    tokenizer: str | None = None
    resamples: int = 1000
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
    measured = measure(request, documents, notes, progress)
    flagger = flagger_of(request)
    results = []
    is_estimated = any(one.corpus.metric == ESTIMATE for one in measured)
    for number, document in enumerate(progress(documents, "checking")):
        flags = merge(document, flagger.flags(document))
        shown = document_result(document, flags, measured, number, request.segment_metrics)
        results.append(replace(shown, need=need_of(document)) if is_estimated else shown)
    scores = tuple(one.corpus for one in measured)
    verdict = request.gate.judge(results, scores)
    notes += flagger.suppressions.unused()
    kept = tuple(limited(result, flagger.max_flags) for result in results)
    spoke = {rule for result in kept for flag in result.flags for rule in flag.rules}
    rules = tuple(_rule(plugin) for rule, plugin in flagger.available.items() if rule in spoke)
    result = Result(copydesk_version(), kept, scores, rules, verdict)
    return Run(result, tuple(notes), tuple(_details(documents, flagger)))


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


def read(request: Request, notes: list[str], progress: Progress = silent) -> list[Document]:
    """The documents of a request; what the user should know of them is added to `notes`."""
    readers = {name: plugin.value for name, plugin in discover(READERS).items()}

    def options_for(file: TextFile, side: Side) -> ReadOptions:
        split = request.languages.to_split(file, side)
        abbreviations = frozenset(a.casefold() for a in load(split).abbreviations)
        named = request.languages.named(side)
        return ReadOptions(named, request.languages.source, Segmenter(split, abbreviations))

    loader = Loader(readers, options_for, notes)
    documents = list(progress(loader.load(request.inputs), "reading"))
    return request.languages.fill(documents, notes)


def measure(
    request: Request,
    documents: Sequence[Document],
    notes: list[str],
    progress: Progress = silent,
) -> list[Measured]:
    """What each metric says of the documents; nothing for one that lacks what it needs."""
    available = discover(METRICS)
    has_reference = any(document.has_reference for document in documents)
    found = []
    for name in progress(dict.fromkeys((*request.metrics, *request.where_possible)), "scoring"):
        metric: Metric = available[name].value
        if metric.needs_reference and not has_reference:
            continue
        try:
            found.append(evaluate(name, metric, documents, _how(request, metric, documents, notes)))
        except MetricError as error:
            if name in request.metrics:
                raise
            notes.append(str(error))
        else:
            notes += cut(documents) if name == ESTIMATE else ()
    return [one for one in found if one is not None]


def _how(
    request: Request, metric: Metric, documents: Sequence[Document], notes: list[str]
) -> Evaluation:
    """How to evaluate the documents that a metric can judge; the others are said in a note.

    Raises MetricError, the metric's own, where it can judge none.
    """
    judged = [d for d in documents if metric.judges(d.source_language, d.language)]
    if left := len(documents) - len(judged) if judged else 0:
        what = f"no {metric.label} of {left:,} of {len(documents):,} documents"
        notes.append(f"{what}: not for their language pair")
    some = judged or documents
    language = next((d.language for d in some if d.language), None)
    source = next((d.source_language for d in some if d.source_language), None)
    options = MetricOptions(language, request.tokenizer, source)
    if not judged:
        metric.open(options)
    return Evaluation(options, request.resamples)


def copydesk_version() -> str:
    """The installed version; `0+unknown` in a bare checkout."""
    try:
        return version("copydesk")
    except PackageNotFoundError:
        return "0+unknown"


def _rule(plugin: Plugin[Check]) -> RuleResult:
    return RuleResult(plugin.id, plugin.doc.splitlines()[0], plugin.doc)
