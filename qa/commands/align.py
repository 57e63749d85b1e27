"""`copydesk align`: source, translation and references side by side, as they answer each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from corpora.load import Inputs
from qa.commands.options import (
    F,
    check_reports,
    languages_in,
    progress_of,
    say,
    talk_options,
    write_reports,
)
from qa.convert import result_of
from qa.measure import Measuring, read

_OPTIONS: tuple[Callable[[F], F], ...] = (
    click.option("--lang", metavar="CODE", help="The translation's language, as in id, en."),
    click.option("--source-lang", metavar="CODE", help="The source's language."),
    click.option("--format", "format_", metavar="NAME", help="As for 'copydesk check'."),
    click.option("--encoding", metavar="NAME", help="As for 'copydesk check'."),
    click.option(
        "--no-estimate",
        is_flag=True,
        envvar="COPYDESK_NO_ESTIMATE",
        show_envvar=True,
        help="By length, names and figures alone, not by what sentences say: faster, less sure.",
    ),
    click.option(
        "--report",
        "reports",
        multiple=True,
        metavar="FORMAT=PATH",
        help="tsv, tmx, xliff or another; - is standard output. May be given several times. "
        "[default: tsv=-]",
    ),
)


def _options(function: F) -> F:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.command(short_help="Lay a translation beside its source, sentence by sentence.")
@click.argument("source", metavar="SRC")
@click.argument("mt", metavar="MT")
@click.argument("references", nargs=-1, metavar="[REF]...")
@_options
@talk_options
def align(source: str, mt: str, references: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 — click's options
    """Find which sentences of a source and its translations answer which; files or folders.

    Where they do not answer one to one, sentences are joined or stand alone. Each segment has a
    confidence from 0 to 1.
    """
    reports = options["reports"] or ("tsv=-",)
    check_reports(reports)
    notes: list[str] = []
    inputs = Inputs((mt,), source, references, options["format_"], options["encoding"], prose=True)
    request = Measuring(inputs, languages_in(options), by_meaning=not options["no_estimate"])
    documents = read(request, notes, progress_of(options))
    say(notes, options)
    for path in write_reports(result_of(documents), reports):
        if not options["quiet"]:
            click.echo(f"copydesk: wrote {path}", err=True)
    return 0
