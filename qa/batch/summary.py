"""From what is told of the shards to the whole: parts, scores, the worst articles, the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path

from corpora.errors import UsageError
from corpora.text import Severity
from metrics.estimator import calibration
from metrics.score import Score
from metrics.sketch import Sketch
from qa.asked import Asked
from qa.batch.counting import FLAGS, NEED, worst
from qa.batch.done import Counts, Done, Group
from qa.batch.job import Job
from qa.batch.limit import Limit
from qa.batch.plan import Plan
from qa.batch.schema import pyarrow
from qa.gate import Tally
from qa.language_choice import Languages
from qa.measure import Measuring
from qa.plugins import CHECKS, METRICS, discover, names, one
from qa.run import Request
from qa.totals import Series, score_of, shorten
from qa.version import copydesk_version
from reports.corpus.result import (
    CorpusPart,
    CorpusResult,
    Distribution,
    Rejected,
    RuleCount,
    WorstArticle,
)
from reports.result import Condition, Outcome, RuleResult, Verdict

_MOST_NOTES, _MANY_NOTES = 20, 1_000
_MOST_GROUPS, _MOST_STRETCHES = 10_000, 200_000
_SEGMENT, _ARTICLE = "segment", "article"


@dataclass
class _Sum:
    """What the shards hold of a group, as they come."""

    group: Group
    documents: int = 0
    segments: int = 0
    words: int = 0
    severities: Counter[Severity] = field(default_factory=Counter)
    rules: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    totals: dict[str, Series] = field(default_factory=dict)
    sketches: dict[str, Sketch] = field(default_factory=dict)

    def add(self, counts: Counts) -> None:
        """Add a shard's."""
        self.documents += counts.documents
        self.segments += counts.segments
        self.words += counts.words
        self.severities.update({Severity(n): times for n, times in counts.severities.items()})
        for rule, found in counts.rules.items():
            self.rules.update({(rule, Severity(n)): times for n, times in found.items()})
        for more in counts.totals:
            if (known := self.totals.get(more.metric)) is None:
                self.totals[more.metric] = Series(more)
            else:
                known.add(more)
        for name, sketch in counts.sketches.items():
            self.sketches[name] = self.sketches.get(name, Sketch()) + sketch

    @property
    def stretches(self) -> int:
        """How many stretches of segments are held."""
        return sum(map(len, self.totals.values()))

    @property
    def tally(self) -> Tally:
        """What the gate counts."""
        return Tally(self.severities, self.words)

    def part(self, request: Measuring) -> CorpusPart:
        """All of it, scored."""
        group = self.group
        return CorpusPart(
            name=group.name,
            system=group.system,
            source_language=group.source_language,
            language=group.language,
            documents=self.documents,
            segments=self.segments,
            words=self.words,
            flags={s.word: self.severities[s] for s in sorted(self.severities, reverse=True)},
            rules=tuple(
                RuleCount(rule, severity.word, self.rules[rule, severity])
                for rule, severity in sorted(self.rules, key=lambda one: (one[0], -one[1]))
            ),
            scores=tuple(self._scores(request)),
            distributions=tuple(_distribution(*each) for each in sorted(self.sketches.items())),
        )

    def _scores(self, request: Measuring) -> Iterator[Score]:
        languages = Languages(self.group.language, self.group.source_language)
        for name in dict.fromkeys((*request.metrics, *request.where_possible)):
            if name in self.totals:
                yield score_of(self.totals[name].totals, request, languages)


@dataclass
class Summing:
    """The shards' accounts, added in the order of the shards; none of them is kept.

    `stretches` are those of all groups together: bounded, whatever the groups.
    """

    rows: int = 0
    stretches: int = 0
    sums: dict[Group, _Sum] = field(default_factory=dict)
    worst: tuple[WorstArticle, ...] = ()
    rejects: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)
    """By reason, the part of the table of rejects that has the first such row."""
    notes: dict[str, None] = field(default_factory=dict)

    def add(self, done: Done) -> None:
        """Add a shard. Raises UsageError for what cannot be one whole."""
        self.rows += done.rows
        for counts in done.counts:
            self._add(counts)
        if self.stretches > _MOST_STRETCHES:
            every = [one for known in self.sums.values() for one in known.totals.values()]
            self.stretches = shorten(every, _MOST_STRETCHES)
        self.worst = worst((*self.worst, *done.worst))
        self.rejects.update(done.rejects)
        for reason in done.rejects:
            self.first.setdefault(reason, done.parts["rejects"].path)
        if len(self.notes) < _MANY_NOTES:
            self.notes |= dict.fromkeys(done.notes)

    def _add(self, counts: Counts) -> None:
        known = self.sums.setdefault(counts.group, _Sum(counts.group))
        if len(self.sums) > _MOST_GROUPS:
            what = f"more than {_MOST_GROUPS:,} systems and language pairs"
            raise UsageError(f"{what}: is the column 'system' what it should be?")
        before = known.stretches
        known.add(counts)
        self.stretches += known.stretches - before

    @property
    def ordered(self) -> list[_Sum]:
        """The groups in the order of their names."""
        return [self.sums[group] for group in sorted(self.sums, key=lambda one: one.name)]


