"""The options that several commands share, and how their values are understood."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from corpora.errors import UsageError
from corpora.load import Inputs
from metrics.cache import cache_folder
from metrics.store import Store
from qa.language_choice import Languages
from qa.licences import licence_notes
from qa.plugins import WRITERS, names, one
from qa.progress import Meter, Progress, bars, silent
from reports.table import Sheet
from reports.writer import Style, write_whole

if TYPE_CHECKING:
    from reports.result import Result

STDOUT = "-"
_NOWHERE = Path(os.devnull, "licences")
_WIDTH = 120
"""Of what goes to a file or a pipe: no table there should break."""
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
    click.option(
        "--lang",
        metavar="LANGUAGE",
        help="The translation's language: a BCP 47 code or a name (id, zh-Hant, Indonesian).",
    ),
    click.option("--source-lang", metavar="LANGUAGE", help="The source's language."),
    click.option(
        "--format",
        "format_",
        metavar="NAME",
        help="A format's name, as 'copydesk formats' lists them. [default: by the file's first "
        "bytes, then its suffix; .txt is lines where all sides have equally many]",
    ),
    click.option(
        "--encoding",
        metavar="NAME",
        help="[default: byte order mark, UTF-8, UTF-16, what the file declares, a guess that is "
        "said]",
    ),
)


def input_options(function: F) -> F:
    """`--source --reference --lang --source-lang --format --encoding`."""
    for option in reversed(_INPUT_OPTIONS):
        function = option(function)
    return function


def calibration_option(function: F) -> F:
    """`--calibration`."""
    text = "The estimator's: what 'copydesk calibrate' wrote."
    return click.option("--calibration", metavar="FILE", help=text)(function)


def nonsense_option(function: F) -> F:
    """`--allow`."""
    text = "Score it though it looks wrong: the name that the refusal gives."
    return click.option("--allow", "allowed", multiple=True, metavar="NAME", help=text)(function)


def cache_options(function: F) -> F:
    """`--no-cache`."""
    text = "Count everything anew; COPYDESK_CACHE names another folder, or 'off'."
    return click.option("--no-cache", is_flag=True, help=text)(function)


def store_in(options: dict[str, Any]) -> Store | None:
    """Where rows of statistics are kept between runs; None for nowhere."""
    folder = None if options["no_cache"] else cache_folder()
    return None if folder is None else Store(folder)


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


def say_licences(metrics: Sequence[str], options: dict[str, Any]) -> None:
    """Before a model is used for the first time here: what it may be used for."""
    if not options["quiet"]:  # what was not said is not remembered as said
        say(list(licence_notes(metrics, cache_folder() or _NOWHERE)), options)


def meter_of(options: dict[str, Any]) -> Meter | None:
    """A bar for what takes long by itself, unless the user wants quiet."""
    return None if options["quiet"] else Meter("scoring")


def progress_of(options: dict[str, Any]) -> Progress:
    """Bars, unless the user wants quiet."""
    return silent if options["quiet"] else bars


def say(notes: Sequence[str], options: dict[str, Any], details: Sequence[str] = ()) -> None:
    """The notes on standard error, unless the user wants quiet; the details if asked for."""
    lines = [] if options["quiet"] else [f"note: {note}" for note in dict.fromkeys(notes)]
    lines += details if options["verbose"] else []
    for line in lines:
        click.echo(f"copydesk: {line}", err=True)


def write_reports(result: Result, wanted: Sequence[str], link: str = "") -> list[str]:
    """Render every `FORMAT=PATH` first, then write them all; returns the paths of the files.

    `link` is where the HTML report will be found.
    """
    rendered = [(path, render(result, name, path, link)) for name, path in map(target_of, wanted)]
    return _write_all(rendered)


def _write_all(rendered: Sequence[tuple[str, str | bytes]]) -> list[str]:
    """Reports to their paths; returns the paths of the files."""
    for path, content in rendered:
        if path != STDOUT:
            write_whole(path, content)
        elif sys.stdout is None:
            raise UsageError("standard output is closed; give --report FORMAT=PATH")
        elif isinstance(content, bytes):
            sys.stdout.buffer.write(content)
            sys.stdout.flush()
        else:
            sys.stdout.write(content)
            sys.stdout.flush()
    return [path for path, _ in rendered if path != STDOUT]


def write_sheet(sheet: Sheet, wanted: Sequence[str], options: dict[str, Any]) -> None:
    """Write a sheet in every format, all of them or none; say which files were written."""
    targets = list(map(target_of, wanted))
    rendered = list[tuple[str, str | bytes]]()
    for name, path in targets:
        show = one(WRITERS, name).value.show
        if show is not None:
            rendered.append((path, show(sheet, _style(path))))
    for path in _write_all(rendered):
        if not options["quiet"]:
            click.echo(f"copydesk: wrote {path}", err=True)


def check_reports(wanted: Sequence[str], *, tables: bool = False) -> None:
    """Raise UsageError early for a report that could never be written; `tables` for a sheet."""
    targets = list(map(target_of, wanted))
    if sum(path == STDOUT for _, path in targets) > 1:
        raise UsageError("only one report can go to standard output")
    for name, path in targets:
        if tables and one(WRITERS, name).value.show is None:
            raise UsageError(f"a report '{name}' can't show tables; take json, csv or markdown")
        if path != STDOUT and not Path(path).parent.is_dir():
            raise UsageError(f"{path}: there is no folder {Path(path).parent}")


def render(result: Result, name: str, path: str, link: str = "") -> str | bytes:
    """A result in one format, dressed for where it goes."""
    return one(WRITERS, name).value.render(result, replace(_style(path), link=link))


def _style(path: str) -> Style:
    if path != STDOUT or not getattr(sys.stdout, "isatty", bool)():
        return Style(colour=False, width=_WIDTH)
    console = import_module("rich.console").Console(file=sys.stdout)
    return Style(colour=not console.no_color, width=console.width)


def target_of(report: str) -> tuple[str, str]:
    """The format and the path of `FORMAT=PATH`. Raises UsageError for what is neither."""
    name, _, path = report.partition("=")
    available = names(WRITERS)
    if name not in available:
        raise UsageError(f"no report is called '{name}'; there are: {', '.join(available)}")
    if not path:
        raise UsageError(f"--report {report}: a path is missing; write {name}=PATH, or {name}=-")
    return name, path
