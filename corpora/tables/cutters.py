"""Which cutter goes with which format."""

from __future__ import annotations

from corpora.errors import UsageError
from corpora.tables import columns, json_lines, tab_separated
from corpora.tables.table import Cutter

_CUTTERS = {
    "jsonl": json_lines.cutter,
    "tsv": tab_separated.cutter,
    "parquet": columns.cutter,
}
FORMATS = tuple(_CUTTERS)
"""The ids of the readers whose files can be read in stretches."""


def cutter_of(format_: str) -> Cutter:
    """The cutter of a format. Raises UsageError where there is none."""
    if format_ not in _CUTTERS:
        known = ", ".join(FORMATS)
        raise UsageError(f"'{format_}' cannot be read in stretches; there are: {known}")
    return _CUTTERS[format_]
