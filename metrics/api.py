"""Scores from Python: `from metrics import score, compare`.

    >>> from metrics import score
    >>> found = score(["The cat sat on the mat."], ["The cat sat on a mat."], metric="chrf")
    >>> round(found.value, 2), found.segments.shape
    (71.42, (1,))

The same numbers and signatures as the command line's, and what it refuses of the texts themselves;
languages are not guessed: name them where a metric goes by them (BLEU's tokenizer, COMET's veto).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pkgutil import iter_modules

from corpora.errors import MetricError
from corpora.languages import parse
from metrics import significance
from metrics.bootstrap import bootstrap
from metrics.evaluate import as_read, rows_of
from metrics.metric import Metric, MetricOptions, RemarkScorer, Sample, Scorer, Statistics
from metrics.nonsense import IDS, suspicions
from metrics.notebook import standing, table
from metrics.score import Interval
from metrics.significance import TRIALS, Contest, Procedure, Standing, System
from metrics.store import Store

Texts = Sequence[str]


class NonsenseWarning(UserWarning):
    """Something looks wrong with the texts, but they can be scored."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """What a metric says of a corpus of n segments.

    `value` is the corpus score on the metric's own scale (BLEU, chrF and TER 0 to 100, COMET about
    0 to 1, the estimate in MQM points below 0); `segments` has n scores, float64; `interval` is
    None unless resamples were asked for; `remarks` has n tuples that say why a score is not to be
    trusted, and is empty for a metric that never does.
    """

    label: str
    value: float
    higher_is_better: bool
    signature: str
    segments: Statistics
    interval: Interval | None
    remarks: tuple[tuple[str, ...], ...]

    def __float__(self) -> float:
        return self.value

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        return table(("metric", "score", "95 % interval", "signature"), [_row(self)])


@dataclass(frozen=True, slots=True)
class Compared:
    """Systems by one metric, the baseline first; see `metrics.significance.Standing`."""

    label: str
    higher_is_better: bool
    signature: str
    standings: tuple[Standing, ...]

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        head = ("system", self.label, "delta", "p", "p, corrected", "effect")
        return table(head, [standing(one) for one in self.standings])


def score(  # noqa: PLR0913 — all but the texts have defaults, and are named
    mt: str | Texts,
    references: str | Texts | Sequence[Texts] | None = None,
    *,
    source: str | Texts | None = None,
    metric: str | Metric = "chrf",
    language: str | None = None,
    source_language: str | None = None,
    resamples: int = 0,
    parameters: Mapping[str, str] | None = None,
    allow: Sequence[str] = (),
    store: Store | None = None,
) -> Scored:
    """Score n translations.

    `mt` and `source` are n strings (or one string, which is one segment); `references` n strings,
    or r sequences of n strings. `metric` is a name (`bleu`, `chrf`, `chrf++`, `ter`, `comet`,
    `estimate`) or a `Metric`; `parameters` are spelt as in its signature (`{"tok": "intl"}`,
    `{"model": …}`). Languages are BCP 47 or names. `resamples` of a bootstrap give the interval;
    rows are kept in `store`. What looks like nonsense is a NonsenseWarning, or refused unless
    `allow` names it.

    Raises MetricError for sides of different length, for refused input, for an unknown metric, and
    where the metric cannot judge; LanguageError for what is no language.
    """
    found = _metric(metric)
    samples = samples_of(mt, references, source)
    _refuse(found, samples, allow)
    scorer = _open(found, _options(language, source_language, parameters))
    rows = rows_of(scorer, samples, store)
    return Scored(
        found.label,
        float(scorer.scores(rows.sum(axis=0)[None])[0]),
        found.higher_is_better,
        scorer.signature(samples, resamples),
        scorer.segment_scores(rows),
        bootstrap(scorer, rows, resamples) if resamples > 0 else None,
        tuple(scorer.remarks(row) for row in rows) if isinstance(scorer, RemarkScorer) else (),
    )


def compare(  # noqa: PLR0913 — as in score
    systems: Mapping[str, Texts],
    references: Texts | Sequence[Texts] | None = None,
    *,
    source: Texts | None = None,
    metric: str | Metric = "chrf",
    language: str | None = None,
    source_language: str | None = None,
    test: str = Procedure.BOOTSTRAP,
    resamples: int = 1000,
    trials: int = TRIALS,
    parameters: Mapping[str, str] | None = None,
    allow: Sequence[str] = (),
    store: Store | None = None,
) -> Compared:
    """Compare systems, each n translations of the same sources; the first is the baseline.

    `test` is `bootstrap` (with `resamples`) or `randomisation` (with `trials`); the rest is as in
    `score`, and so are the errors.
    """
    found = _metric(metric)
    if len(systems) < 2:  # noqa: PLR2004 — a comparison has two sides
        raise MetricError("a comparison needs two systems")
    if test not in list(Procedure) or min(resamples, trials) < 1:
        raise MetricError(f"test is {' or '.join(Procedure)}; resamples and trials are 1 or more")
    scorer = _open(found, _options(language, source_language, parameters))
    counted: list[System] = []
    for name, mt in systems.items():
        samples = samples_of(mt, references, source)
        _refuse(found, samples, allow)
        counted.append(System(name, rows_of(scorer, samples, store)))
    contest = Contest(scorer, found.higher_is_better, Procedure(test), resamples, trials)
    standings = significance.compare(counted[0], counted[1:], contest)
    signature = scorer.signature(samples, resamples)
    return Compared(found.label, found.higher_is_better, signature, tuple(standings))


def samples_of(
    mt: str | Texts, references: str | Texts | Sequence[Texts] | None, source: str | Texts | None
) -> list[Sample]:
    """The segments as a metric sees them. Raises MetricError where the sides differ in length."""
    own = _texts(mt)
    beside = [_texts(side) for side in _streams(references)]
    sources = None if source is None else _texts(source)
    for name, side in (*(("references", side) for side in beside), ("sources", sources)):
        if side is not None and len(side) != len(own):
            raise MetricError(
                f"{len(own):,} translations and {len(side):,} {name}; give equally many"
            )
    if not own:
        raise MetricError("there is no translation to score")
    return [
        Sample(text, tuple(side[n] for side in beside), None if sources is None else sources[n])
        for n, text in enumerate(own)
    ]


def _texts(given: str | Texts) -> list[str]:
    texts = [given] if isinstance(given, str) else list(given)
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise MetricError(f"segment {number} is no text but {text!r}")
    return [as_read(text) for text in texts]


def _streams(given: str | Texts | Sequence[Texts] | None) -> list[str | Texts]:
    if given is None:
        return []
    several = [given] if isinstance(given, str) else list(given)
    is_one = not any(isinstance(one, (list, tuple)) for one in several)
    return [several] if is_one else several  # type: ignore[return-value,list-item]


def _options(
    language: str | None, source_language: str | None, parameters: Mapping[str, str] | None
) -> MetricOptions:
    target, source = (parse(one) if one else None for one in (language, source_language))
    return MetricOptions(target, source, parameters or {})


def _open(metric: Metric, options: MetricOptions) -> Scorer:
    """The metric set up. Raises MetricError for a parameter that it does not take."""
    spelt = {name: str(value) for name, value in options.parameters.items()}
    if strange := sorted(set(spelt) - metric.takes):
        known = ", ".join(sorted(metric.takes)) or "none"
        raise MetricError(f"{metric.label} takes no '{strange[0]}'; its parameters: {known}")
    return metric.open(replace(options, parameters=spelt))


def _metric(wanted: str | Metric) -> Metric:
    """The metric of this name among ours. Raises MetricError where there is none."""
    if isinstance(wanted, Metric):
        return wanted
    known = {}
    for info in iter_modules(import_module("metrics.scorers").__path__):
        one: Metric = import_module(f"metrics.scorers.{info.name}").metric
        identity = info.name.replace("_", "-")
        known[identity] = one
        if wanted.casefold() in {n.casefold() for n in (identity, one.label, *one.names)}:
            return one
    raise MetricError(f"no metric is called '{wanted}'; there are: {', '.join(sorted(known))}")


def _refuse(metric: Metric, samples: Sequence[Sample], allow: Sequence[str]) -> None:
    """Raise MetricError, or warn, for what looks wrong or lacks what the metric needs."""
    lacks = [name for name, needed, there in (
        ("references", metric.needs_reference, samples[0].references),
        ("sources", metric.needs_source, samples[0].source is not None),
    ) if needed and not there]  # fmt: skip
    if lacks:
        raise MetricError(f"{metric.label} needs {' and '.join(lacks)}")
    if strange := sorted(set(allow) - set(IDS)):
        raise MetricError(f"nothing is called '{strange[0]}'; there are: {', '.join(IDS)}")
    for one in suspicions(samples):
        text = f"segment {one.segments[0]}: {one.what} ({len(one.segments):,} of {len(samples):,})"
        if one.is_refused and one.id not in allow:
            raise MetricError(f"{text}; to score it all the same: allow=['{one.id}']")
        warnings.warn(text, NonsenseWarning, stacklevel=3)


def _row(one: Scored) -> tuple[str, ...]:
    ends = one.interval
    between = f"{ends.low:.2f} – {ends.high:.2f}" if ends else ""
    return one.label, f"{one.value:.4f}", between, one.signature
