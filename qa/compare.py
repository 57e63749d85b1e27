"""Systems compared: by score and significance, then where they differ most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpora.errors import MetricError
from metrics.evaluate import rows_of, sample_of
from metrics.metric import RemarkScorer, WatchedScorer
from metrics.significance import TRIALS, Contest, Difference, Procedure, System, compare
from metrics.worth import accuracy
from qa.asked import Asked
from qa.differences import Counted, contrasts, documents, lengths
from qa.measure import Measuring, options_for
from qa.progress import Progress, silent
from qa.remarks import lines
from qa.systems import Translated
from qa.version import copydesk_version
from reports.comparison import Apart, Comparison, Contested, Placed, RuleCount

_MODEL = "model"


@dataclass(frozen=True, slots=True)
class How:
    """How to compare: the test, its trials, how many contrasts to show, who counts flags."""

    test: Procedure = Procedure.BOOTSTRAP
    trials: int = TRIALS
    contrasts: int = 5
    rules: Callable[[Sequence[Translated]], tuple[RuleCount, ...]] = lambda _: ()


def compare_systems(
    systems: Sequence[Translated],
    request: Measuring,
    how: How,
    notes: list[str],
    progress: Progress = silent,
) -> Comparison:
    """Compare the first system with each of the others. Raises MetricError where none can judge.

    What the user should know of the scores is added to `notes`.
    """
    is_slow = any(Asked.of(name).metric.optional for name in request.metrics)
    counted = [
        found
        for name in (request.metrics if is_slow else progress(request.metrics, "scoring"))
        if (found := _count(systems, Asked.of(name), request, how)) is not None
    ]
    if not counted:
        raise MetricError("there is nothing to score against; give --reference, or -m estimate")
    notes += [line for one in counted for line in _remarks(one)]
    main = counted[0]
    return Comparison(
        version=copydesk_version(),
        test=how.test,
        resamples=request.resamples,
        trials=how.trials,
        systems=tuple(system.name for system in systems),
        contests=tuple(_contested(one, request) for one in progress(counted, "testing")),
        metric=main.asked.metric.label,
        lengths=tuple(lengths(main)),
        documents=tuple(documents(main)),
        rules=how.rules(systems),
        contrasts=tuple(contrasts(main, how.contrasts)),
    )


def _count(
    systems: Sequence[Translated], asked: Asked, request: Measuring, how: How
) -> Counted | None:
    metric = asked.metric
    pairs = [system.segments() for system in systems]
    columns = [[sample_of(segment, metric, document) for document, segment in p] for p in pairs]
    usable = [n for n, row in enumerate(zip(*columns, strict=True)) if None not in row]
    options = options_for(request, asked, systems[0].documents)
    if not usable:
        if not any(metric.judges(d.source_language, d.language) for d in systems[0].documents):
            metric.open(options)  # raises the metric's own words
        return None
    scorer = metric.open(options)
    if isinstance(scorer, WatchedScorer):
        scorer.watch(request.watch)
    seen = [tuple(one for n in usable if (one := column[n]) is not None) for column in columns]
    counted = tuple(
        System(system.name, rows_of(scorer, samples, request.store))
        for system, samples in zip(systems, seen, strict=True)
    )
    contest = Contest(scorer, metric.higher_is_better, how.test, request.resamples, how.trials)
    placed = tuple(tuple(own[n] for n in usable) for own in pairs)
    return Counted(asked, contest, seen[0], placed, counted, len(pairs[0]))


def _remarks(one: Counted) -> Iterator[str]:
    """How many segments were left out, and where the scores of a system are not to be trusted."""
    scorer = one.contest.scorer
    if missed := one.among - len(one.samples):
        yield f"{one.asked.metric.label}: {missed:,} of {one.among:,} segments could not be scored"
    if isinstance(scorer, RemarkScorer):
        for system, placed in zip(one.systems, one.placed, strict=True):
            rows = zip(placed, system.rows, strict=True)
            said = ((segment, scorer.remarks(row)) for (_, segment), row in rows)
            yield from lines(f"{one.asked.metric.label} of {system.name}", said, len(placed))


def _contested(one: Counted, request: Measuring) -> Contested:
    metric = one.asked.metric
    standings = compare(one.systems[0], one.systems[1:], one.contest)
    signature = one.contest.scorer.signature(one.samples, request.resamples)
    published = _published(one.asked, signature)
    placed = (
        Placed(s.name, s.score, s.interval, _apart(s.difference, published)) for s in standings
    )
    better = metric.higher_is_better
    return Contested(
        one.asked.name, metric.label, better, signature, len(one.samples), tuple(placed)
    )


def _published(asked: Asked, signature: str) -> str:
    """The name under which a metric's worth was published; of a model the one that it bears.

    Nothing for a metric with other parameters than its own.
    """
    stated = dict(part.partition(":")[::2] for part in signature.split("|"))
    if asked.metric.optional:
        return stated.get(_MODEL, "")
    return "" if asked.parameters else asked.id


def _apart(found: Difference | None, published: str) -> Apart | None:
    if found is None:
        return None
    worth = accuracy(published, found.delta)
    return Apart(
        found.delta, found.interval, found.p, found.adjusted, found.effect,
        found.won, found.lost, found.tied, worth,
    )  # fmt: skip
