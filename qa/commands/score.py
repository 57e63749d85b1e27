"""`copydesk score`: a translation against its references, in numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from corpora.errors import MetricError, UsageError
from corpora.text import Document
from metrics.score import Measured
from qa.asked import metric_names
from qa.commands.options import (
    cache_options,
    calibration_option,
    check_reports,
    input_options,
    inputs_of,
    languages_in,
    meter_of,
    nonsense_option,
    progress_of,
    say,
    say_licences,
    store_in,
    talk_options,
    write_sheet,
)
from qa.measure import ESTIMATE, Measuring, measure, read
from qa.nonsense import check_allowed, look
from qa.signatures import Signature, differences
from reports.score_sheet import Scored
from reports.table import Sheet

_DEFAULT = ("bleu", "chrf", "chrf++", "ter")
_DEFAULTS = {"corpus": _DEFAULT, "document": _DEFAULT, "segment": ("chrf",)}
_DIFFERS, _LEAST = 1, 40


@click.command(short_help="Score a translation: BLEU, chrF, chrF++, TER, COMET, estimate.")
@click.option("--mt", required=True, metavar="PATH", help="The machine translation.")
@input_options
@click.option(
    "-m",
    "--metric",
    "metrics",
    multiple=True,
    metavar="NAME",
    help="Or NAME:key=value,…, comet:MODEL. [default: bleu, chrf, chrf++, ter]",
)
@click.option("--tokenize", metavar="NAME", help="BLEU's tokenizer. [default: by language]")
@click.option(
    "--signature",
    "signatures",
    multiple=True,
    metavar="TEXT",
    help="Compute the score of this signature, and say what differs; exit code 1 if it does.",
)
@click.option("--level", type=click.Choice(tuple(_DEFAULTS)), default="corpus", show_default=True)
@click.option(
    "--resamples",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    help="Of the bootstrap; 0 for no interval.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --report json=-.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=PATH",
    help="terminal, json, csv, latex or markdown; - is standard output.",
)
@nonsense_option
@cache_options
@calibration_option
@talk_options
def score(mt: str, **options: Any) -> int:  # noqa: ANN401 — click's options
    """Score a translation against its references: corpus, documents or segments.

    The numbers and signatures are sacreBLEU's. For single segments chrF is the default, as
    sentence BLEU says little. `-m estimate` needs no reference: with --source, or alone, it says
    how many MQM points a professional would take off a segment.
    """
    reports = options["reports"] or (["json=-"] if options["as_json"] else ["terminal=-"])
    check_reports(reports, tables=True)
    check_allowed(options["allowed"])
    wanted = [Signature.of(text) for text in options["signatures"]]
    notes: list[str] = []
    request = _request(mt, options, wanted)
    if ESTIMATE in request.metrics:
        import_module("qa.commands.rule_options").use_calibration(options)
    say_licences(request.metrics, options)
    documents = read(request, notes, progress_of(options))
    notes += look(documents, options["allowed"])
    measured = measure(request, documents, notes, progress_of(options))
    if not measured:
        say(notes, options)
        raise MetricError(_nothing(mt, request))
    apart = [line for one in wanted for line in differences(one, measured)]
    if options["level"] != "corpus":  # there the table itself has them
        notes += [f"{one.corpus.label}|{one.corpus.signature}" for one in measured]
    say([*notes, *apart], options)
    write_sheet(_sheet(options["level"], documents, measured), reports, options)
    return _DIFFERS if apart else 0


def _request(mt: str, options: dict[str, Any], wanted: Sequence[Signature]) -> Measuring:
    level = options["level"]
    if wanted and (options["metrics"] or options["tokenize"]):
        raise UsageError("--signature says which metric; drop --metric and --tokenize")
    if len({one.resamples for one in wanted}) > 1:
        raise UsageError("signatures with different 'bs' need a run each")
    if 0 < options["resamples"] < _LEAST:
        raise UsageError(f"--resamples {options['resamples']}: 0 for no interval, or {_LEAST}")
    names = [one.asked.name for one in wanted] or options["metrics"] or _DEFAULTS[level]
    drawn = wanted[0].resamples if wanted else options["resamples"]
    return Measuring(
        inputs=inputs_of(options, [mt]),
        languages=languages_in(options),
        metrics=metric_names(names),
        tokenizer=options["tokenize"],
        resamples=drawn if level == "corpus" else 0,
        store=store_in(options),
        watch=meter_of(options),
    )


def _nothing(mt: str, request: Measuring) -> str:
    given = "--source" if request.inputs.references else "--reference"
    return f"{mt}: there is nothing to score against; give {given}, or -m estimate"


def _sheet(level: str, documents: Sequence[Document], measured: Sequence[Measured]) -> Sheet:
    scored = Scored(documents, measured)
    if level == "corpus":
        return scored.corpus()
    return scored.by_document() if level == "document" else scored.by_segment()
