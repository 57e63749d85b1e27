"""Assertions about translations, for other people's tests.

    >>> from qa.assertions import Copydesk
    >>> Copydesk().assert_translation("He said that the the talks would go on.", lang="en")
    Traceback (most recent call last):
    AssertionError: 1 flag of severity minor or worse, 0 allowed …

pytest's fixture `copydesk` is such an object (`pytest_copydesk.py`); unittest can make its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from types import MappingProxyType

from corpora.errors import CopydeskError, UsageError
from corpora.text import Severity
from qa import config
from qa.asked import metric_names
from qa.commands.rule_options import learned_rules, use_calibration
from qa.config import Config, Settings
from qa.config_parts import gates_of, metrics_of
from qa.gate import Gate
from qa.given import Given, Laid, Text
from qa.judging import Wanted
from qa.language_choice import Languages
from qa.measure import ESTIMATE
from qa.nonsense import check_allowed
from qa.plugins import CHECKS, discover
from qa.run import Request, Run, run
from reports.result import FlagResult, Outcome

_METRICS = ("chrf",)
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Demands:
    """What a translation must keep to.

    `max_flags` is how many flags of `severity` or worse it may have, None for any number;
    `at_least` gives for a metric the worst score that passes (for TER the highest). `rules` are
    the only ones to ask, None for those of the configuration; `ignore` are rules or MQM kinds.
    `gates` are sentences as `--gate` takes them.
    `allow` names what looks like nonsense and shall be scored all the same. Raises UsageError for
    what cannot be demanded.
    """

    max_flags: int | None = 0
    severity: str = Severity.MINOR.word
    rules: Sequence[str] | None = None
    ignore: Sequence[str] = ()
    at_least: Mapping[str, float] = field(default_factory=dict)
    gates: Sequence[str] = ()
    allow: Sequence[str] = ()
    estimate: bool = False

    def __post_init__(self) -> None:
        most = self.max_flags
        if most is not None and (not isinstance(most, int) or isinstance(most, bool) or most < 0):
            raise UsageError(f"max_flags={most!r}: a number of flags is needed, or None for any")
        words = [one.word for one in Severity]
        if self.severity not in words:
            raise UsageError(f"severity={self.severity!r}: there are only {', '.join(words)}")
        for metric, limit in self.at_least.items():
            if not isinstance(limit, int | float) or isinstance(limit, bool) or not isfinite(limit):
                raise UsageError(f"at_least={{{metric!r}: {limit!r}}}: a score is needed")
        check_allowed(_listed(self.allow))
        for rule in _listed(self.rules or ()):
            config.check_name(rule, discover(CHECKS), "rules")
            if rule not in discover(CHECKS):
                raise UsageError(f"rules={rule!r}: name single rules; 'copydesk rules' lists them")

    @property
    def mildest(self) -> Severity:
        """The mildest severity that counts."""
        return Severity[self.severity.upper()]

    @property
    def limits(self) -> dict[str, float]:
        """`at_least` with each metric in its one spelling."""
        return {metric_names([name])[0]: float(limit) for name, limit in self.at_least.items()}

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """What the sentences say."""
        return gates_of(Settings(), _listed(self.gates))

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics to compute, each once."""
        return tuple(dict.fromkeys((*_METRICS, *self.limits, *metrics_of(self.wanted))))


