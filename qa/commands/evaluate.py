"""`copydesk evaluate`: how well metrics agree with people."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.table import Table

from corpora.annotated.judgements import HUMAN
from corpora.errors import UsageError
from metrics.meta import Figure
from qa.asked import metric_names
from qa.commands.options import (
    STDOUT,
    calibration_option,
    progress_of,
    say,
    talk_options,
)
from qa.commands.rule_options import (
    use_calibration,
)
from qa.evaluate import Answer, Evaluated, Question, evaluate_file
from reports.writer import write_whole

_SEGMENTS = {
    "within": "Kendall within items",
    "acc_eq": "pairs right by item",
    "system_accuracy": "system pairs right",
    "partial": "Pearson, length out",
    "per_word": "Pearson per word",
    "pearson": "Pearson, pooled",
    "spearman": "Spearman, pooled",
    "kendall": "Kendall, pooled",
}
_WORDS = {
    "base_rate": "words marked",
    "r_precision": "R-precision",
    "average_precision": "average precision",
    "flagged": "words flagged",
    "precision": "precision of these",
    "recall": "recall of these",
    "mcc": "MCC of these",
}
_WRITERS = ("json", "terminal")


@click.command(short_help="See how well metrics agree with human judgements.")
@click.argument("files", nargs=-1, required=True, metavar="DATA…")
@click.option(
    "-m", "--metric", "metrics", multiple=True, metavar="NAME", help="[default: chrf and bleu]"
)
@click.option("--no-reference", is_flag=True, help="Hide the references from the metrics.")
@click.option("--no-source", is_flag=True, help="Hide the sources from the metrics.")
@click.option("--human", type=click.Choice(HUMAN), help="[default: the first that is there]")
@click.option("--with-humans", is_flag=True, help="Compare human translations, too.")
@click.option(
    "--resamples",
    type=click.IntRange(min=0),
    default=200,
    show_default=True,
    help="Of the documents, for the intervals; 0 for none.",
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="NAME=FILE",
    help="json or terminal; `-` for standard output. [default: terminal=-]",
)
@calibration_option
@talk_options
def evaluate(files: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 — click's options
    """Compare metrics with what people said of translations.

    DATA is what WMT publishes: an MQM table, error span annotations (ESA), an MLQE-PE table or
    test.mt with test.src, test.pe, test.hter and test.tags beside it. Or it has an object a line:
    mt, src, ref or refs, lp, doc, seg, system, a human score (mqm, da_mean …), perhaps spans or
    tags of marked words.
    """
    use_calibration(options)
    reports = [_report(one) for one in options["reports"] or (f"terminal={STDOUT}",)]
    question = Question(
        metric_names(options["metrics"] or ("chrf", "bleu")),
        source=not options["no_source"],
        reference=not options["no_reference"],
        human=options["human"],
        with_humans=options["with_humans"],
        resamples=options["resamples"],
    )
    found = [evaluate_file(path, question, progress_of(options)) for path in files]
    say([note for one in found for note in one.notes], options)
    for name, path in reports:
        _write(name, path, found)


def _report(text: str) -> tuple[str, str]:
    name, _, path = text.partition("=")
    if name not in _WRITERS or not path:
        raise UsageError(f"'{text}' is no report; give json=FILE or terminal=FILE")
    return name, path


def _write(name: str, path: str, found: Sequence[Evaluated]) -> None:
    if name == "json":
        data = [_json(one) for one in found]
        whole = data[0] if len(data) == 1 else {"sets": data}
        text = msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"
    else:
        console = Console(file=sys.stdout, emoji=False)
        with console.capture() as captured:
            for one in found:
                _print(console, one)
        text = captured.get()
    if path == STDOUT:
        click.echo(text, nl=False)
    else:
        write_whole(path, text)


def _json(one: Evaluated) -> dict[str, Any]:
    return {
        "data": one.path,
        "human": one.human,
        "segments": one.segments,
        "items": one.items,
        "systems": one.systems,
        "documents": one.documents,
        "metrics": {answer.name: _answer(answer) for answer in one.answers},
        "notes": list(one.notes),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        **{name: figure.value for name, figure in answer.segments.items()},
        "words": {name: figure.value for name, figure in answer.words.items()} or None,
        "intervals": _intervals(answer.segments)
        | ({"words": _intervals(answer.words)} if answer.words else {}),
        "signature": answer.signature,
        "seconds": answer.seconds,
    }


def _intervals(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {n: [f.low, f.high] for n, f in figures.items() if f.low is not None}


def _print(console: Console, one: Evaluated) -> None:
    counts = (
        f"{one.segments:,} segments, {one.items:,} source items, "
        f"{one.systems:,} systems, {one.documents:,} documents; human score: {one.human}"
    )
    console.print(f"{one.path}\n{counts}", highlight=False)
    for names, rows in (
        (_SEGMENTS, [(a.label, a.segments) for a in one.answers]),
        (_WORDS, [(a.label, a.words) for a in one.answers if a.words]),
    ):
        if rows:
            console.print(_table(names, rows))


def _table(names: Mapping[str, str], rows: Sequence[tuple[str, Mapping[str, Figure]]]) -> Table:
    table = Table("", box=None, padding=(0, 2, 0, 0))
    for label, _ in rows:
        table.add_column(label, justify="right")
    for name, title in names.items():
        if any(name in figures and figures[name].value is not None for _, figures in rows):
            table.add_row(title, *(_shown(figures.get(name)) for _, figures in rows))
    return table


def _shown(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return "–"
    half = "" if figure.low is None or figure.high is None else f" ±{_half(figure):.3f}"
    return f"{figure.value:.3f}{half}"


def _half(figure: Figure) -> float:
    return ((figure.high or 0.0) - (figure.low or 0.0)) / 2
