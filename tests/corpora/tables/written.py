"""Tables written for tests, and what becomes of them: cut into stretches, and gathered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpora.load import Inputs, Loader
from corpora.reader import ReadOptions
from corpora.tables.cut import stretches
from corpora.tables.gather import Gathered, gathered
from corpora.tables.table import LONGEST, Stretch, Table
from corpora.text import Document
from qa.plugins import READERS, discover

Rows = Sequence[Mapping[str, Any]]
FORMATS = ("jsonl", "tsv", "parquet")
UNNAMED = ReadOptions()
OPENED = {name: plugin.value for name, plugin in discover(READERS).items()}


def columns_of(rows: Rows) -> list[str]:
    return list(dict.fromkeys(key for row in rows for key in row))


def write(path: Path, rows: Rows, **options: Any) -> Table:
    """Rows as a table; the file's suffix says in which format."""
    format_ = path.suffix[1:]
    names = columns_of(rows)
    if format_ == "jsonl":
        text = "".join(json.dumps(row) + "\n" for row in rows)
        path.write_text(text, encoding="utf-8", newline="")
    elif format_ == "tsv":
        lines = [names, *([str(row.get(name) or "") for name in names] for row in rows)]
        text = "".join("\t".join(line) + "\n" for line in lines)
        path.write_text(text, encoding="utf-8", newline="")
    else:
        columns = {name: [row.get(name) for row in rows] for name in names}
        pq.write_table(pa.table(columns), path, **options)
    return table_at(path)


def table_at(path: Path) -> Table:
    return Table(path.name, str(path), path.suffix[1:])


def gather_all(
    table: Table, size: int, longest: int = LONGEST, options: ReadOptions = UNNAMED
) -> Gathered:
    """What all stretches of a table hold together."""
    found = [one for one, _ in gather_each(table, size, longest, options)]
    return Gathered(
        tuple(document for one in found for document in one.documents),
        tuple(bad for one in found for bad in one.bad),
    )


def gather_each(
    table: Table, size: int, longest: int = LONGEST, options: ReadOptions = UNNAMED
) -> list[tuple[Gathered, Stretch]]:
    cut = stretches(table, size, longest)
    return [(gathered(table, one, longest, options), one) for one in cut]


def loaded(table: Table) -> list[Document]:
    """The documents that the ordinary reader finds."""
    return list(Loader(OPENED, lambda _: ReadOptions()).load(Inputs((table.place,))))


def texts(documents: Sequence[Document]) -> list[Any]:
    """All that counts of documents, but where their texts lie."""
    return [
        (
            document.id,
            document.system,
            document.language,
            document.source_language,
            [
                (
                    segment.index,
                    segment.name,
                    segment.mt.text,
                    segment.source and segment.source.text,
                    [reference.text for reference in segment.references],
                    segment.confidence,
                    segment.realigned,
                )
                for segment in document.segments
            ],
        )
        for document in documents
    ]


def rows_of(documents: Sequence[Document]) -> list[int]:
    """The row that each segment lies in."""
    return [segment.mt.file.first_line for one in documents for segment in one.segments]
