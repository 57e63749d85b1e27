"""`copydesk check` and `copydesk gate`: the whole line, with the flags or the verdict alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from corpora.errors import UsageError
from qa.commands.asking import Asking
from qa.commands.gate_options import GateCommand, judging_options
from qa.commands.journal import run_by_journal
from qa.commands.keeping import keep
from qa.commands.options import (
    STDOUT,
    cache_options,
    calibration_option,
    check_reports,
    input_options,
    nonsense_option,
    progress_of,
    say,
    talk_options,
    write_reports,
)
from qa.commands.rule_options import rule_options
from qa.run import run
from reports.result import Outcome, Verdict

EXIT_CODES = {Outcome.PASS: 0, Outcome.FAIL: 1, Outcome.ERROR: 2}
_NOT_BY_JOURNAL = ("gates", "baseline", "write_baseline", "changed", "history", "prune")


@click.command(cls=GateCommand, short_help="Flag, score and judge a translation.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@input_options
@rule_options
@calibration_option
@nonsense_option
@cache_options
@judging_options
@talk_options
def check(paths: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 — click's options
    """Flag, score and judge a machine translation: an article, a folder, or a file of rows.

    With --source, facts are checked too; with --reference, scores are computed. Without a PATH
    the test sets of the configuration are checked.
    """
    wanted = options["reports"] or ["terminal=-"]
    if options["journal"]:
        return _exit_code(_by_journal(paths, wanted, options), options)
    return _exit_code(_run(paths, wanted, options), options)


@click.command(cls=GateCommand, short_help="Judge a translation; print the verdict only.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@input_options
@rule_options
@calibration_option
@nonsense_option
@cache_options
@judging_options
@talk_options
def gate(paths: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 — click's options
    """Judge a machine translation as `check` does; print the conditions and the verdict only."""
    work = _by_journal if options["journal"] else _run
    verdict = work(paths, options["reports"], options)
    to_stdout = any(report.endswith(f"={STDOUT}") for report in options["reports"])
    for condition in verdict.conditions:
        portion = f"{condition.portion}: " if condition.portion else ""
        line = f"{condition.outcome}: {portion}{condition.name}: {condition.evidence}"
        click.echo(line, err=to_stdout)
    click.echo(f"verdict: {verdict.outcome}", err=to_stdout)
    return _exit_code(verdict, options)


def _run(paths: Sequence[str], reports: Sequence[str], options: dict[str, Any]) -> Verdict:
    check_reports(reports)
    asking = Asking.of(paths, options)
    done = run(asking.request(), progress_of(options))
    say(done.notes, options, done.details)
    _say_written(write_reports(done.result, reports, options["report_url"]), options)
    _say_written(keep(done, asking), options)
    return done.result.verdict


def _by_journal(paths: Sequence[str], reports: Sequence[str], options: dict[str, Any]) -> Verdict:
    check_reports(reports)
    for name in _NOT_BY_JOURNAL:
        if options[name] not in (None, (), False):
            raise UsageError(f"--{name.replace('_', '-').rstrip('s')} does not go with --journal")
    asking = Asking.of(paths, options)
    if asking.config.settings.gates:
        judges = "--fail-on, --fail-under and --max-flags-per-1000-words"
        raise UsageError(f"with --journal only {judges} judge; take gates out, or --no-config")
    if asking.baseline is not None:
        raise UsageError("a run with --journal knows no baseline; add --no-baseline")
    return run_by_journal(asking.request(), reports, options)


def _say_written(paths: Sequence[str], options: dict[str, Any]) -> None:
    if not options["quiet"]:
        for path in paths:
            click.echo(f"copydesk: wrote {path}", err=True)


def _exit_code(verdict: Verdict, options: dict[str, Any]) -> int:
    code = EXIT_CODES[verdict.outcome]
    return 0 if options["exit_zero"] and code == EXIT_CODES[Outcome.FAIL] else code
