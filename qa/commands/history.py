"""`copydesk history`: what became of scores and flags from run to run."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from corpora.errors import UsageError
from qa.commands.options import STDOUT, check_reports, target_of, write_sheet
from qa.commands.rule_options import config_in
from qa.history import moment, result_file, store
from qa.history.trends import Wanted, trends_of
from reports.trend import Trends
from reports.trend_sheet import trend_sheet
from reports.trend_spark import COLUMNS
from reports.writer import write_whole

DEFAULT = "copydesk-history.db"
_PAGE = "html"
_BESIDE_SPARKS, _LEAST_SPARKS = 68, 10


@click.command(short_help="Scores and flags from run to run.")
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--set", "sets", multiple=True, metavar="NAME", help="Only this test set.")
@click.option("--system", "systems", multiple=True, metavar="NAME", help="Only this system.")
@click.option(
    "-m",
    "--metric",
    "metrics",
    multiple=True,
    metavar="NAME",
    help="Only this metric; 'flags' names the flags.",
)
@click.option(
    "--branch",
    "branches",
    multiple=True,
    metavar="NAME",
    help="Only this branch; with --add, the report's.",
)
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the last N runs.")
@click.option("--add", "added", metavar="REPORT", help="Record a JSON report written elsewhere.")
@click.option("--commit", metavar="HASH", help="With --add. [default: what git or the CI says]")
@click.option(
    "--at", metavar="TIME", help="With --add: ISO 8601. [default: SOURCE_DATE_EPOCH, now]"
)
@click.option("--prune-before", metavar="DATE", help="Forget the runs before this date.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=PATH",
    help="html, terminal, json, csv, latex or markdown; - is standard output.",
)
@click.option("-q", "--quiet", is_flag=True, help="No notes.")
def history(file: str | None, **options: Any) -> None:  # noqa: ANN401 — click's options
    """Show what became of each system's scores and flags from run to run.

    FILE is what 'copydesk check --history FILE' records in. [default: copydesk-history.db]

    Of a commit that was recorded several times the last run counts.
    """
    _check(options)
    path = history_file(file)
    if options["added"] is not None:
        _add(path, options)
    if options["prune_before"] is not None:
        _prune(path, options)
    if options["reports"] or (options["added"] is None and options["prune_before"] is None):
        _show(trends_of(store.stored(path), _wanted(options)), options)


def history_file(named: str | None) -> str:
    """The history's file: the one that was named, else the configuration's, else the usual one."""
    if named is not None:
        return named
    config = config_in({"config": None, "no_config": False, "ignore": ()})
    return config.file(config.settings.history) or DEFAULT


def _check(options: dict[str, Any]) -> None:
    """Raise UsageError for options that do not go together, before anything is written."""
    check_reports(options["reports"])
    tables, _ = _divided(options["reports"])
    check_reports(tables, tables=True)
    if options["added"] is None and (options["commit"] or options["at"]):
        raise UsageError("--commit and --at say what a report is of; give it with --add")
    if options["added"] is not None and len(options["branches"]) > 1:
        raise UsageError("--add takes one --branch: the one that the report is of")


def _divided(reports: Sequence[str]) -> tuple[list[str], list[str]]:
    """The reports that are tables, and the paths of those that are pages."""
    pages = [path for name, path in map(target_of, reports) if name == _PAGE]
    return [report for report in reports if target_of(report)[0] != _PAGE], pages


def _add(path: str, options: dict[str, Any]) -> None:
    at = options["at"] and moment.time_in(options["at"], "--at")
    branch = next(iter(options["branches"]), None)
    given = moment.Given(at or None, options["commit"], branch)
    run = result_file.read_run(options["added"])
    when = moment.moment_of(os.environ, Path.cwd(), given)
    number = store.add(path, run, when)
    _say(f"{path}: recorded run {number}, {when.name}", options)


def _prune(path: str, options: dict[str, Any]) -> None:
    pruned = store.prune(path, moment.time_in(options["prune_before"], "--prune-before"))
    runs = "run" if pruned.removed == 1 else "runs"
    _say(f"{path}: {pruned.removed:,} {runs} removed, {pruned.left:,} left", options)


def _wanted(options: dict[str, Any]) -> Wanted:
    names = (options["sets"], options["systems"], options["metrics"], options["branches"])
    return Wanted(*names, last=options["last"])


def _show(trends: Trends, options: dict[str, Any]) -> None:
    reports = options["reports"] or ["terminal=-"]
    tables, pages = _divided(reports)
    content = import_module("reports.trend_page").page(trends) if pages else ""
    if tables:
        write_sheet(trend_sheet(trends, _spark_width()), tables, options)
    for path in pages:
        if path == STDOUT:
            click.echo(content, nl=False)
        else:
            write_whole(path, content)
            _say(f"wrote {path}", options)


def _spark_width() -> int:
    """How many columns of the terminal are left for a sparkline."""
    if sys.stdout is None or not sys.stdout.isatty():
        return COLUMNS
    room = shutil.get_terminal_size().columns - _BESIDE_SPARKS
    return min(max(room, _LEAST_SPARKS), COLUMNS)


def _say(text: str, options: dict[str, Any]) -> None:
    if not options["quiet"]:
        click.echo(f"copydesk: {text}", err=True)
