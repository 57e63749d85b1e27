"""Documents looked at: their flags, one for each finding, and what the metrics say of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpora.text import Document, Flag
from metrics.evaluate import Counted
from metrics.score import Measured
from qa.asked import Asked
from qa.check import Check
from qa.flagger import Flagger, Heard, Origin
from qa.measure import ESTIMATE, Measuring, measure
from qa.merge import merge
from qa.need import need_of
from qa.nonsense import BY_RULES, look
from qa.plugins import Plugin
from qa.present import document_result
from qa.progress import Progress, silent
from qa.span_flags import span_rules
from reports.result import Age, DocumentResult

SEGMENT_METRICS = ("chrf", ESTIMATE)
"""The metrics that score single segments: sentence BLEU is too coarse for that."""


@dataclass(frozen=True, slots=True)
class Looking(Measuring):
    """What to look for: `segment_metrics` are those whose segment scores are kept.

    What looks like nonsense is refused unless it is `allowed`. `origin` is the test set.
    """

    segment_metrics: tuple[str, ...] = SEGMENT_METRICS
    allowed: tuple[str, ...] = ()
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Dated:
    """A flag, and whether it is new; None where there is nothing to compare it with."""

    flag: Flag
    age: Age | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """Documents, all flags of each before merging and silencing, what was measured and counted.

    `known` are the rules that could speak, `notes` what the user should be told.
    """

    request: Looking
    documents: tuple[Document, ...]
    heard: tuple[Heard, ...]
    measured: tuple[Measured, ...]
    counted: Mapping[str, Counted]
    known: Mapping[str, Plugin[Check]]
    notes: tuple[str, ...]

    @classmethod
    def nothing(cls, request: Looking) -> Examined:
        """What is found in no document."""
        return cls(request, (), (), (), {}, {}, ())

    def results(self, flags: Sequence[Sequence[Dated]]) -> list[DocumentResult]:
        """The documents as they are shown, with these flags, one for each fault."""
        metrics = (*self.request.segment_metrics, *_optional(self.measured))
        is_estimated = any(one.corpus.metric == ESTIMATE for one in self.measured)
        shown = []
        for number, document in enumerate(self.documents):
            merged = _merged(document, flags[number])
            result = document_result(
                document, [one.flag for one in merged], self.measured, number, metrics
            )
            dated = tuple(
                replace(flag, age=one.age) for flag, one in zip(result.flags, merged, strict=True)
            )
            need = need_of(document) if is_estimated else None
            shown.append(replace(result, flags=dated, need=need))
        return shown


def _merged(document: Document, flags: Sequence[Dated]) -> list[Dated]:
    """One flag for each fault, in reading order; new and old ones are never made one."""
    found = [
        Dated(flag, age)
        for age in (None, *Age)
        for flag in merge(document, [one.flag for one in flags if one.age is age])
    ]
    return sorted(found, key=lambda one: (one.flag.segment, one.flag.span.side, *_ends(one.flag)))


def _ends(flag: Flag) -> tuple[int, int, str]:
    return flag.span.start, flag.span.end, flag.rule


@dataclass
class _Taps:
    """What each metric counted, as it comes."""

    found: dict[str, Counted] = field(default_factory=dict)

    def take(self, counted: Counted) -> None:
        """Keep it."""
        self.found[counted.name] = counted


def examine(
    request: Looking, documents: Sequence[Document], flagger: Flagger, progress: Progress = silent
) -> Examined:
    """Measure and flag documents. Raises CopydeskError for what the user must mend."""
    found = measured_only(request, documents, progress)
    known = dict(flagger.available)
    heard = []
    for number, document in enumerate(progress(documents, "checking")):
        marked = span_rules(found.measured, number)
        known |= marked
        heard.append(flagger.hear(document, marked, request.origin))
    return replace(found, heard=tuple(heard), known=known)


def measured_only(
    request: Looking, documents: Sequence[Document], progress: Progress = silent
) -> Examined:
    """Measure documents, without looking for flags."""
    notes = list(_stored(documents))
    if any(document.has_reference for document in documents):
        notes += look(documents, request.allowed, BY_RULES)
    taps = _Taps()
    tapped = replace(request, tap=taps.take) if request.tap is None else request
    measured = measure(tapped, documents, notes, progress)
    return Examined(request, tuple(documents), (), tuple(measured), taps.found, {}, tuple(notes))


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
