"""The options of `batch`: what is measured of a data set, who does it, what is required."""

from __future__ import annotations

import click

from corpora.tables.table import LONGEST
from metrics.cores import cores
from qa.batch.doing import PATIENCE_S
from qa.batch.driver import SHARD_SIZE
from qa.commands.gate_options import NEVER, SEVERITIES, THRESHOLDS
from qa.commands.options import F

_READING = (
    click.option(
        "--out",
        required=True,
        metavar="DIR",
        help="The folder for the tables. Where a run was interrupted, the same command goes on.",
    ),
    click.option(
        "--lang",
        metavar="LANGUAGE",
        help="The translation's language, where rows name none (lp). [default: a guess]",
    ),
    click.option("--source-lang", metavar="LANGUAGE", help="The source's language, likewise."),
    click.option(
        "--format", "format_", metavar="NAME", help="jsonl, tsv or parquet. [default: as it looks]"
    ),
    click.option(
        "--longest",
        type=click.IntRange(min=1),
        default=LONGEST,
        show_default=True,
        metavar="CHARACTERS",
        help="A row with a longer text is rejected.",
    ),
    click.option(
        "--max-rejects",
        metavar="NUMBER|SHARE%",
        help="Fail where more rows are rejected: 100, or 0.5%. [default: any number is told of]",
    ),
    click.option("--no-text", is_flag=True, help="Tables without the texts themselves."),
    click.option(
        "--overwrite",
        is_flag=True,
        help="Take the place of another run in DIR; the same one goes on all the same.",
    ),
)
_MEASURING = (
    click.option(
        "-m",
        "--metric",
        "metrics",
        multiple=True,
        metavar="NAME",
        help="As for 'check'. [default: bleu, chrf, estimate]",
    ),
    click.option(
        "--no-estimate",
        is_flag=True,
        envvar="COPYDESK_NO_ESTIMATE",
        show_envvar=True,
        help="No estimated quality, and none of its rules: several times as fast.",
    ),
    click.option("--tokenize", metavar="NAME", help="BLEU's tokenizer. [default: by language]"),
)
_ENGINE = (
    click.option(
        "--engine",
        type=click.Choice(["local", "ray"]),
        default="local",
        show_default=True,
        help="The processors of this machine, or a Ray cluster (copydesk[cluster]).",
    ),
    click.option(
        "--workers",
        type=click.IntRange(min=1),
        metavar="NUMBER",
        help="[default: as many as there are processors, here or in the cluster]",
    ),
    click.option(
        "--address",
        metavar="HOST:PORT",
        help="The Ray cluster, 'auto' for this machine's. [default: RAY_ADDRESS, or a new one of "
        "this machine alone]",
    ),
    click.option(
        "--gpus",
        type=click.FloatRange(min=0),
        default=0.0,
        metavar="SHARE",
        help="With Ray: how much of a GPU each worker has, as 0.25.",
    ),
    click.option(
        "--shard-timeout",
        type=click.FloatRange(min=1),
        default=PATIENCE_S,
        show_default=True,
        metavar="SECONDS",
        help="A worker that takes longer for a shard is killed, and the shard tried again.",
    ),
    click.option(
        "--shard-size",
        type=click.IntRange(min=1),
        default=SHARD_SIZE,
        show_default=True,
        metavar="ROWS",
        help="Rows that are done together, at least: what is lost when a worker dies.",
    ),
)
_JUDGING = (
    click.option(
        "--fail-on",
        type=click.Choice([*SEVERITIES, NEVER]),
        default=NEVER,
        show_default=True,
        help="The mildest flag that fails the gate.",
    ),
    *THRESHOLDS,
    click.option(
        "--against", metavar="DIR", help="An earlier run's folder: what has changed since then."
    ),
    click.option(
        "--report",
        "reports",
        multiple=True,
        metavar="FORMAT[=PATH]",
        help="html (a page, in DIR if no PATH is given), json, terminal. [default: terminal=-]",
    ),
)


def batch_options(function: F) -> F:
    """All of them but those on rules, which `check` has, too."""
    for option in reversed((*_READING, *_MEASURING, *_ENGINE, *_JUDGING)):
        function = option(function)
    return function


def workers_of(number: int | None) -> int:
    """How many processes; as many as there are processors where nothing is said."""
    return cores() if number is None else number
