"""`copydesk desk stats` and `copydesk desk export`: what editors did, and what they teach."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from importlib import import_module
from typing import Any

import click

from qa.commands.desk_options import database_of, database_option, tell
from qa.commands.options import STDOUT, check_reports, talk_options, write_sheet
from reports.writer import write_parts

_DAYS = 30


@click.command(short_help="Articles a day, minutes, faults, and how rules fare.")
@click.option("--days", type=click.IntRange(1, 366), default=_DAYS, show_default=True)
@click.option("--people", is_flag=True, help="What each editor did, too.")
@click.option("--json", "as_json", is_flag=True, help="The same as --report json=-.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=PATH",
    help="terminal, json, csv, latex or markdown; - is standard output.",
)
@database_option
@talk_options
@click.pass_context
def stats(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401 — click's options
    """Say what was done at the desk lately.

    Articles a day, minutes an article, how much was changed, the commonest faults of each system,
    and how often editors agreed with each rule.
    """
    reports = options["reports"] or (["json=-"] if options["as_json"] else ["terminal=-"])
    check_reports(reports, tables=True)
    with database_of(context) as database, database.reading() as session:
        found = import_module("qa.desk.learning.counting").stats(
            session, datetime.now(UTC), options["days"], people=options["people"]
        )
    write_sheet(import_module("qa.desk.learning.sheet").stats_sheet(found), reports, options)


@click.command(short_help="What editors wrote, for training: TMX, JSON lines, MQM.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["tmx", "jsonl", "mqm"]),
    default="jsonl",
    show_default=True,
)
@click.option("-o", "--out", default=STDOUT, metavar="PATH", help="[default: standard output]")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Signed off on this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Signed off before this day.")
@click.option("--lang", metavar="CODE", help="Only translations into this language.")
@click.option("--source-lang", metavar="CODE", help="Only translations from this language.")
@click.option("--desk", metavar="NAME", help="Only this desk's articles.")
@click.option("--system", metavar="NAME", help="Only this system's translations.")
@click.option("--edited", is_flag=True, help="Only segments that an editor changed.")
@click.option("--names", is_flag=True, help="Editors by their names, not by pseudonyms.")
@database_option
@click.pass_context
def export(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401 — click's options
    """Write what editors made of machine translations, of all articles that were signed off.

    tmx: source and final text. jsonl: a segment a line, with the machine's text, the final one,
    HTER, flags and what became of them. mqm: the machine's text with its flags, a table that the
    MQM viewer and 'copydesk evaluate' read.
    """
    module = import_module("qa.desk.learning.exports")
    wanted = module.Wanted(
        since=_day(options["since"]),
        until=_day(options["until"]),
        source_language=options["source_lang"],
        language=options["lang"],
        desk=options["desk"],
        system=options["system"],
        edited=options["edited"],
    )
    with database_of(context) as database, database.reading() as session:
        kind = module.Format(options["format_"])
        parts = module.export(session, kind, wanted, named=options["names"])
        if options["out"] == STDOUT:
            for part in parts:
                sys.stdout.buffer.write(part.encode())
            return
        write_parts(options["out"], parts)
    tell(f"copydesk: wrote {options['out']}")


def _day(found: date | None) -> datetime | None:
    return None if found is None else datetime.combine(found, time(), UTC)
