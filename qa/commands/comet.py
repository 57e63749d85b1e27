"""`copydesk comet`: what a COMET model is, and how to run it without torch."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from metrics.cache import cache_folder
from metrics.comet.catalogue import first_use_note
from metrics.comet.export import export as write_model
from metrics.comet.info import Facts
from metrics.comet.info import info as facts_of
from qa.commands.options import say, talk_options

_MEGABYTES = 1e6


@click.group(short_help="COMET models: what they are, and how to run them without torch.")
def comet() -> None:
    """COMET models: what they are, and how to run them without torch.

    MODEL is a name (wmt22-comet-da, XCOMET-XL), a model on the hub (owner/name), the folder of a
    checkpoint, or of an exported model.
    """


@comet.command()
@click.argument("model")
def info(model: str) -> None:
    """Say what a model on this machine is: its kind, licence, hash, and what runs it."""
    for name, value in _lines(facts_of(model)):
        click.echo(f"{name:<11}{value}")


def _lines(facts: Facts) -> list[tuple[str, str]]:
    licence = facts.licence
    use = "" if licence is None or licence.commercial else ", not for commercial purposes"
    reads = "needs a reference" if facts.needs_reference else "needs no reference"
    also = " and reads one" if facts.reads_reference and not facts.needs_reference else ""
    runs = ", ".join(f"{name} {version or '(missing)'}" for name, version in facts.runtime.items())
    return [
        ("model", facts.name),
        ("folder", str(facts.folder)),
        ("kind", f"{facts.kind}{', exported to ONNX' if facts.exported else ''}"),
        ("encoder", facts.encoder),
        ("sha256", facts.weights),
        ("size", f"{facts.megabytes:,.1f} MB"),
        ("licence", f"{licence.name} ({licence.url}){use}" if licence else "not known here"),
        ("references", reads + also),
        ("spans", "marks errors" if facts.tags_words else "marks no errors"),
        ("runs with", runs),
    ]


@comet.command()
@click.argument("model")
@click.argument("folder", type=click.Path(path_type=Path))
@talk_options
def export(model: str, folder: Path, **options: Any) -> None:  # noqa: ANN401 — click's options
    """Write a model as ONNX into a FOLDER that does not exist yet.

    Scoring from it (-m comet:FOLDER) needs no torch: 80 MB of packages instead of 1.4 GB.
    """
    note = first_use_note(model, cache_folder() or Path(os.devnull, "licences"))
    say([note] if note else [], options)
    card = write_model(model, folder)
    size = sum(file.stat().st_size for file in folder.iterdir()) / _MEGABYTES
    click.echo(f"{folder}: {card.name}, {size:,.1f} MB; score with -m comet:{folder}")
