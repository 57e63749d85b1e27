"""`copydesk compare`: which system is better, how sure that is, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

import click

from metrics.significance import TRIALS, Procedure
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
from qa.compare import How, compare_systems
from qa.measure import ESTIMATE, Measuring
from qa.nonsense import check_allowed, look
from qa.systems import Translated, read_systems
from reports.comparison import RuleCount
from reports.comparison_sheet import sheet

_DEFAULT = ("chrf", "bleu", "chrf++", "ter")


@click.command(short_help="Compare systems: significance, and where they differ.")
@click.argument("systems", nargs=-1, required=True, metavar="SYSTEM...")
@input_options
@click.option(
    "-m",
    "--metric",
    "metrics",
    multiple=True,
    metavar="NAME",
    help="The first one also tells where they differ. [default: chrf, bleu, chrf++, ter]",
)
@click.option("--tokenize", metavar="NAME", help="BLEU's tokenizer. [default: by language]")
@click.option(
    "--test",
    type=click.Choice([one.value for one in Procedure]),
    default=Procedure.BOOTSTRAP.value,
    show_default=True,
    help="Paired bootstrap, or approximate randomisation.",
)
@click.option("--resamples", type=click.IntRange(min=40), default=1000, show_default=True)
@click.option("--trials", type=click.IntRange(min=40), default=TRIALS, show_default=True)
@click.option("--contrasts", type=click.IntRange(min=0), default=3, show_default=True,
              help="How many segments to show that were won, and lost, most clearly.")  # fmt: skip
@click.option("--no-flags", is_flag=True, help="Do not check the texts, which takes longest.")
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
def compare(systems: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 — click's options
    """Compare the first SYSTEM, the baseline, with each other one.

    A SYSTEM is a file or a folder, or NAME=PATH; or all stand in one file of rows with a column
    'system'. For each metric: the score and its interval, the difference and its interval, how
    probable such a difference is by chance (p, and corrected for several systems), and how often
    people confirm a difference of this size, where that has been published.
    """
    reports = options["reports"] or ["terminal=-"]
    check_reports(reports, tables=True)
    check_allowed(options["allowed"])
    request = Measuring(
        inputs=inputs_of(options, ()),
        languages=languages_in(options),
        metrics=metric_names(options["metrics"] or _DEFAULT),
        tokenizer=options["tokenize"],
        resamples=options["resamples"],
        store=store_in(options),
        watch=meter_of(options),
    )
    if any(name.partition(":")[0] == ESTIMATE for name in request.metrics):
        import_module("qa.commands.rule_options").use_calibration(options)
    say_licences(request.metrics, options)
    notes: list[str] = []
    read = read_systems(request, systems, notes, progress_of(options))
    for system in read:
        notes += look(system.documents, options["allowed"])
    how = How(Procedure(options["test"]), options["trials"], options["contrasts"], _rules(options))
    found = compare_systems(read, request, how, notes, progress_of(options))
    say(notes, options)
    write_sheet(sheet(found), reports, options)


def _rules(options: dict[str, Any]) -> Callable[[Sequence[Translated]], tuple[RuleCount, ...]]:
    """Counts flags of the rules that the configuration selects, less those that estimate."""
    if options["no_flags"]:
        return lambda _: ()
    rules = import_module("qa.commands.rule_options")  # the rules take a while to be imported
    ignored = {"config": None, "no_config": False, "ignore": rules.learned_rules()}
    flagger = import_module("qa.flagger")
    found = flagger.Flagger(rules.config_in(ignored), None, flagger.Files(), None)
    count = import_module("qa.rule_counts").rule_counts
    return partial(count, flagger=found, progress=progress_of(options))
