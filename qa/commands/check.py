"""`copydesk check` and `copydesk gate`: the whole line, with the flags or the verdict alone."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, nan
from typing import Any

import click

from corpora.errors import UsageError
from corpora.text import Severity
from qa.asked import metric_names
from qa.commands.journal import run_by_journal
from qa.commands.options import (
    STDOUT,
    F,
    cache_options,
    calibration_option,
    check_reports,
    input_options,
    inputs_of,
    languages_in,
    meter_of,
    nonsense_option,
    progress_of,
    say,
    say_licences,
    store_in,
    talk_options,
    write_reports,
)
from qa.commands.rule_options import (
    config_in,
    learned_rules,
    rule_options,
    rules_in,
    use_calibration,
)
from qa.config import Config
from qa.gate import Gate
from qa.measure import ESTIMATE
from qa.nonsense import check_allowed
from qa.run import Request, Run, run
from reports.result import Outcome, Verdict

EXIT_CODES = {Outcome.PASS: 0, Outcome.FAIL: 1, Outcome.ERROR: 2}
_NEVER = "never"
_SEVERITIES = [severity.word for severity in Severity if severity]


_JUDGING_OPTIONS = (
    click.option(
        "-m",
        "--metric",
        "metrics",
        multiple=True,
        metavar="NAME",
        help="bleu, chrf, chrf++, ter with a reference; estimate; comet, cometkiwi, xcomet. "
        "[default: bleu, chrf, estimate]",
    ),
    click.option(
        "--no-estimate",
        is_flag=True,
        envvar="COPYDESK_NO_ESTIMATE",
        show_envvar=True,
        help="No estimated quality, and none of its rules: faster for many segments.",
    ),
    click.option("--tokenize", metavar="NAME", help="BLEU's tokenizer. [default: by language]"),
    click.option(
        "--fail-on",
        type=click.Choice([*_SEVERITIES, _NEVER]),
        default=Severity.MAJOR.word,
        show_default=True,
        help="The mildest flag that fails the gate.",
    ),
    click.option(
        "--fail-under",
        multiple=True,
        metavar="METRIC=SCORE",
        help="Fail below this score (above it, for TER).",
    ),
    click.option("--max-flags-per-1000-words", type=click.FloatRange(min=0), metavar="NUMBER"),
    click.option("--exit-zero", is_flag=True, help="End with 0 even where the gate fails."),
    click.option(
        "--max-flags",
        type=click.IntRange(min=0),
        metavar="NUMBER",
        help="Show the most useful flags of an article only; 0 shows all. [default: 50, or one "
        "for 20 words]",
    ),
    click.option(
        "--journal",
        metavar="FILE",
        help="For very large files (lines, TSV, CSV, JSON lines, Parquet, XLIFF, TMX): constant "
        "memory; what is done is kept in FILE, and after an interruption the same command goes on "
        "there. "
        "Reports: jsonl, terminal.",
    ),
    click.option(
        "--report",
        "reports",
        multiple=True,
        metavar="FORMAT=PATH",
        help="A report's name, as 'copydesk formats' lists them, and where to write it; - is "
        "standard output. May be given several times.",
    ),
)


def _judging_options(function: F) -> F:
    for option in reversed(_JUDGING_OPTIONS):
        function = option(function)
    return function


@click.command(short_help="Flag, score and judge a translation.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@input_options
@rule_options
@calibration_option
@nonsense_option
@cache_options
@_judging_options
@talk_options
def check(paths: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 — click's options
    """Flag, score and judge a machine translation: an article, a folder, or a file of rows.

    With --source, facts are checked too; with --reference, scores are computed.
    """
    wanted = options["reports"] or ["terminal=-"]
    if options["journal"]:
        return _exit_code(run_by_journal(_request(paths, options), wanted, options), options)
    done = _run(paths, options)
    _write(done, wanted, options)
    return _exit_code(done.result.verdict, options)


@click.command(short_help="Judge a translation; print the verdict only.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@input_options
@rule_options
@calibration_option
@nonsense_option
@cache_options
@_judging_options
@talk_options
def gate(paths: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 — click's options
    """Judge a machine translation as `check` does; print the conditions and the verdict only."""
    if options["journal"]:
        verdict = run_by_journal(_request(paths, options), options["reports"], options)
    else:
        done = _run(paths, options)
        _write(done, options["reports"], options)
        verdict = done.result.verdict
    to_stdout = any(report.endswith(f"={STDOUT}") for report in options["reports"])
    for condition in verdict.conditions:
        line = f"{condition.outcome}: {condition.name}: {condition.evidence}"
        click.echo(line, err=to_stdout)
    click.echo(f"verdict: {verdict.outcome}", err=to_stdout)
    return _exit_code(verdict, options)


def _run(paths: Sequence[str], options: dict[str, Any]) -> Run:
    return run(_request(paths, options), progress_of(options))


def _request(paths: Sequence[str], options: dict[str, Any]) -> Request:
    check_reports(options["reports"])
    check_allowed(options["allowed"])
    thresholds = _thresholds(options["fail_under"])
    metrics = metric_names(options["metrics"] or ("bleu", "chrf"))
    config = _config(options)
    use_calibration(options, config)
    request = Request(
        inputs=inputs_of(options, paths),
        languages=languages_in(options),
        metrics=tuple(dict.fromkeys((*metrics, *thresholds))),
        where_possible=() if options["metrics"] or options["no_estimate"] else (ESTIMATE,),
        rules=_rules(options),
        config=config,
        glossary=options["glossary"],
        suppressions=options["suppressions"],
        max_flags=options["max_flags"],
        tokenizer=options["tokenize"],
        store=store_in(options),
        watch=meter_of(options),
        spans=True,
        by_meaning=not options["no_estimate"],
        allowed=options["allowed"],
        gate=Gate(_fail_on(options), thresholds, options["max_flags_per_1000_words"]),
    )
    say_licences(request.metrics, options)
    return request


def _config(options: dict[str, Any]) -> Config:
    return config_in({**options, "ignore": (*options["ignore"], *_silent(options))})


def _rules(options: dict[str, Any]) -> tuple[str, ...] | None:
    named = rules_in(options)
    return named and tuple(rule for rule in named if rule not in _silent(options))


def _silent(options: dict[str, Any]) -> tuple[str, ...]:
    return learned_rules() if options["no_estimate"] else ()


def _write(done: Run, reports: Sequence[str], options: dict[str, Any]) -> None:
    say(done.notes, options, done.details)
    written = write_reports(done.result, reports)
    if not options["quiet"]:
        for path in written:
            click.echo(f"copydesk: wrote {path}", err=True)


def _exit_code(verdict: Verdict, options: dict[str, Any]) -> int:
    code = EXIT_CODES[verdict.outcome]
    return 0 if options["exit_zero"] and code == EXIT_CODES[Outcome.FAIL] else code


def _fail_on(options: dict[str, Any]) -> Severity | None:
    name = options["fail_on"]
    return None if name == _NEVER else Severity[name.upper()]


def _thresholds(wanted: Sequence[str]) -> dict[str, float]:
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
