"""From the options of `check` and `gate`, and the configuration, to what is asked of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite, nan
from typing import Any

from corpora.errors import UsageError
from corpora.opening import STDIN
from corpora.text import Severity
from qa.asked import metric_names
from qa.commands.gate_options import NEVER
from qa.commands.options import (
    inputs_of,
    languages_in,
    meter_of,
    say_licences,
    store_in,
)
from qa.commands.rule_options import config_in, learned_rules, rules_in, use_calibration
from qa.config import Config, Settings
from qa.config.in_force import DEFAULT_METRICS
from qa.config_parts import (
    Metrics,
    gates_of,
    metrics_of,
    needs_baseline,
    needs_estimate,
    of_chosen,
    of_paths,
    parts_of,
)
from qa.gate import Gate
from qa.judging import Wanted
from qa.measure import ESTIMATE
from qa.nonsense import check_allowed
from qa.portions import Part
from qa.run import Request
from qa.since import GIT

_DEFAULT = tuple(one for one in DEFAULT_METRICS if one != ESTIMATE)
_SIDES = ("source", "references", "lang", "source_lang", "format_", "encoding")


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody asked for: PATHs (none for the configuration's test sets) and options."""

    paths: Sequence[str]
    options: dict[str, Any]
    config: Config

    @classmethod
    def of(cls, paths: Sequence[str], options: dict[str, Any]) -> Asking:
        """With the configuration that is in force."""
        silent = learned_rules() if options["no_estimate"] else ()
        config = config_in({**options, "ignore": (*options["ignore"], *silent)})
        return cls(paths, options, config)

    def request(self) -> Request:
        """The request. Raises CopydeskError for options that do not go together."""
        self._check()
        options, wanted = self.options, self.wanted
        use_calibration(options, self.config)
        thresholds = thresholds_in(options["fail_under"])
        metrics = Metrics(self._metrics(), (*thresholds, *metrics_of(wanted)))
        request = replace(
            self._plain(),
            metrics=metrics.all,
            where_possible=self._where_possible(wanted),
            gate=Gate(self._fail_on(), thresholds, options["max_flags_per_1000_words"]),
            parts=self._parts(metrics),
            wanted=wanted,
            baseline=self.baseline,
            changed=options["changed"],
            kept=options["write_baseline"],
        )
        say_licences(request.metrics, options)
        return request

    def _plain(self) -> Request:
        """What the options say by themselves."""
        options = self.options
        return Request(
            inputs=inputs_of(options, self.paths),
            languages=languages_in(options),
            rules=self._rules(),
            config=self.config,
            glossary=options["glossary"],
            suppressions=options["suppressions"],
            max_flags=options["max_flags"],
            tokenizer=options["tokenize"],
            store=store_in(options),
            watch=meter_of(options),
            spans=True,
            by_meaning=not options["no_estimate"],
            allowed=options["allowed"],
        )

    def _parts(self, metrics: Metrics) -> tuple[Part, ...]:
        """The configuration's portions; none where files were named."""
        if self.paths:
            return ()
        return parts_of(self.config, metrics, self.options["sets"], self.options["systems"])

    @property
    def baseline(self) -> str | None:
        """The baseline that was named, or else the configuration's."""
        named: str | None = self.options["baseline"]
        if self.options["no_baseline"]:
            return None
        if named is not None:
            return named
        configured = self.config.settings.baseline
        if configured is None or self.options["write_baseline"]:
            return None
        return configured if configured.startswith(GIT) else self.config.file(configured)

    @property
    def history(self) -> str | None:
        """Where the run is to be recorded, if anywhere."""
        named: str | None = self.options["history"]
        options = self.options
        is_part = self.paths or options["sets"] or options["systems"]
        if named is not None or is_part or options["changed"] is not None:
            return named
        return self.config.file(self.config.settings.history)

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """The gates that this run can be about; a baseline that is being written is none yet."""
        configured = gates_of(self.config.settings, ())
        if self.paths:
            configured = of_paths(configured, self.baseline or "")
        configured = of_chosen(configured, self.options["sets"], self.options["systems"])
        found = (*configured, *gates_of(Settings(), self.options["gates"]))
        if self.options["write_baseline"] and self.baseline is None:
            return tuple(one for one in found if not needs_baseline(one.requirement))
        return found

    def _check(self) -> None:
        options = self.options
        check_allowed(options["allowed"])
        if not self.paths:
            for name in _SIDES:
                if options[name]:
                    option = name.strip("_").removesuffix("s").replace("_", "-")
                    raise UsageError(f"--{option} goes with a PATH; none is named")
        elif options["sets"] or options["systems"]:
            raise UsageError("--set and --system choose from the configuration: name no PATH")
        if (self.baseline or "").startswith(GIT) and STDIN in (
            options["source"],
            *options["references"],
        ):
            raise UsageError("standard input is read but once: with git:REF give files")
        is_part = options["changed"] is not None or options["sets"] or options["systems"]
        if options["prune"] and (is_part or options["rules"]):
            less = "without --changed, --set, --system and --rule"
            raise UsageError(f"--prune needs a run over everything: {less}")
        if options["write_baseline"] is not None and is_part:
            less = "without --changed, --set and --system"
            raise UsageError(f"a baseline is written of a run over everything: {less}")
        for name in ("baseline", "config"):
            if options[name] is not None and options[f"no_{name}"]:
                raise UsageError(f"--{name} and --no-{name} do not go together")

    def _metrics(self) -> tuple[str, ...]:
        named = self.options["metrics"] or self.config.settings.metrics or _DEFAULT
        found = metric_names(named)
        return tuple(one for one in found if one != ESTIMATE or not self.options["no_estimate"])

    def _where_possible(self, wanted: Sequence[Wanted]) -> tuple[str, ...]:
        if self.options["no_estimate"]:
            return ()
        named = self.options["metrics"] or self.config.settings.metrics
        is_wanted = not named or any(needs_estimate(one.requirement) for one in wanted)
        return (ESTIMATE,) if is_wanted else ()

    def _rules(self) -> tuple[str, ...] | None:
        named = rules_in(self.options)
        silent = learned_rules() if self.options["no_estimate"] else ()
        return named and tuple(rule for rule in named if rule not in silent)

    def _fail_on(self) -> Severity | None:
        """What was named; else no severity, where gates are named or a baseline is written."""
        options = self.options
        usual = NEVER if self.wanted or options["write_baseline"] else Severity.MAJOR.word
        name = options["fail_on"] or usual
        return None if name == NEVER else Severity[name.upper()]


def thresholds_in(wanted: Sequence[str]) -> dict[str, float]:
    """`METRIC=SCORE` as a metric's name and a number. Raises UsageError for anything else."""
    thresholds: dict[str, float] = {}
    for one in wanted:
        name, _, value = one.rpartition("=")
        try:
            limit = float(value)
        except ValueError:
            limit = nan
        if not isfinite(limit):
            raise UsageError(f"--fail-under {one}: write METRIC=SCORE, such as chrf=55")
        (identity,) = metric_names([name])
        thresholds[identity] = limit
    return thresholds
