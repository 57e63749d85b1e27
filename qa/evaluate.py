"""How well metrics agree with people, on a file of judged translations."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpora.annotated.judged_files import read_judged
from corpora.annotated.judgements import HUMAN, Judgement
from corpora.errors import InputError, MetricError, UsageError
from corpora.language_pairs import language_pair
from corpora.words import count_words
from metrics.agreement import Numbers
from metrics.evaluate import as_read
from metrics.meta import SEED, Codes, Figure, Judged, Words, measure, measure_words
from metrics.metric import Metric, MetricOptions, Sample, Scorer, WordScorer
from qa.asked import Asked
from qa.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: which metrics, seeing what, against which human score (None: the first).

    `own` are further metrics, by name, that are no plug-ins.
    """

    metrics: tuple[str, ...]
    source: bool = True
    reference: bool = True
    human: str | None = None
    with_humans: bool = False
    resamples: int = 200
    own: Mapping[str, Metric] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was measured of one metric (or baseline); how long scoring took, in seconds."""

    name: str
    label: str
    signature: str
    seconds: float
    segments: dict[str, Figure]
    words: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A file of judged translations and how each metric did on it."""

    path: str
    human: str
    segments: int
    items: int
    systems: int
    documents: int
    answers: tuple[Answer, ...]
    notes: tuple[str, ...]


def evaluate_file(path: str, question: Question, progress: Progress = silent) -> Evaluated:
    """Read, score and compare. Raises CopydeskError for what the user must mend."""
    notes: list[str] = []
    rows = list(progress(read_judged(path), "reading"))
    human = _human(path, rows, question)
    rows = _usable(path, rows, question, human, notes)
    judged = judged_of(rows, human)
    bench = _Bench(rows, judged, question)
    asked = (*question.metrics, *question.own)
    answers = [*bench.baselines(), *_answers(bench, progress(asked, "scoring"), notes)]
    items, systems, documents = (
        int(codes.max()) + 1 for codes in (judged.items, judged.systems, judged.documents)
    )
    return Evaluated(
        path, human, len(rows), items, systems, documents, tuple(answers), tuple(notes)
    )


def _answers(bench: _Bench, names: Iterable[str], notes: list[str]) -> list[Answer]:
    """What each metric says; what one cannot judge is a note, unless all of them cannot."""
    found, refused = [], []
    for name in names:
        try:
            found.append(bench.answer(name))
        except MetricError as error:
            refused.append(error)
    if refused and not found:
        raise refused[0]
    notes += map(str, refused)
    return found


def _human(path: str, rows: Sequence[Judgement], question: Question) -> str:
    there = [name for name in HUMAN if any(name in row.scores for row in rows)]
    if question.human is None and there:
        return there[0]
    if question.human in there:
        return question.human
    what = f"no row has a human score called '{question.human}'" if question.human else "no row has"
    what += "" if question.human else " a human score"
    raise InputError(path, what, fix=f"give one of {', '.join(there or HUMAN)}")


def _usable(
    path: str, rows: Sequence[Judgement], question: Question, human: str, notes: list[str]
) -> list[Judgement]:
    """The rows that are compared: judged ones, by machines, with a reference if one is needed."""
    found = [row for row in rows if human in row.scores]
    if len(found) < len(rows):
        what = f"{len(rows) - len(found):,} rows have no translation or no {human}"
        notes.append(f"{path}: {what}; left out")
    if not question.with_humans:
        machine = [row for row in found if not row.is_human]
        if len(machine) < len(found):
            notes.append(f"{path}: {len(found) - len(machine):,} human translations left out")
        found = machine
    if question.reference:
        with_one = [row for row in found if row.others]
        if with_one and len(with_one) < len(found):
            notes.append(f"{path}: {len(found) - len(with_one):,} rows have no reference; left out")
        found = with_one or found
    if not found:
        raise InputError(path, "no row is left to compare")
    return found


