"""`copydesk rules` and `copydesk explain`: the manual."""

from __future__ import annotations

import difflib
import sys

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from corpora.errors import UsageError
from qa.manual import page
from qa.plugins import CHECKS, discover


@click.command(short_help="List the rules.")
def rules() -> None:
    """List the rules: id, severity, MQM category, what each needs, what it finds."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("rule", "severity", "category", "needs"):
        table.add_column(column, no_wrap=True)
    table.add_column("finds", overflow="fold")
    for plugin in discover(CHECKS).values():
        check = plugin.value
        needs = " or ".join(sorted(check.needs)) or "translation"
        summary = plugin.doc.splitlines()[0]
        severity = f"{check.severity.word} (off)" if check.optional else check.severity.word
        table.add_row(plugin.id, severity, check.category, needs, summary)
    console = Console(file=sys.stdout)
    if console.is_terminal:
        console.print(table)
    else:
        Console(file=sys.stdout, width=200).print(table)


@click.command(short_help="Print a rule's page.")
@click.argument("rule")
def explain(rule: str) -> None:
    """Print a rule's page: what it finds, why that is bad, its source, examples."""
    available = discover(CHECKS)
    if rule not in available:
        near = difflib.get_close_matches(rule, available, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "'copydesk rules' lists them"
        raise UsageError(f"no rule is called '{rule}'; {hint}")
    text = page(available[rule])
    console = Console(file=sys.stdout)
    if console.is_terminal:
        console.print(Markdown(text))
    else:
        click.echo(text)
