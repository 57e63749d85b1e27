"""`copydesk batch`: data sets of any size, on all processors or a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from corpora.errors import UsageError
from qa.batch.driver import Wanted, go
from qa.batch.job import Engine, Job
from qa.batch.limit import Limit
from qa.commands.asking import Asking
from qa.commands.batch_options import batch_options, workers_of
from qa.commands.batch_progress import Watch
from qa.commands.check import EXIT_CODES
from qa.commands.options import (
    STDOUT,
    calibration_option,
    check_reports,
    nonsense_option,
    say,
    talk_options,
    target_of,
    write_sheet,
)
from qa.commands.rule_options import rule_options
from reports.corpus.result import CorpusResult, Drift
from reports.corpus.sheet import sheet
from reports.result import Outcome
from reports.writer import write_whole

_PAGE = "html"
_REPORT = "report.html"
_RAY = "ray"
_NOT_ASKED: dict[str, Any] = {
    "source": None, "references": (), "encoding": None, "sets": (), "systems": (), "gates": (),
    "changed": None, "baseline": None, "no_baseline": True, "write_baseline": None,
    "prune": False, "max_flags": None, "no_cache": True, "history": None,
}  # fmt: skip
"""What `check` can do, and a data set has no use for."""


@click.command(short_help="Check data sets of any size, on all processors or a cluster.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@batch_options
@rule_options
@calibration_option
@nonsense_option
@talk_options
def batch(inputs: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 — click's options
    """Check data sets of any size: JSON lines, TSV, Parquet; files, folders, patterns, URLs.

    Flags, scores and estimates go to DIR as Parquet tables (segments, flags, documents, rejects).
    Memory stays the same however much there is. Interrupted at any moment, the same command goes
    on where it was. A row that cannot be used goes to the table of rejects, with the reason.
    """
    reports = _reports(options)
    before = _before(options["against"])
    wanted = _wanted(Asking.of(inputs, {**_NOT_ASKED, **options}), options)
    with Watch(options) as watch:
        outcome = go(wanted, _engine(options), watch, watch.cutting)
    result = outcome.result
    if before is not None and outcome.is_whole:
        result = replace(result, drift=_drift(before, result))
    elif before is not None:
        result = replace(result, notes=(*result.notes, "not all was done: nothing is compared"))
    say(result.notes, options)
    _write(result, reports, options)
    code = EXIT_CODES[result.verdict.outcome]
    return 0 if options["exit_zero"] and code == EXIT_CODES[Outcome.FAIL] else code


def _reports(options: dict[str, Any]) -> list[str]:
    """What is to be written, each as FORMAT=PATH. Raises UsageError for what cannot be."""
    page = str(Path(options["out"], _REPORT))
    wanted = [f"{_PAGE}={page}" if one == _PAGE else one for one in options["reports"]]
    wanted = wanted or ["terminal=-"]
    tables = [one for one in wanted if target_of(one)[0] != _PAGE]
    check_reports([one for one in wanted if one != f"{_PAGE}={page}"])
    check_reports(tables, tables=True)
    if len(tables) < len(wanted):
        import_module("reports.corpus.canvas").ready()
    return wanted


def _wanted(asking: Asking, options: dict[str, Any]) -> Wanted:
    """The job. Raises CopydeskError for options that do not go together."""
    if asking.config.settings.gates:
        judges = "--fail-on, --fail-under and --max-flags-per-1000-words"
        raise UsageError(f"with batch only {judges} judge; take gates out, or --no-config")
    if options["engine"] != _RAY and (options["address"] or options["gpus"]):
        raise UsageError("--address and --gpus go with --engine ray")
    found = asking.config
    job = Job(
        request=asking.request(),
        out=options["out"],
        texts=not options["no_text"],
        longest=options["longest"],
        calibration=options["calibration"] or found.file(found.rules.calibration),
    )
    limit = None if options["max_rejects"] is None else Limit.of(options["max_rejects"])
    return Wanted(job, options["shard_size"], limit, overwrite=options["overwrite"])


def _engine(options: dict[str, Any]) -> Engine:
    """Who does the work."""
    if options["engine"] == _RAY:
        cluster = import_module("qa.batch.engines.cluster").Cluster
        where = (options["address"], options["workers"], options["gpus"])
        made: Engine = cluster(*where, patience_s=options["shard_timeout"])
        return made
    engine = import_module("qa.batch.engines.local").Local
    local: Engine = engine(workers_of(options["workers"]), patience_s=options["shard_timeout"])
    return local


def _before(folder: str | None) -> CorpusResult | None:
    """What an earlier run found. Raises UsageError for a folder that holds none."""
    if folder is None:
        return None
    found: CorpusResult = import_module("qa.batch.drift").earlier(Path(folder))
    return found


def _drift(before: CorpusResult, now: CorpusResult) -> Drift:
    found: Drift = import_module("qa.batch.drift").drift_of(before, now)
    return found


def _write(result: CorpusResult, wanted: Sequence[str], options: dict[str, Any]) -> None:
    """Write every report, the page last."""
    targets = list(map(target_of, wanted))
    tables = [f"{name}={path}" for name, path in targets if name != _PAGE]
    if tables:
        write_sheet(sheet(result), tables, options)
    for path in (path for name, path in targets if name == _PAGE):
        page = import_module("reports.corpus.page").page(result)
        if path == STDOUT:
            click.echo(page, nl=False)
            continue
        write_whole(path, page)
        if not options["quiet"]:
            click.echo(f"copydesk: wrote {path}", err=True)
