"""`copydesk rules` and `copydesk explain`: the manual."""

from __future__ import annotations

import difflib
import sys

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from corpora.errors import UsageError
from corpora.text import Side
from qa.check import Check, Example
from qa.plugins import CHECKS, Plugin, discover


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
        table.add_row(plugin.id, check.severity.word, check.category, needs, summary)
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
    page = _page(available[rule])
    console = Console(file=sys.stdout)
    if console.is_terminal:
        console.print(Markdown(page))
    else:
        click.echo(page)


def _page(plugin: Plugin[Check]) -> str:
    check = plugin.value
    facts = f"{check.severity.word} · {check.category} · confidence {check.confidence:.0%}"
    bad = [_example(example) for example in check.bad]
    good = [_example(example) for example in check.good]
    return "\n".join(
        [f"# {plugin.id}", "", facts, "", plugin.doc, "", "## Bad", "", *bad, "## Good", "", *good]
    )


def _example(example: Example) -> str:
    lines = [f"    {line}" for line in example.mt.splitlines()]
    for side, text in ((Side.SOURCE, example.source), (Side.REFERENCE, example.reference)):
        if text:
            lines += [f"    ({side}) {line}" for line in text.splitlines()]
    return "\n".join([*lines, ""])
