"""The gate's short options: each a named condition, judged on evidence that it names.

Missing evidence is an error, never a pass. Sentences say more: `qa/gates/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpora.text import Severity
from metrics.score import Score
from reports.result import Age, Condition, DocumentResult, Outcome, Verdict

_PER = 1000


@dataclass(frozen=True, slots=True)
class Tally:
    """What the gate counts: flags by severity, and words.

    `old` are those among them that a baseline has, None where there is none.
    """

    severities: Mapping[Severity, int]
    words: int
    old: Mapping[Severity, int] | None = None

    @property
    def flags(self) -> int:
        """The flags of every severity."""
        return sum(self.severities.values())

    @property
    def new(self) -> Mapping[Severity, int]:
        """The flags that no baseline has: all of them where there is none."""
        old = self.old or {}
        return {one: count - old.get(one, 0) for one, count in self.severities.items()}


def tally_of(documents: Iterable[DocumentResult], *, is_dated: bool = False) -> Tally:
    """Count the flags and words of documents; dated ones have been laid beside a baseline."""
    severities, old, words = Counter[Severity](), Counter[Severity](), 0
    for document in documents:
        severities.update(flag.severity for flag in document.flags)
        old.update(flag.severity for flag in document.flags if flag.age is Age.OLD)
        words += document.words
    return Tally(severities, words, old if is_dated else None)


@dataclass(frozen=True, slots=True)
class Gate:
    """What a build must meet.

    `fail_on` is the mildest severity that fails it, None for none; where there is a baseline only
    what is new counts. `thresholds` gives for a
    metric's id the worst score that passes (a least one where higher is better, a greatest
    where lower is); `max_flags_per_1000_words` counts flags of every severity.
    """

    fail_on: Severity | None = Severity.MAJOR
    thresholds: Mapping[str, float] = field(default_factory=dict)
    max_flags_per_1000_words: float | None = None

    def judge(self, tally: Tally, scores: Sequence[Score], portion: str = "") -> Verdict:
        """Judge a portion of a run by every condition."""
        conditions = [*self._severity(tally), *self._density(tally)]
        conditions += [
            self._threshold(name, least, scores) for name, least in self.thresholds.items()
        ]
        return Verdict(tuple(replace(one, portion=portion) for one in conditions))

    def _severity(self, tally: Tally) -> Iterator[Condition]:
        if self.fail_on is None:
            return
        counted = tally.new
        bad = sum(n for severity, n in counted.items() if severity >= self.fail_on)
        new = "" if tally.old is None else "new "
        evidence = f"{bad} of {sum(counted.values())} {new}flags are {self.fail_on.word} or worse"
        name = f"no {new}flag of severity {self.fail_on.word} or worse"
        yield Condition(name, _passed(not bad), evidence)

    def _density(self, tally: Tally) -> Iterator[Condition]:
        if self.max_flags_per_1000_words is None:
            return
        flags, words = tally.flags, tally.words
        name = f"at most {self.max_flags_per_1000_words:g} flags per 1,000 words"
        if not words:
            yield Condition(name, Outcome.ERROR, "there are no words")
            return
        density = _PER * flags / words
        evidence = f"{flags} flags in {words:,} words: {density:.1f} per 1,000"
        yield Condition(name, _passed(density <= self.max_flags_per_1000_words), evidence)

    def _threshold(self, name: str, limit: float, scores: Sequence[Score]) -> Condition:
        score = next((score for score in scores if score.metric == name), None)
        if score is None:
            return Condition(
                f"{name} of {limit:g}",
                Outcome.ERROR,
                "there is no reference to score against, or a language it cannot judge",
            )
        passed = score.value >= limit if score.higher_is_better else score.value <= limit
        word = "at least" if score.higher_is_better else "at most"
        evidence = f"{score.label} is {score.value:.2f}"
        return Condition(f"{score.label} {word} {limit:g}", _passed(passed), evidence)


def _passed(passed: bool) -> Outcome:  # noqa: FBT001 — the one thing it is about
    return Outcome.PASS if passed else Outcome.FAIL
