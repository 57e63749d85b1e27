"""Checks articles as `copydesk check` does, and edited ones again with the rules alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from threading import Lock

from corpora.load import Inputs
from corpora.text import Document
from qa import config as configuration
from qa.commands.rule_options import learned_rules
from qa.config import Config
from qa.config.environment import is_without_estimate
from qa.desk.work.documents import document_of, edited_document
from qa.desk.work.sides import Again, Checked, Sides, Texts
from qa.examine import Examined, Looking, examine
from qa.flagger import Files, Flagger
from qa.language_choice import Languages
from qa.measure import ESTIMATE, loader_of
from qa.merge import merge
from qa.nonsense import ALLOWABLE
from qa.plugins import CHECKS, discover
from qa.present import document_result, limited
from qa.since import alone
from reports.result import DocumentResult, FlagResult

_METRICS = ("chrf",)
_SAMPLE = Texts(
    name="sample",
    mt="Presiden Joko Widodo tiba di Jakarta pada 3 Mei 2023. Ia membawa 20 juta dolar AS.",
    source="President Joko Widodo arrived in Jakarta on 3 May 2023. He brought $20 million.",
    reference="Presiden Joko Widodo tiba di Jakarta pada 3 Mei 2023. Ia membawa 20 juta dolar AS.",
    language="id",
    source_language="en",
)
"""What is looked at once, so that the first article need not wait for what is loaded for it."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """An article as it was read and looked at."""

    document: Document
    result: DocumentResult
    notes: tuple[str, ...]


class Checker:
    """Looks at articles with the rules of a configuration, which stay warm between two articles.

    Nothing is estimated where COPYDESK_NO_ESTIMATE says so. One thread at a time is served.
    Raises CopydeskError for a configuration that names what is not there.
    """

    def __init__(self, config: Config | None = None) -> None:
        found = Config() if config is None else config
        learned, available = learned_rules(), discover(CHECKS)
        self._estimates = not is_without_estimate(os.environ)
        written = found.without(learned, available)
        self._whole = Flagger(found if self._estimates else written, None, Files(), None)
        self._written = Flagger(written, None, Files(), None)
        self._lock = Lock()
        if self._estimates:
            calibration = import_module("metrics.estimator.calibration")
            calibration.use(found.file(found.rules.calibration))

    def check(self, texts: Texts) -> Checked:
        """All that `copydesk check` finds in an article, the flags that are hidden left out.

        What looks like nonsense is told in the notes, never refused. Raises CopydeskError for an
        empty text, a language that nobody knows, or texts that cannot be laid side by side.
        """
        with self._lock:
            looked = self._looked_at(texts)
            hter = tuple(_hter(looked.document)) if looked.result.need is not None else ()
        result = looked.result
        points = next((one.value for one in result.scores if one.metric == ESTIMATE), None)
        return Checked(
            language=result.language,
            source_language=result.source_language,
            words=result.words,
            segments=result.segments,
            flags=result.flags,
            scores=result.scores,
            need=result.need,
            points=points,
            notes=looked.notes,
            hter=hter,
        )

    def again(
        self,
        name: str,
        segments: Sequence[Sides],
        language: str | None,
        source_language: str | None,
    ) -> Again:
        """What the written rules say of an article as it is now; nothing is estimated or hidden.

        `name` is the article's, by which its flags are known again. The flags' segments are the
        numbers of `segments`.
        """
        document = edited_document(name, segments, language, source_language)
        with self._lock:
            heard = self._written.hear(document)
            flags = merge(document, self._written.audible(heard))
        result = document_result(document, flags, (), 0, ())
        numbers = [one.number for one in segments]
        return Again(
            tuple(_renumbered(flag, numbers) for flag in result.flags), frozenset(heard.checks)
        )

    def _looked_at(self, texts: Texts) -> _Looked:
        request, notes = self._request(texts), list[str]()
        document = document_of(texts, loader_of(request, notes))
        [document] = request.languages.fill([document], [])  # the page shows the languages
        examined = examine(request, [document], self._whole)
        result = limited(self._result(examined), self._whole.max_flags)
        return _Looked(document, result, tuple(dict.fromkeys((*notes, *examined.notes))))

    def _result(self, examined: Examined) -> DocumentResult:
        [result] = examined.results(alone(examined, self._whole))
        return result

    def _request(self, texts: Texts) -> Looking:
        return Looking(
            inputs=Inputs(()),
            languages=Languages(texts.language, texts.source_language),
            metrics=_METRICS,
            where_possible=(ESTIMATE,) if self._estimates else (),
            resamples=0,
            spans=True,
            by_meaning=self._estimates,
            allowed=ALLOWABLE,
        )


def checker_of(path: str | None) -> Checker:
    """What checks by the configuration at a path; None for none. Raises CopydeskError."""
    if path is None:
        return Checker()
    return Checker(configuration.load(Path(path), discover(CHECKS)))


def warmed(path: str | None) -> Checker:
    """The same, when all that a check needs is loaded. Raises CopydeskError."""
    checker = checker_of(path)
    checker.check(_SAMPLE)
    return checker


def warmed_for_edits(path: str | None) -> Checker:
    """The same, when all that looking again needs is loaded. Raises CopydeskError."""
    checker, sample = checker_of(path), _SAMPLE
    sides = Sides(0, 0, sample.mt, sample.source, sample.reference, realigned=False)
    checker.again(sample.name, [sides], sample.language, sample.source_language)
    return checker


def _hter(document: Document) -> Iterator[float | None]:
    """The estimated share of words to change in each segment; None where nothing stands.

    The model has read them already, and remembers.
    """
    doubts = import_module("qa.doubts")
    found = {segment.index: one.hter for segment, one in doubts.estimated(document)}
    yield from (found.get(segment.index) for segment in document.segments)


def _renumbered(flag: FlagResult, numbers: Sequence[int]) -> FlagResult:
    also = tuple(replace(one, segment=numbers[one.segment]) for one in flag.also)
    return replace(flag, segment=numbers[flag.segment], also=also)
