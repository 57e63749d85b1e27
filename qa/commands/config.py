"""`copydesk init` and `copydesk config`: a configuration to begin with, and what is in force."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from corpora.errors import UsageError
from qa.commands.rule_options import config_in
from qa.config import FILES
from qa.config.in_force import as_data, in_force
from qa.config.looking import Found, look
from qa.config.reading import has_table
from qa.config.schema import stored
from qa.config.starter import starter
from qa.plugins import CHECKS, discover
from reports.writer import write_whole

_INDENT = 2


@click.command(short_help="Write a configuration to begin with.")
@click.option("--force", is_flag=True, help="Write it anew where there is one.")
def init(*, force: bool) -> None:
    """Write a commented copydesk.toml, with the test sets and systems that lie in this folder.

    Files are known by their names: article.mt.id.txt, article.src.en.txt, article.ref.id.txt;
    src/, ref/ and mt/ or out/SYSTEM/; XLIFF, TSV, CSV and JSON lines are looked into.
    """
    path, shared = map(Path, FILES)
    if path.exists() and not force:
        raise UsageError(f"{path} is there already; --force writes it anew")
    if shared.is_file() and has_table(shared) and not force:
        what = f"{shared} has a table [tool.copydesk], which {path} would hide"
        raise UsageError(f"{what}; --force writes it nevertheless")
    found = look(Path())
    write_whole(str(path), starter(found))
    click.echo(f"copydesk: wrote {path}", err=True)
    for line in _told(found):
        click.echo(f"copydesk: {line}", err=True)


def _told(found: Found) -> list[str]:
    """What was found, and what to do next."""
    lines = [f"found the test set '{one.name}': {one.mt}" for one in found.sets]
    lines += [f"found {found.more} more test sets, which are not listed"] if found.more else []
    lines += [f"found the systems {', '.join(found.systems)}"] if found.systems else []
    if found.branch:
        lines.append(f"found a repository: baseline = 'git:origin/{found.branch}' compares with it")
    if not found.sets:
        lines.append("found no test sets: all of it is examples; write a table [sets.NAME]")
    return [*lines, "next: edit it, then 'copydesk config' shows what is in force"]


@click.command(short_help="Print what is in force, and where it comes from.")
@click.option("--config", metavar="FILE", help="[default: the nearest one, looking upwards]")
@click.option("--schema", is_flag=True, help="Print the JSON schema of the file, for editors.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def config(**options: Any) -> None:  # noqa: ANN401 — click's options
    """Print what is in force, as TOML; behind each value stands where it comes from."""
    if options["schema"]:
        click.echo(stored(), nl=False)
        return
    found = config_in({**options, "no_config": False, "ignore": ()})
    available = discover(CHECKS)
    if options["as_json"]:
        data = as_data(found, available, os.environ)
        click.echo(json.dumps(data, indent=_INDENT, ensure_ascii=False))
    else:
        click.echo(in_force(found, available, os.environ), nl=False)
