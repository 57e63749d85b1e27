"""Tables done by a worker, in this process, and what it wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from corpora.load import Inputs
from corpora.tables.cut import stretches
from corpora.tables.table import Table
from qa.batch.done import Done
from qa.batch.job import Job, Shard
from qa.batch.worker import Worker
from qa.language_choice import Languages
from qa.run import Request
from tests.conftest import WRITTEN_RULES
from tests.corpora.tables.written import write

SPOKEN = Languages("id", "en")
UNNAMED = Languages()


def story(number: int, rows: int = 5, **more: Any) -> list[dict[str, Any]]:
    """The rows of a document; one in three has a fault, and no two texts are the same."""
    faults = (" pergi pergi", "  ke", "")
    return [
        {
            "doc": f"story {number}",
            "seg_id": str(row),
            "src": f"On day {row} he took {number + 12} letters to Jakarta.",
            "mt": f"Pada hari {row} ia{faults[row % 3]} membawa {number + 12} surat ke Jakarta.",
            "ref": f"Hari {row}: ia membawa {number + 12} surat ke Jakarta.",
            **more,
        }
        for row in range(rows)
    ]


def request_of(path: Path | str, **asked: Any) -> Request:
    usual = {"metrics": ("bleu", "chrf", "ter"), "config": WRITTEN_RULES}
    return Request(Inputs((str(path),)), **{**usual, **asked})


@dataclass
class Worked:
    """A table, what is asked of it, and where its parts go."""

    table: Table
    out: Path
    size: int = 10_000
    texts: bool = True
    languages: Languages = SPOKEN
    asked: dict[str, Any] = field(default_factory=dict)

    @property
    def job(self) -> Job:
        return Job(request_of(self.table.place, **self.asked), str(self.out), self.texts)

    @property
    def shards(self) -> list[Shard]:
        cuts = enumerate(stretches(self.table, self.size))
        return [Shard(number, self.table, cut, self.languages) for number, cut in cuts]

    def do(self) -> list[Done]:
        worker = Worker(self.job)
        return [worker.do(shard) for shard in self.shards]

    def rows(self, name: str) -> list[dict[str, Any]]:
        parts = sorted((self.out / name).iterdir())
        return [row for part in parts for row in pq.read_table(part).to_pylist()]

    def content(self) -> dict[str, bytes]:
        """All files that were written."""
        files = [path for path in self.out.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.out)): path.read_bytes() for path in files}


def worked(folder: Path, rows: list[dict[str, Any]], **more: Any) -> Worked:
    return Worked(write(folder / "in.jsonl", rows), folder / "out", **more)


def column(rows: Sequence[dict[str, Any]], name: str) -> list[Any]:
    return [row[name] for row in rows]
