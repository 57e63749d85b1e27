"""The gate: named conditions, each judged on evidence that it names.

Missing evidence is an error, never a pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpora.text import Severity
from metrics.score import Score
from reports.result import Condition, DocumentResult, Outcome, Verdict

_PER = 1000


@dataclass(frozen=True, slots=True)
class Gate:
    """What a build must meet.

    `fail_on` is the mildest severity that fails it, None for none; `thresholds` gives for a
    metric's id the worst score that passes (a least one where higher is better, a greatest
    where lower is); `max_flags_per_1000_words` counts flags of every severity.
    """

    fail_on: Severity | None = Severity.MAJOR
    thresholds: Mapping[str, float] = field(default_factory=dict)
    max_flags_per_1000_words: float | None = None

    def judge(self, documents: Sequence[DocumentResult], scores: Sequence[Score]) -> Verdict:
        """Judge a run by every condition."""
        conditions = [*self._severity(documents), *self._density(documents)]
        conditions += [
            self._threshold(name, least, scores) for name, least in self.thresholds.items()
        ]
        return Verdict(tuple(conditions))

    def _severity(self, documents: Sequence[DocumentResult]) -> Iterator[Condition]:
        if self.fail_on is None:
            return
        flags = [flag for document in documents for flag in document.flags]
        bad = sum(flag.severity >= self.fail_on for flag in flags)
        evidence = f"{bad} of {len(flags)} flags are {self.fail_on.word} or worse"
        yield Condition(
            f"no flag of severity {self.fail_on.word} or worse", _passed(not bad), evidence
        )

    def _density(self, documents: Sequence[DocumentResult]) -> Iterator[Condition]:
        if self.max_flags_per_1000_words is None:
            return
        flags = sum(len(document.flags) for document in documents)
        words = sum(document.words for document in documents)
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
