"""`copydesk calibrate`: fit the estimator's thresholds to a team's own judgements."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from qa.commands.options import (
    calibration_option,
    progress_of,
    say,
    talk_options,
)
from qa.commands.rule_options import (
    use_calibration,
)
from reports.writer import write_whole

if TYPE_CHECKING:
    from qa.calibrate import Calibrated

DEFAULT = "copydesk-estimate.json"


@click.command(short_help="Fit the estimator to your own judgements.")
@click.argument("files", nargs=-1, required=True, metavar="DATA.jsonl…")
@click.option("--output", "-o", default=DEFAULT, show_default=True, metavar="FILE")
@click.option(
    "--precision",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.5,
    show_default=True,
    help="The share of flagged words that a reader should have marked.",
)
@calibration_option
@talk_options
def calibrate(files: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 — click's options
    """Fit points, probabilities and thresholds to translations that your people judged.

    DATA is as `evaluate` reads it: `mqm` points, spans that `raters` marked, or both. Use the
    file with --calibration FILE, or `calibration = "FILE"` under [rules] in copydesk.toml. What
    your data are too few for stays as it was. A language that has no estimate gets one if your data
    show that it would be better than chance.
    """
    # Every other command would wait for these to be imported.
    from metrics.estimator.calibration import encoded  # noqa: PLC0415
    from qa.calibrate import calibrate as fit  # noqa: PLC0415

    use_calibration(options)
    found = fit(files, options["precision"], progress_of(options))
    write_whole(options["output"], encoded(found.calibration).decode())
    _print(found)
    say([], options, [f"wrote {options['output']}"])


def _print(found: Calibrated) -> None:
    table = Table("seen", box=None, padding=(0, 2, 0, 0))
    for title in ("segments", "words", "marked", "flagged", "of these marked"):
        table.add_column(title, justify="right")
    for one in found.fitted:
        shares = (one.base_rate, one.flagged, one.precision)
        told = ("–" if share is None else f"{share:.3f}" for share in shares)
        table.add_row(one.situation, f"{one.rows:,}", f"{one.words:,}", *told)
    console = Console(file=sys.stdout, emoji=False)
    console.print(table)
    console.print("Each half of the documents was flagged as the other half says.")
