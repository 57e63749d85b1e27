"""`copydesk score`: a translation against its references, in numbers only."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click
import msgspec
from rich.console import Console

from corpora.errors import MetricError
from corpora.text import Document
from metrics.score import Measured, Score
from qa.commands.options import (
    calibration_option,
    input_options,
    inputs_of,
    languages_in,
    metric_ids,
    progress_of,
    say,
    talk_options,
    use_calibration,
)
from qa.run import Request, measure, read
from reports.writers.terminal import print_scores

_DEFAULT = ("bleu", "chrf", "chrf++", "ter")
_DEFAULTS = {"corpus": _DEFAULT, "document": _DEFAULT, "segment": ("chrf",)}


@click.command(short_help="Score a translation: BLEU, chrF, chrF++, TER, estimate.")
@click.option("--mt", required=True, metavar="PATH", help="The machine translation.")
@input_options
@click.option(
    "-m",
    "--metric",
    "metrics",
    multiple=True,
    metavar="NAME",
    help="[default: bleu, chrf, chrf++, ter]",
)
@click.option("--tokenize", metavar="NAME", help="BLEU's tokenizer. [default: by language]")
@click.option("--level", type=click.Choice(tuple(_DEFAULTS)), default="corpus", show_default=True)
@click.option(
    "--resamples",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    help="Of the bootstrap; 0 for no interval.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@calibration_option
@talk_options
def score(mt: str, **options: Any) -> None:  # noqa: ANN401 — click's options
    """Score a translation against its references: corpus, documents or segments.

    The numbers and signatures are sacreBLEU's. For single segments chrF is the default, as
    sentence BLEU says little. `-m estimate` needs no reference: with --source, or alone, it says
    how many MQM points a professional would take off a segment.
    """
    use_calibration(options)
    level = options["level"]
    request = Request(
        inputs=inputs_of(options, [mt]),
        languages=languages_in(options),
        metrics=metric_ids(options["metrics"] or _DEFAULTS[level]),
        tokenizer=options["tokenize"],
        resamples=options["resamples"] if level == "corpus" else 0,
    )
    notes: list[str] = []
    documents = read(request, notes, progress_of(options))
    measured = measure(request, documents, notes, progress_of(options))
    say(notes, options)
    if not measured:
        raise MetricError(
            f"{mt}: there is no reference to score against; give --reference, or -m estimate"
        )
    _print(level, documents, measured, as_json=options["as_json"])


def _print(
    level: str, documents: Sequence[Document], measured: Sequence[Measured], *, as_json: bool
) -> None:
    if as_json:
        data = list(_rows(level, documents, measured))
        click.echo(msgspec.json.format(msgspec.json.encode(data), indent=2).decode())
    elif level == "corpus":
        print_scores(Console(file=sys.stdout, emoji=False), [one.corpus for one in measured])
    else:
        click.echo("\t".join(["document", "segment", *(one.corpus.label for one in measured)]))
        for row in _lines(level, documents, measured):
            click.echo("\t".join(row))


def _lines(
    level: str, documents: Sequence[Document], measured: Sequence[Measured]
) -> Iterator[list[str]]:
    for number, document in enumerate(documents):
        if level == "document":
            values = [one.documents[number] for one in measured]
            yield [document.id, "", *("" if v is None else f"{v.value:.4f}" for v in values)]
            continue
        for segment in document.segments:
            found = [one.segments[number][segment.index] for one in measured]
            shown = ("" if value is None else f"{value:.4f}" for value in found)
            yield [document.id, str(segment.index), *shown]


def _rows(
    level: str, documents: Sequence[Document], measured: Sequence[Measured]
) -> Iterator[dict[str, Any]]:
    for one in measured:
        if level == "corpus":
            yield _json(one.corpus)
        for number, document in enumerate(documents):
            whole = one.documents[number]
            if level == "document" and whole is not None:
                yield {"document": document.id, **_json(whole)}
            if level == "segment":
                yield from _segments(document, one, number)


def _segments(document: Document, one: Measured, number: int) -> Iterator[dict[str, Any]]:
    """A row a segment, with its interval where the metric knows one."""
    for index, value in enumerate(one.segments[number]):
        row = {
            "document": document.id,
            "segment": index,
            "metric": one.corpus.metric,
            "value": value,
        }
        spread = one.spreads[number][index] if one.spreads else None
        yield row if spread is None else row | {"interval": msgspec.to_builtins(spread)}


def _json(score: Score) -> dict[str, Any]:
    return dict(msgspec.to_builtins(score))
