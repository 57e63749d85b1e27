"""From paths to documents, and from documents to scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from corpora.errors import MetricError
from corpora.load import Inputs, Loader
from corpora.reader import ReadOptions
from corpora.segmentation import Segmenter
from corpora.text import Document, Side
from metrics.cores import cores
from metrics.estimator.likeness import encoder
from metrics.evaluate import Counted, Evaluation, evaluate
from metrics.metric import Metric, MetricOptions
from metrics.score import Measured
from metrics.store import Store
from qa.asked import Asked
from qa.language import load
from qa.language_choice import Languages
from qa.plugins import READERS, discover
from qa.progress import Progress, silent
from qa.remarks import remarks

ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class Measuring:
    """What to read, and what to measure of it.

    `metrics` are names as `Asked` spells them; `where_possible` are metrics that are left out,
    with a note, where they cannot judge. `tokenizer` is BLEU's; rows of statistics are kept in
    `store`; `watch` is told how far a slow metric is; `spans` asks for the errors that it marks;
    `tap` is given what each metric counted; `by_meaning`: sentences are aligned by what they say,
    too, not by names, figures and length alone.
    """

    inputs: Inputs
    languages: Languages = field(default_factory=Languages)
    metrics: tuple[str, ...] = ("bleu", "chrf")
    where_possible: tuple[str, ...] = ()
    tokenizer: str | None = None
    resamples: int = 1000
    store: Store | None = None
    watch: Callable[[int, int], None] | None = None
    spans: bool = False
    tap: Callable[[Counted], None] | None = None
    by_meaning: bool = False


def read(request: Measuring, notes: list[str], progress: Progress = silent) -> list[Document]:
    """The documents of a request; what the user should know of them is added to `notes`."""
    return read_with(loader_of(request, notes), request, notes, progress)


def read_with(
    loader: Loader, request: Measuring, notes: list[str], progress: Progress = silent
) -> list[Document]:
    """As `read`, with a loader that may know the sources and references already."""
    documents = list(progress(loader.load(request.inputs), "reading"))
    return request.languages.fill(documents, notes)


def loader_of(request: Measuring, notes: list[str]) -> Loader:
    """What reads files in the languages of a request."""
    readers = {name: plugin.value for name, plugin in discover(READERS).items()}

    def segmenter(text: str, side: Side) -> Segmenter:
        split = request.languages.to_split(text, side)
        abbreviations = frozenset(a.casefold() for a in load(split).abbreviations)
        return Segmenter(split, abbreviations)

    def how_to_read(side: Side) -> ReadOptions:
        named = request.languages.named(side)
        return ReadOptions(named, request.languages.source, lambda text: segmenter(text, side))

    return Loader(readers, how_to_read, notes, encoder if request.by_meaning else None)


def measure(
    request: Measuring,
    documents: Sequence[Document],
    notes: list[str],
    progress: Progress = silent,
) -> list[Measured]:
    """What each metric says of the documents; nothing for one that lacks what it needs."""
    found = []
    names = list(dict.fromkeys((*request.metrics, *request.where_possible)))
    if any(Asked.of(name).metric.optional for name in names):
        progress = silent  # such a metric has a bar of its own
    for name in progress(names, "scoring"):
        asked = Asked.of(name)
        if not _has_what_it_needs(asked.metric, documents):
            continue
        try:
            how = _how(request, asked, documents, notes)
            found.append(evaluate(name, asked.metric, documents, how))
        except MetricError as error:
            if name in request.metrics:
                raise
            notes.append(str(error))
    measured = [one for one in found if one is not None]
    notes += [*remarks(documents, measured), *_left_out(documents, measured)]
    return measured


def _left_out(documents: Sequence[Document], measured: Sequence[Measured]) -> Iterator[str]:
    """How many segments a metric could not score; realigned ones are told of elsewhere."""
    own = [segment for document in documents for segment in document.segments]
    for one in measured:
        values = [value for row in one.segments for value in row]
        missed = [s for s, v in zip(own, values, strict=True) if v is None and not s.realigned]
        if missed:
            place = missed[0].mt
            where = f"{place.file.path}:{place.file.line_of(place.start)}"
            count = f"{len(missed):,} of {len(own):,} segments"
            yield f"{one.corpus.label}: {count} have nothing to score against ({where})"


def _has_what_it_needs(metric: Metric, documents: Sequence[Document]) -> bool:
    has_reference = any(document.has_reference for document in documents)
    has_source = any(document.has_source for document in documents)
    return (has_reference or not metric.needs_reference) and (has_source or not metric.needs_source)


def _how(
    request: Measuring, asked: Asked, documents: Sequence[Document], notes: list[str]
) -> Evaluation:
    """How to evaluate the documents that a metric can judge; the others are said in a note.

    Raises MetricError, the metric's own, where it can judge none.
    """
    metric = asked.metric
    judged = [d for d in documents if metric.judges(d.source_language, d.language)]
    if left := len(documents) - len(judged) if judged else 0:
        what = f"no {metric.label} of {left:,} of {len(documents):,} documents"
        notes.append(f"{what}: not for their language pair")
    options = options_for(request, asked, judged or documents)
    if not judged:
        metric.open(options)
    return Evaluation(
        options, request.resamples, request.store, request.watch, request.spans, request.tap
    )


def options_for(request: Measuring, asked: Asked, documents: Sequence[Document]) -> MetricOptions:
    """What a metric is told of these documents: their languages, and its parameters."""
    language = next((d.language for d in documents if d.language), None)
    source = next((d.source_language for d in documents if d.source_language), None)
    chosen = {"tok": request.tokenizer} if request.tokenizer and asked.id == "bleu" else {}
    return MetricOptions(language, source, {**chosen, **asked.parameters}, cores())