@dataclass(frozen=True, slots=True)
class Copydesk:
    """Asserts as a project's configuration wants it: the one nearest to the folder `project`."""

    project: Path = field(default_factory=Path)

    def assert_translation(  # noqa: PLR0913 — all but the text have defaults, and are named
        self,
        mt: Text,
        *,
        source: Text | None = None,
        reference: Text | None = None,
        lang: str | None = None,
        source_lang: str | None = None,
        max_flags: int | None = 0,
        severity: str = Severity.MINOR.word,
        rules: Sequence[str] | None = None,
        ignore: Sequence[str] = (),
        at_least: Mapping[str, float] = MappingProxyType({}),
        gates: Sequence[str] = (),
        allow: Sequence[str] = (),
        estimate: bool = False,
    ) -> None:
        """Raise AssertionError, with flags and scores, where a translation is not good enough.

        `mt`, `source` and `reference` are a text (as a `.txt` file would hold it), a list of
        segments on all sides, or the Path of a file. Languages are BCP 47 or names, guessed where
        none is given. `estimate` asks the neural model, too. The rest is as in `Demands`.

        Raises UsageError, one line, for what makes no sense and where the evidence is missing.
        """
        __tracebackhide__ = True  # pytest shows the line of the test, not ours
        try:
            demands = Demands(max_flags, severity, rules, ignore, at_least, gates, allow, estimate)
            given = Given(mt, source, reference)
            complaint = _complaint(self, given, Languages(lang, source_lang), demands)
        except CopydeskError as error:
            raise UsageError(str(error)) from None
        if complaint:
            raise AssertionError(complaint)


def _complaint(copydesk: Copydesk, given: Given, languages: Languages, demands: Demands) -> str:
    """What is wrong with a translation, a few lines; empty where it is good enough."""
    with given.laid_out() as laid:
        try:
            done = run(_request(copydesk, laid, languages, demands))
        except CopydeskError as error:
            raise UsageError(laid.plain(str(error))) from None
    flags = [flag for flag in done.result.flags if flag.severity >= demands.mildest]
    found = [*_too_many(flags, demands, laid), *_too_low(done)]
    if not found:
        return ""
    scores = (f"{one.label} is {one.value:.2f}" for one in done.result.scores)
    notes = (f"note: {laid.plain(note)}" for note in done.notes)
    return "\n".join([*found, *dict.fromkeys([*scores, *notes])])


def _request(copydesk: Copydesk, laid: Laid, languages: Languages, demands: Demands) -> Request:
    """The run that answers."""
    found = _config(copydesk.project)
    silent = () if demands.estimate else learned_rules()
    if demands.estimate:
        use_calibration({"calibration": None}, found)
    named = None if demands.rules is None else _listed(demands.rules)
    return Request(
        inputs=laid.inputs,
        languages=languages,
        metrics=demands.metrics,
        where_possible=(ESTIMATE,) if demands.estimate else (),
        resamples=0,
        rules=named and tuple(rule for rule in named if rule not in silent),
        allowed=_listed(demands.allow),
        gate=Gate(None, demands.limits),
        wanted=demands.wanted,
        config=found.without((*_listed(demands.ignore), *silent), discover(CHECKS)),
        max_flags=0,
        by_meaning=demands.estimate,
    )


def _config(project: Path) -> Config:
    path = config.find(project)
    return config.load(path, discover(CHECKS)) if path else Config()


def _too_many(flags: Sequence[FlagResult], demands: Demands, laid: Laid) -> Iterator[str]:
    """The flags, if there are more than allowed: a line each, the first ones."""
    most = demands.max_flags
    if most is None or len(flags) <= most:
        return
    noun = "flag" if len(flags) == 1 else "flags"
    yield f"{len(flags):,} {noun} of severity {demands.severity} or worse, {most:,} allowed"
    for flag in flags[:_SHOWN]:
        place = f"{laid.plain(flag.place.path)}:{flag.place.line}:{flag.place.column}"
        instead = "" if flag.suggestion is None else f" → {flag.suggestion or '(delete)'}"
        said = f"‘{flag.text}’: {flag.message}{instead}"
        yield f"  {place}: {flag.severity.word} {flag.rule}: {said}"
    if len(flags) > _SHOWN:
        yield f"  and {len(flags) - _SHOWN:,} more"


def _too_low(done: Run) -> Iterator[str]:
    """The scores that are not good enough. Raises UsageError where one is missing."""
    for one in done.result.verdict.conditions:
        if one.outcome is Outcome.ERROR:
            raise UsageError(f"{one.name}: {one.evidence}")
        if one.outcome is Outcome.FAIL:
            yield f"{one.name} is demanded: {one.evidence}"


def _listed(names: Sequence[str]) -> tuple[str, ...]:
    """Names as a tuple; one that stands alone is meant as itself."""
    return (names,) if isinstance(names, str) else tuple(names)
