"""The options of `check` and `gate`: what is measured, what is required, what is written."""

from __future__ import annotations

import click

from corpora.text import Severity
from qa.commands.options import F

NEVER = "never"
_CHANGED = "--changed"
SEVERITIES = [severity.word for severity in Severity if severity]

_MEASURING = (
    click.option(
        "-m",
        "--metric",
        "metrics",
        multiple=True,
        metavar="NAME",
        help="bleu, chrf, chrf++, ter with a reference; estimate; comet, cometkiwi, xcomet. "
        "[default: bleu, chrf, estimate]",
    ),
    click.option(
        "--no-estimate",
        is_flag=True,
        envvar="COPYDESK_NO_ESTIMATE",
        show_envvar=True,
        help="No estimated quality, and none of its rules: faster for many segments.",
    ),
    click.option("--tokenize", metavar="NAME", help="BLEU's tokenizer. [default: by language]"),
    click.option(
        "--set",
        "sets",
        multiple=True,
        metavar="NAME",
        help="Without a PATH: only these test sets of the configuration.",
    ),
    click.option(
        "--system",
        "systems",
        multiple=True,
        metavar="NAME",
        help="Without a PATH: only these systems, and those they are compared with.",
    ),
    click.option(
        _CHANGED,
        metavar="[=REF]",
        help="Only what git says has changed: since the last commit, or (--changed=REF) since "
        "this branch left REF.",
    ),
)
THRESHOLDS = (
    click.option(
        "--fail-under",
        multiple=True,
        metavar="METRIC=SCORE",
        help="Fail below this score (above it, for TER).",
    ),
    click.option("--max-flags-per-1000-words", type=click.FloatRange(min=0), metavar="NUMBER"),
    click.option("--exit-zero", is_flag=True, help="End with 0 even where the gate fails."),
)
_GATES = (
    click.option(
        "--gate",
        "gates",
        multiple=True,
        metavar="SENTENCE",
        help="What is required: 'chrf >= 55', 'no new major', 'chrf no worse than baseline, "
        "p < 0.05', 'at most 5 per 1,000 words'; docs/gates.md has them all.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice([*SEVERITIES, NEVER]),
        help="The mildest flag that fails the gate; with a baseline, the mildest new one. "
        "[default: major; never, where gates are named]",
    ),
    *THRESHOLDS,
    click.option(
        "--baseline",
        metavar="FILE|git:REF",
        help="An earlier run: what --write-baseline wrote, or the files as they were at REF.",
    ),
    click.option("--no-baseline", is_flag=True, help="None, whatever the configuration says."),
    click.option(
        "--write-baseline", metavar="FILE", help="Keep this run's flags and counts for later ones."
    ),
    click.option(
        "--prune",
        is_flag=True,
        help="Take unused entries out of the suppressions, and out of the baseline the flags that "
        "are gone.",
    ),
)
_WRITING = (
    click.option(
        "--max-flags",
        type=click.IntRange(min=0),
        metavar="NUMBER",
        help="Show the most useful flags of an article only; 0 shows all. [default: 50, or one "
        "for 20 words]",
    ),
    click.option(
        "--journal",
        metavar="FILE",
        help="For very large files (lines, TSV, CSV, JSON lines, Parquet, XLIFF, TMX): constant "
        "memory; what is done is kept in FILE, and after an interruption the same command goes on "
        "there. "
        "Reports: jsonl, terminal.",
    ),
    click.option(
        "--report",
        "reports",
        multiple=True,
        metavar="FORMAT=PATH",
        help="A report's name, as 'copydesk formats' lists them, and where to write it; - is "
        "standard output. May be given several times.",
    ),
    click.option(
        "--report-url",
        default="",
        metavar="URL",
        envvar="COPYDESK_REPORT_URL",
        show_envvar=True,
        help="Where the HTML report will be found: other reports link to it.",
    ),
    click.option(
        "--history",
        metavar="FILE",
        help="Add this run to a history ('copydesk history' draws it). [default: what the "
        "configuration names, for runs of all its test sets]",
    ),
)


def judging_options(function: F) -> F:
    """What is measured, required and written."""
    for option in reversed((*_MEASURING, *_GATES, *_WRITING)):
        function = option(function)
    return function


class GateCommand(click.Command):
    """A command whose `--changed` may have a value, joined by `=`, or none."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give a bare `--changed` the empty value, so that it does not take a PATH for one."""
        end = args.index("--") if "--" in args else len(args)
        bare = [f"{_CHANGED}=" if one == _CHANGED else one for one in args[:end]]
        return super().parse_args(ctx, [*bare, *args[end:]])