def summed(job: Job, plan: Plan, accounts: Iterable[Done], limit: Limit | None) -> CorpusResult:
    """What a run found, from the accounts of its shards, which come in order, one at a time.

    Where they are not all, the verdict is about the rejected rows alone: that is why it stopped.
    """
    whole = Summing()
    for done in accounts:
        whole.add(done)
    context = copy_context()  # the calibration holds for this run
    context.run(calibration.use, job.calibration)
    parts = context.run(lambda: tuple(each.part(job.request) for each in whole.ordered))
    return CorpusResult(
        version=copydesk_version(),
        out=job.out,
        inputs=tuple(table.table.path for table in plan.tables),
        rows=whole.rows,
        parts=parts,
        worst=whole.worst,
        rejected=tuple(_rejected(whole, Path(job.out))),
        rules=tuple(_rules({count.rule for part in parts for count in part.rules})),
        verdict=Verdict(tuple(_conditions(job.request, whole, parts, limit, plan.rows))),
        notes=_few((*_stopped(whole.rows, plan.rows), *plan.notes, *whole.notes)),
    )


def _conditions(
    request: Request, whole: Summing, parts: Iterable[CorpusPart], limit: Limit | None, rows: int
) -> Iterator[Condition]:
    if limit is not None:
        yield limit.judge(whole.rejects.total(), whole.rows, rows)
    if whole.rows < rows:
        return
    if not whole.sums:
        yield Condition("rows to judge", Outcome.ERROR, f"none: all {rows:,} were rejected")
    for each, part in zip(whole.ordered, parts, strict=True):
        yield from request.gate.judge(each.tally, part.scores, portion=part.name).conditions


def _stopped(done: int, rows: int) -> Iterator[str]:
    if done < rows:
        yield f"too many rows were rejected; stopped after {done:,} of {rows:,} rows"


def _distribution(name: str, sketch: Sketch) -> Distribution:
    if name == NEED:
        return Distribution(
            name, "words to edit, share", _ARTICLE, higher_is_better=False, sketch=sketch
        )
    if name == FLAGS:
        return Distribution(
            name, "flags per 1,000 words", _ARTICLE, higher_is_better=False, sketch=sketch
        )
    metric = Asked.of(name).metric
    return Distribution(name, metric.label, _SEGMENT, metric.higher_is_better, sketch)


def _rejected(whole: Summing, out: Path) -> Iterator[Rejected]:
    """The reasons, the most frequent first."""
    for reason, count in sorted(whole.rejects.items(), key=lambda one: (-one[1], one[0])):
        yield Rejected(reason, count, _example(out / whole.first[reason], reason))


def _example(part: Path, reason: str) -> str:
    """The first row of a part that was rejected for a reason, in a line."""
    read = pyarrow("pyarrow.parquet").read_table
    found = read(part, columns=["path", "row", "what"], filters=[("reason", "=", reason)])
    rows = found.slice(0, 1).to_pylist()
    return "".join(f"{row['path']}:{row['row']}: {row['what']}" for row in rows)


def _rules(spoke: set[str]) -> Iterator[RuleResult]:
    """The rules that spoke; a metric that marks errors is one, too."""
    pages = {rule: plugin.doc for rule, plugin in discover(CHECKS).items()}
    for name in sorted(spoke.difference(pages).intersection(names(METRICS))):
        pages[name] = one(METRICS, name).doc
    for rule, page in pages.items():
        if rule in spoke:
            yield RuleResult(rule, page.splitlines()[0], page)


def _few(notes: Iterable[str]) -> tuple[str, ...]:
    """Each once, and no more than people read."""
    found = tuple(dict.fromkeys(notes))
    left = len(found) - _MOST_NOTES
    return (*found[:_MOST_NOTES], f"and {left:,} more notes") if left > 1 else found
