"""What the template of the corpus page sees: a result laid out for reading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpora.tables.table import Reason
from corpora.text import Severity
from metrics.score import Score
from reports.corpus.drift_view import DriftView, drift_view
from reports.corpus.figures import Figure, score_figures, spread_figures
from reports.corpus.heat import Heat, heat_of
from reports.corpus.lines import pair_of, ranked, rate_of, told_apart
from reports.corpus.result import CorpusPart, CorpusResult, Rejected, WorstArticle
from reports.page import Rule, Tally, Tongue, blocks_of, tongue_of
from reports.result import Condition, Outcome, RuleResult

MOST_ARTICLES = 100
_CODE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")
"""A language code by its looks (BCP 47); what stands in a row may be anything."""
_WORST_FIRST = tuple(one.word for one in sorted(Severity, reverse=True))
_ORDER = (Outcome.ERROR, Outcome.FAIL, Outcome.PASS)
_REASONS = {
    Reason.NOT_UTF8: "not UTF-8",
    Reason.BROKEN: "no row of its format",
    Reason.WRONG_TYPE: "a value of the wrong type",
    Reason.NO_TRANSLATION: "no translation",
    Reason.LONE_SURROGATE: "half a character (a lone surrogate)",
    Reason.TOO_LONG: "too long",
    Reason.TWICE: "its name stands twice in the document",
    Reason.UNREADABLE: "a damaged part of the file",
    Reason.FAILED: "a rule or metric failed on it",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A part's row: how the gate judged it, empty where it did not, and a score a metric."""

    part: CorpusPart
    pair: str
    outcome: Outcome | None
    rate: float | None
    tallies: tuple[Tally, ...]
    scores: tuple[Score | None, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One of the worst articles; its row of scores is as long as the page's metrics."""

    worst: WorstArticle
    pair: str
    tongue: Tongue
    share: float | None
    scores: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The whole page. `metrics` holds a score of each metric, `judged` has the failed first."""

    result: CorpusResult
    standings: tuple[Standing, ...]
    metrics: tuple[Score, ...]
    signatures: tuple[Score, ...]
    tallies: tuple[Tally, ...]
    judged: tuple[Condition, ...]
    scores: tuple[Figure, ...]
    spreads: tuple[Figure, ...]
    heat: Heat | None
    articles: tuple[Article, ...]
    article_metrics: tuple[str, ...]
    rejected: tuple[tuple[str, Rejected], ...]
    rules: tuple[Rule, ...]
    drift: DriftView | None

    @property
    def flags(self) -> int:
        """How many flags there are."""
        return sum(tally.count for tally in self.tallies)

    @property
    def rejects(self) -> int:
        """How many rows were rejected."""
        return sum(one.count for _, one in self.rejected)

    def total(self, what: str) -> int:
        """The sum of a count (`segments`) over all parts."""
        return sum(getattr(part, what) for part in self.result.parts)


def view_of(result: CorpusResult) -> View:
    """The page that shows a result. Raises UsageError where pictures cannot be drawn."""
    parts = ranked(result.parts)
    metrics = _metrics(parts)
    flags = Counter[str]()
    for part in parts:
        flags.update(part.flags)
    names = tuple(dict.fromkeys(name for one in result.worst for name, _ in one.scores))
    conditions = result.verdict.conditions
    return View(
        result=result,
        standings=tuple(_standing(part, metrics, conditions) for part in parts),
        metrics=metrics,
        signatures=_signatures(parts),
        tallies=_tallies(flags),
        judged=tuple(sorted(conditions, key=lambda one: _ORDER.index(one.outcome))),
        scores=tuple(score_figures(parts, metrics)) if len(parts) > 1 else (),
        spreads=tuple(spread_figures(parts)),
        heat=heat_of(parts),
        articles=tuple(_article(one, names) for one in result.worst[:MOST_ARTICLES]),
        article_metrics=tuple(_label(name, metrics) for name in names),
        rejected=tuple((_reason(one), one) for one in result.rejected),
        rules=_rules(result),
        drift=drift_view(result.drift) if result.drift else None,
    )


def _metrics(parts: Sequence[CorpusPart]) -> tuple[Score, ...]:
    first: dict[str, Score] = {}
    for part in parts:
        for score in part.scores:
            first.setdefault(score.metric, score)
    labels = told_apart({metric: score.label for metric, score in first.items()})
    return tuple(replace(score, label=labels[metric]) for metric, score in first.items())


def _signatures(parts: Sequence[CorpusPart]) -> tuple[Score, ...]:
    found = {(one.metric, one.signature): one for part in parts for one in part.scores}
    return tuple(found.values())


def _tallies(flags: Counter[str] | dict[str, int]) -> tuple[Tally, ...]:
    known = [*_WORST_FIRST, *sorted(set(flags) - set(_WORST_FIRST))]
    return tuple(Tally(one, flags[one]) for one in known if flags.get(one))


def _standing(
    part: CorpusPart, metrics: Sequence[Score], conditions: Sequence[Condition]
) -> Standing:
    scores = {score.metric: score for score in part.scores}
    outcomes = {one.outcome for one in conditions if one.portion == part.name}
    return Standing(
        part=part,
        pair=pair_of(part),
        outcome=next((one for one in _ORDER if one in outcomes), None),
        rate=rate_of(part),
        tallies=_tallies(part.flags),
        scores=tuple(scores.get(one.metric) for one in metrics),
    )


def _article(worst: WorstArticle, metrics: Sequence[str]) -> Article:
    scores, need, code = dict(worst.scores), worst.need, worst.language or ""
    pair = " → ".join(one for one in (worst.source_language, worst.language) if one)
    return Article(
        worst=worst,
        pair=pair,
        tongue=tongue_of(code if _CODE.fullmatch(code) else None),
        share=need.edits / need.words if need and need.words else None,
        scores=tuple(scores.get(name) for name in metrics),
    )


def _label(name: str, metrics: Sequence[Score]) -> str:
    return next((one.label for one in metrics if one.metric == name), name)


def _reason(rejected: Rejected) -> str:
    return next(
        (words for one, words in _REASONS.items() if one == rejected.reason), rejected.reason
    )


def _rules(result: CorpusResult) -> tuple[Rule, ...]:
    counts = Counter[str]()
    for part in result.parts:
        for one in part.rules:
            counts[one.rule] += one.count
    known = {rule.id: rule for rule in result.rules}
    ids = sorted({*known, *counts}, key=lambda rule: (-counts[rule], rule))
    found = (known.get(rule, RuleResult(rule, "", "")) for rule in ids)
    return tuple(
        Rule(number, rule, counts[rule.id], tuple(blocks_of(rule.page)))
        for number, rule in enumerate(found, start=1)
    )
