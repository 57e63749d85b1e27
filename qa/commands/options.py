"""The options that several commands share, and how their values are understood."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from corpora.errors import UsageError
from corpora.load import Inputs
from metrics.estimator import calibration
from metrics.metric import Metric
from qa import config
from qa.config import Config
from qa.language_choice import Languages
from qa.plugins import CHECKS, METRICS, WRITERS, Plugin, discover
from qa.progress import Progress, bars, silent
from reports.result import Result
from reports.writer import Style, write_whole

STDOUT = "-"
F = TypeVar("F", bound=Callable[..., Any])


_INPUT_OPTIONS = (
    click.option("--source", metavar="PATH", help="The source: a file, or a folder."),
    click.option(
        "--reference",
        "references",
        metavar="PATH",
        multiple=True,
        help="A human translation; may be given several times.",
    ),
    click.option("--lang", metavar="CODE", help="The translation's language, as in id, en."),
    click.option("--source-lang", metavar="CODE", help="The source's language."),
    click.option(
        "--format",
        "format_",
        metavar="NAME",
        help="text (articles), lines (a segment a line), tsv, csv or jsonl. "
        "[default: by suffix; .txt is lines where all sides have equally many]",
    ),
    click.option("--encoding", metavar="NAME", help="[default: UTF-8, or as the BOM says]"),
)


def input_options(function: F) -> F:
    """`--source --reference --lang --source-lang --format --encoding`."""
    for option in reversed(_INPUT_OPTIONS):
        function = option(function)
    return function


_RULE_OPTIONS = (
    click.option("--rule", "rules", multiple=True, metavar="ID", help="Only these rules."),
    click.option(
        "--ignore", multiple=True, metavar="ID", help="Not these rules; ids or MQM kinds."
    ),
    click.option(
        "--config",
        metavar="FILE",
        help="[default: the nearest copydesk.toml, or pyproject.toml with [tool.copydesk]]",
    ),
    click.option("--no-config", is_flag=True, help="Look for no configuration."),
    click.option("--glossary", metavar="FILE", help="Terms to keep to: TSV or TBX."),
    click.option(
        "--suppressions",
        metavar="FILE",
        help="Flags to leave out. [default: copydesk-ignore.toml, if there is one]",
    ),
)


def rule_options(function: F) -> F:
    """`--rule --ignore --config --no-config --glossary --suppressions`."""
    for option in reversed(_RULE_OPTIONS):
        function = option(function)
    return function


def calibration_option(function: F) -> F:
    """`--calibration`."""
    text = "The estimator's: what 'copydesk calibrate' wrote."
    return click.option("--calibration", metavar="FILE", help=text)(function)


def use_calibration(options: dict[str, Any], found: Config | None = None) -> None:
    """Take the calibration that the user named, or that the configuration names."""
    if found is None:
        found = config_in({"config": None, "no_config": False, "ignore": ()})
    calibration.use(options["calibration"] or found.file(found.rules.calibration))


def learned_rules() -> tuple[str, ...]:
    """The rules that ask the estimator."""
    return tuple(rule for rule, plugin in discover(CHECKS).items() if plugin.value.is_learned)


def rules_in(options: dict[str, Any]) -> tuple[str, ...] | None:
    """The only rules that the user wants; None for those that the configuration selects."""
    available = discover(CHECKS)
    for rule in options["rules"]:
        if rule not in available:
            raise UsageError(f"no rule is called '{rule}'; 'copydesk rules' lists them")
    return tuple(options["rules"]) or None


def config_in(options: dict[str, Any]) -> Config:
    """The configuration that the user named, or the nearest one, less what he ignores."""
    available = discover(CHECKS)
    named = options["config"]
    path = Path(named) if named else None if options["no_config"] else config.find(Path())
    found = config.load(path, available) if path else Config()
    return found.without(options["ignore"], available)


def talk_options(function: F) -> F:
    """`--quiet --verbose`."""
    quiet = click.option("-q", "--quiet", is_flag=True, help="No notes, no progress.")
    verbose = click.option("-v", "--verbose", is_flag=True, help="Say more on standard error.")
    return quiet(verbose(function))


def inputs_of(options: dict[str, Any], paths: Sequence[str]) -> Inputs:
    """What to read, from the options of `input_options`."""
    return Inputs(
        tuple(paths),
        options["source"],
        tuple(options["references"]),
        options["format_"],
        options["encoding"],
    )


def languages_in(options: dict[str, Any]) -> Languages:
    """The languages that the user named."""
    return Languages(options["lang"], options["source_lang"])


def progress_of(options: dict[str, Any]) -> Progress:
    """Bars, unless the user wants quiet."""
    return silent if options["quiet"] else bars


def say(notes: Sequence[str], options: dict[str, Any], details: Sequence[str] = ()) -> None:
    """The notes on standard error, unless the user wants quiet; the details if asked for."""
    lines = [] if options["quiet"] else [f"note: {note}" for note in dict.fromkeys(notes)]
    lines += details if options["verbose"] else []
    for line in lines:
        click.echo(f"copydesk: {line}", err=True)


def metric_ids(names: Sequence[str]) -> tuple[str, ...]:
    """The ids of metrics, from their ids or any name that people use for them."""
    available = discover(METRICS)
    return tuple(dict.fromkeys(_metric_id(name, available) for name in names))


def _metric_id(name: str, available: dict[str, Plugin[Metric]]) -> str:
    wanted = name.strip().casefold()
    for identity, plugin in available.items():
        names = (identity, plugin.value.label, *plugin.value.names)
        if wanted in {known.casefold() for known in names}:
            return identity
    raise UsageError(f"no metric is called '{name}'; there are: {', '.join(available)}")


def write_reports(result: Result, wanted: Sequence[str]) -> list[str]:
    """Render every `FORMAT=PATH` first, then write them all; returns the paths of the files.

    Raises UsageError for an unknown format, a missing path or two reports on standard output.
    """
    targets = [_target(one) for one in wanted]
    if sum(path == STDOUT for _, path in targets) > 1:
        raise UsageError("only one report can go to standard output")
    rendered = [(path, render(result, name, path)) for name, path in targets]
    for path, text in rendered:
        if path == STDOUT:
            sys.stdout.write(text)
        else:
            write_whole(path, text)
    sys.stdout.flush()
    return [path for path, _ in rendered if path != STDOUT]


def check_reports(wanted: Sequence[str]) -> None:
    """Raise UsageError early for a report that could never be written."""
    for one in wanted:
        _, path = _target(one)
        if path != STDOUT and not Path(path).parent.is_dir():
            raise UsageError(f"{path}: there is no folder {Path(path).parent}")


def render(result: Result, name: str, path: str) -> str:
    """A result in one format, dressed for where it goes."""
    console = Console(file=sys.stdout)
    on_terminal = path == STDOUT and console.is_terminal
    style = Style(colour=on_terminal and not console.no_color, width=console.width)
    return discover(WRITERS)[name].value.render(result, style)


def _target(one: str) -> tuple[str, str]:
    name, _, path = one.partition("=")
    available = discover(WRITERS)
    if name not in available:
        raise UsageError(f"no report is called '{name}'; there are: {', '.join(available)}")
    if not path:
        raise UsageError(f"--report {one}: a path is missing; write {name}=PATH, or {name}=-")
    return name, path
