"""`copydesk fix`: write the safe suggestions."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from corpora.errors import UsageError
from corpora.files import STDIN
from qa.commands.options import (
    input_options,
    inputs_of,
    languages_in,
    progress_of,
    say,
    talk_options,
)
from qa.commands.rule_options import (
    config_in,
    learned_rules,
    rule_options,
    rules_in,
)
from qa.fix import Fixed, fixes, write
from qa.run import Request, flags_by_document


@click.command(short_help="Write the safe suggestions into the files.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@input_options
@rule_options
@click.option("--diff", is_flag=True, help="Show what would change, and change nothing.")
@talk_options
def fix(paths: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 — click's options
    """Write the suggestions that are right as they stand: spelling, spacing, punctuation.

    Nothing that asks for judgement is changed; `check` shows it.
    """
    if STDIN in paths:
        raise UsageError("standard input cannot be changed; give files")
    request = Request(
        inputs=inputs_of(options, paths),
        languages=languages_in(options),
        rules=rules_in(options),
        config=config_in(
            {**options, "ignore": (*options["ignore"], *learned_rules())}
        ),  # never safe
        glossary=options["glossary"],
        suppressions=options["suppressions"],
    )
    notes: list[str] = []
    found = fixes(flags_by_document(request, notes, progress_of(options)))
    say(notes, options)
    for fixed in found:
        if options["diff"]:
            click.echo(fixed.diff(), nl=False)
        else:
            write(fixed)
    _report(found, options)
    return 0


def _report(found: list[Fixed], options: dict[str, Any]) -> None:
    if options["quiet"]:
        return
    done = "would be changed" if options["diff"] else "changed"
    for fixed in found:
        rules = Counter(edit.rule for edit in fixed.edits)
        listed = ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items()))
        places = f"{len(fixed.edits):,} place{'s' * (len(fixed.edits) != 1)}"
        click.echo(f"copydesk: {fixed.file.path}: {places} {done} ({listed})", err=True)
    if not found:
        click.echo("copydesk: nothing to change", err=True)
