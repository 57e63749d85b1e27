"""What a shard's articles add up to: counts by group, distributions, the worst articles."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite

import numpy as np

from metrics.evaluate import Counted
from metrics.sketch import Sketch
from qa.batch.done import Counts, Group
from qa.batch.rows import Looked, storable
from qa.totals import Totals, joined
from reports.corpus.result import WorstArticle

NEED, FLAGS = "need", "flags"
"""The names of the distributions of articles, beside those of segments by metric."""
MOST_WORST = 100
_PER = 1_000
_STRETCH = 25
"""Segments that are resampled as one: few, so that the interval of a test set is one, too."""


@dataclass
class Counting:
    """The articles of a group as they come, and what the metrics counted of them."""

    group: Group
    looked: list[Looked] = field(default_factory=list)
    counted: dict[str, list[Counted]] = field(default_factory=dict)

    def add(self, looked: Sequence[Looked], counted: Iterable[Counted]) -> None:
        """Add some articles."""
        self.looked += looked
        for one in counted:
            self.counted.setdefault(one.name, []).append(one)

    def counts(self) -> Counts:
        """What they add up to."""
        results = [one.result for one in self.looked]
        severities: Counter[int] = Counter()
        rules: dict[str, Counter[int]] = {}
        for one in self.looked:
            for (rule, severity), times in one.spoke.items():
                severities[severity] += times
                rules.setdefault(rule, Counter())[severity] += times
        return Counts(
            self.group,
            documents=len(results),
            segments=sum(len(result.segments) for result in results),
            words=sum(result.words for result in results),
            severities=_sorted(severities),
            rules={rule: _sorted(counts) for rule, counts in sorted(rules.items())},
            totals=tuple(self._totals()),
            sketches=dict(self._sketches()),
        )

    def _totals(self) -> Iterator[Totals]:
        """What each metric counted, in full stretches; nothing of one that counts no numbers."""
        for parts in self.counted.values():
            rows = np.concatenate([part.rows for part in parts])
            if np.isfinite(rows).all():
                signature = joined([part.signature for part in parts])
                yield Totals.of(replace(parts[0], rows=rows, signature=signature), _STRETCH)

    def _sketches(self) -> Iterator[tuple[str, Sketch]]:
        values: dict[str, list[float]] = {}
        for one in self.looked:
            result, need = one.result, one.result.need
            for segment in result.segments:
                for score in segment.scores:
                    values.setdefault(score.metric, []).append(score.value)
            if need is not None and need.words:
                values.setdefault(NEED, []).append(need.edits / need.words)
            if result.words:
                values.setdefault(FLAGS, []).append(_PER * one.flags / result.words)
        for name, found in sorted(values.items()):
            yield name, Sketch.of(filter(isfinite, found))


def article_of(path: str, one: Looked) -> WorstArticle:
    """An article as it is ranked."""
    result = one.result
    return WorstArticle(
        path,
        min(one.rows),
        storable(result.id),
        result.system,
        result.source_language,
        result.language,
        segments=len(result.segments),
        words=result.words,
        flags=one.flags,
        weight=one.weight,
        need=result.need,
        scores=tuple((s.metric, s.value) for s in result.scores if isfinite(s.value)),
        beginning=one.beginning,
    )


def worst(articles: Iterable[WorstArticle]) -> tuple[WorstArticle, ...]:
    """The hundred articles that need most work, the worst first, however many come.

    By the words that an editor is estimated to change, and after those that were estimated by the
    weight of their flags for each word; equals by file and row.
    """
    return tuple(heapq.nsmallest(MOST_WORST, articles, key=_place))


def _place(article: WorstArticle) -> tuple[bool, float, str, int]:
    if article.need is not None:
        return False, -article.need.edits, article.path, article.row
    return True, -article.weight / max(article.words, 1), article.path, article.row


def _sorted(counts: Mapping[int, int]) -> dict[int, int]:
    return dict(sorted(counts.items()))
