"""`copydesk convert` and `copydesk formats`: files in one format, out in another."""

from __future__ import annotations

import sys
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from qa.commands.options import (
    check_reports,
    input_options,
    inputs_of,
    languages_in,
    progress_of,
    say,
    talk_options,
    write_reports,
)
from qa.convert import converted
from qa.measure import Measuring
from qa.plugins import READERS, WRITERS, Kind, discover

_WIDE = 160


@click.command(short_help="Read files and write them in another format.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@input_options
@click.option(
    "--report",
    "reports",
    multiple=True,
    required=True,
    metavar="FORMAT=PATH",
    help="A report's name, as 'copydesk formats' lists them; - is standard output. May be given "
    "several times.",
)
@talk_options
def convert(paths: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 — click's options
    """Read files, with the flags that they hold, and write them in other formats.

    Nothing is checked or scored: XLIFF, DOCX and MQM tables that copydesk wrote, or in which people
    marked errors, come out as they are.
    """
    check_reports(options["reports"])
    notes: list[str] = []
    request = Measuring(inputs_of(options, paths), languages_in(options))
    result = converted(request, notes, progress_of(options))
    say(notes, options)
    for path in write_reports(result, options["reports"]):
        if not options["quiet"]:
            click.echo(f"copydesk: wrote {path}", err=True)
    return 0


@click.command(short_help="List the formats that can be read and written.")
def formats() -> None:
    """List the formats that can be read (--format) and the reports that can be written."""
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else _WIDE)
    console.print(_table("read", READERS))
    console.print()
    console.print(_table("write", WRITERS))


def _table(title: str, kind: Kind[Any]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(title, no_wrap=True)
    if kind is READERS:
        table.add_column("usual suffixes")
    table.add_column("what it is", overflow="fold")
    for plugin in discover(kind).values():
        suffixes = [" ".join(plugin.value.suffixes)] if kind is READERS else []
        table.add_row(plugin.id, *suffixes, plugin.doc.splitlines()[0])
    return table
