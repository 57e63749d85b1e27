"""Prometheus (text format 0.0.4): scores, flags and the verdict, for the textfile collector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from corpora.text import Severity
from reports.marks import visible
from reports.portion import Portion, PortionScore, Tallied
from reports.result import Outcome, Result
from reports.writer import Style, Writer

_HELP = (("\\", "\\\\"), ("\n", "\\n"))
_LABEL = (*_HELP, ('"', '\\"'))
Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Family:
    """A metric: a value for each of its sets of labels, of which none stands there twice."""

    name: str
    help: str
    samples: dict[str, float] = field(default_factory=dict)

    def add(self, labels: Labels, value: float) -> None:
        """A sample."""
        shown = ((name, _escaped(visible(text), _LABEL)) for name, text in labels.items())
        told = ",".join(f'{name}="{text}"' for name, text in shown)
        self.samples[f"{{{told}}}" if told else ""] = value

    def lines(self) -> Iterator[str]:
        """The metric as it is exposed; nothing where there is no sample."""
        if self.samples:
            name = f"copydesk_{self.name}"
            yield f"# HELP {name} {_escaped(self.help, _HELP)}"
            yield f"# TYPE {name} gauge"
            yield from (f"{name}{labels} {value}" for labels, value in self.samples.items())


def _escaped(text: str, replacements: tuple[tuple[str, str], ...]) -> str:
    for sign, written in replacements:
        text = text.replace(sign, written)
    return text


def _render(result: Result, _style: Style) -> str:
    portions = result.portions or (_whole(result),)
    families = [_build(result), *_verdict(result), *_sizes(portions), *_flags(portions)]
    families += _scores(portions)
    return "".join(f"{line}\n" for family in families for line in family.lines())


def _whole(result: Result) -> Portion:
    """The run as one portion, for a result that names none."""
    rules = sorted({(flag.rule, flag.severity) for flag in result.flags})
    kinds = [(flag.rule, flag.severity) for flag in result.flags]
    return Portion(
        set="",
        system="",
        domain="",
        source_language=None,
        language=None,
        documents=len(result.documents),
        segments=sum(len(document.segments) for document in result.documents),
        words=result.words,
        scores=tuple(map(PortionScore, result.scores)),
        tallies=tuple(
            Tallied(rule, severity, kinds.count((rule, severity))) for rule, severity in rules
        ),
    )


def _build(result: Result) -> _Family:
    family = _Family("build_info", "The version of copydesk.")
    family.add({"version": result.version}, 1)
    return family


def _verdict(result: Result) -> Iterator[_Family]:
    verdict = _Family("verdict", "How the gate ended: 1 for the outcome that it had.")
    gate = _Family("gate", "How each condition of the gate ended: 1 for the outcome that it had.")
    for outcome in Outcome:
        verdict.add({"outcome": outcome.value}, int(result.verdict.outcome is outcome))
    for condition in result.verdict.conditions:
        for outcome in Outcome:
            labels = {"condition": condition.name, "portion": condition.portion}
            gate.add({**labels, "outcome": outcome.value}, int(condition.outcome is outcome))
    yield from (verdict, gate)


def _sizes(portions: Iterable[Portion]) -> Iterator[_Family]:
    documents = _Family("documents", "Articles that were checked.")
    segments = _Family("segments", "Segments that were checked.")
    words = _Family("words", "Words of the translations.")
    for portion in portions:
        documents.add(_names(portion), portion.documents)
        segments.add(_names(portion), portion.segments)
        words.add(_names(portion), portion.words)
    yield from (documents, segments, words)


def _flags(portions: Iterable[Portion]) -> Iterator[_Family]:
    flags = _Family("flags", "Flags of a severity.")
    new = _Family("flags_new", "Flags that the baseline does not have.")
    old = _Family("flags_old", "Flags that the baseline has.")
    fixed = _Family("flags_fixed", "Flags of the baseline that are no longer there.")
    dismissed = _Family("flags_dismissed", "Flags that the baseline has as dismissed.")
    for portion in portions:
        if not portion.is_judged:
            continue
        names = _names(portion)
        for severity in Severity:
            flags.add({"severity": severity.word, **names}, portion.flags(severity))
        if since := portion.since:
            new.add(names, since.new)
            old.add(names, since.old)
            fixed.add(names, len(since.fixed))
            dismissed.add(names, since.dismissed)
    yield from (flags, new, old, fixed, dismissed)


def _scores(portions: Iterable[Portion]) -> Iterator[_Family]:
    score = _Family("score", "A metric's score, on its own scale.")
    low = _Family("score_low", "The lower end of a score's confidence interval.")
    high = _Family("score_high", "The upper end of a score's confidence interval.")
    change = _Family("score_change", "A score's difference from what it is compared with.")
    for portion in portions:
        for one in portion.scores:
            labels = {"metric": one.score.metric, **_names(portion)}
            score.add(labels, one.score.value)
            if interval := one.score.interval:
                low.add(labels, interval.low)
                high.add(labels, interval.high)
            if one.change:
                change.add({**labels, "against": one.change.against}, one.change.delta)
    yield from (score, low, high, change)


def _names(portion: Portion) -> Labels:
    return {"set": portion.set, "system": portion.system}


writer = Writer(render=_render)