def judged_of(rows: Sequence[Judgement], human: str) -> Judged:
    """What people said of rows that all have this score."""

    def codes(key: Callable[[Judgement], str]) -> Codes:
        return np.unique([key(row) for row in rows], return_inverse=True)[1].astype(np.int64)

    return Judged(
        np.asarray([row.scores[human] for row in rows], dtype=np.float64),
        codes(lambda row: row.item), codes(lambda row: row.system),
        codes(lambda row: f"{row.pair} {row.document}"),
        np.asarray([count_words(row.mt) for row in rows], dtype=np.float64), human == "mqm",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Bench:
    """The rows that every metric is tried on."""

    rows: Sequence[Judgement]
    judged: Judged
    question: Question

    def baselines(self) -> list[Answer]:
        """What knows nothing of quality: the shorter the better, and chance."""
        chance = np.random.default_rng(SEED)
        risks = [chance.random(len(row.words or ())) for row in self.rows]
        return [
            self._told("length", "minus length", -self.judged.lengths, None),
            self._told("random", "chance", chance.random(len(self.rows)), risks),
        ]

    def _told(
        self, name: str, label: str, values: Numbers, risks: Sequence[Numbers] | None
    ) -> Answer:
        figures = measure(values, self.judged, self.question.resamples)
        words = {} if risks is None else self._words(risks)
        return Answer(name, label, "", 0.0, figures, words)

    def answer(self, name: str) -> Answer:
        """What a metric says, compared with people."""
        own = self.question.own.get(name)
        asked = None if own else Asked.of(name)
        metric: Metric = asked.metric if asked else self.question.own[name]
        if metric.needs_reference and not (self.question.reference and self.rows[0].others):
            raise UsageError(f"{name} needs a reference, and there is none")
        began = time.perf_counter()
        parameters = asked.parameters if asked else {}
        scorer, samples = metric.open(self._options(parameters)), list(map(self._sample, self.rows))
        values = _values(metric, scorer, samples)
        risks = self._risks(scorer, samples) if isinstance(scorer, WordScorer) else None
        seconds = time.perf_counter() - began
        figures = measure(values, self.judged, self.question.resamples)
        words = {} if risks is None else self._words(*risks)
        return Answer(name, metric.label, scorer.signature(samples, 0), seconds, figures, words)

    def _options(self, parameters: Mapping[str, str]) -> MetricOptions:
        pair = language_pair(self.rows[0].pair)
        return MetricOptions(pair.target, pair.source, parameters)

    def _sample(self, row: Judgement) -> Sample:
        references = row.others[:1] if self.question.reference else ()
        source = row.source if self.question.source else None
        beside = None if source is None else as_read(source)
        return Sample(as_read(row.mt), tuple(map(as_read, references)), beside)

    def _risks(
        self, scorer: WordScorer, samples: Sequence[Sample]
    ) -> tuple[list[Numbers], list[Numbers]]:
        """For every word that people looked at: the highest risk, and is it flagged."""
        risks, flags = [], []
        for row, words in zip(self.rows, scorer.words(samples), strict=True):
            over = [[w for w in words if w.span.overlaps(one.span)] for one in row.words or ()]
            risks.append(np.asarray([max((w.risk for w in here), default=0.0) for here in over]))
            flags.append(np.asarray([any(w.flagged for w in here) for here in over], dtype=float))
        return risks, flags

    def _words(
        self, risks: Sequence[Numbers], flags: Sequence[Numbers] | None = None
    ) -> dict[str, Figure]:
        marked = [np.asarray([w.is_bad for w in row.words or ()], dtype=bool) for row in self.rows]
        if not any(len(each) for each in marked):
            return {}
        documents = np.repeat(self.judged.documents, [len(each) for each in marked])
        flagged = None if flags is None else np.concatenate(flags).astype(bool)
        words = Words(np.concatenate(risks), np.concatenate(marked), documents, flagged)
        return measure_words(words, self.question.resamples)


def _values(metric: Metric, scorer: Scorer, samples: Sequence[Sample]) -> Numbers:
    statistics = scorer.statistics(samples)
    values = scorer.segment_scores(statistics)
    return values if metric.higher_is_better else -values
