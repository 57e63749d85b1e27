"""Tables, jobs, and an engine without processes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from corpora.errors import UsageError
from corpora.load import Inputs
from qa.batch.done import TABLES, Done
from qa.batch.driver import Outcome, Wanted, Watch, go
from qa.batch.job import Engine, Job, Shard
from qa.batch.limit import Limit
from qa.batch.worker import Worker
from qa.language_choice import Languages
from qa.run import Request

RULES = ("doubled-word", "spacing", "number-mismatch")
SPOKEN = Languages("id", "en")


def row_of(number: int, per_document: int = 7) -> dict[str, Any]:
    """A row of which some have a fault; the numbers in it make each a text of its own."""
    fault = (" pergi pergi", "  ke", "")[number % 3]
    return {
        "doc": f"d{number // per_document}",
        "system": ("a", "b")[number // per_document % 2],
        "src": f"He took {number} letters to Jakarta yesterday.",
        "mt": f"Ia{fault} membawa {number + (number % 7 == 0)} surat ke Jakarta kemarin.",
        "ref": f"Kemarin ia membawa {number} surat ke Jakarta.",
    }


def write_table(path: Path, rows: int, bad: Sequence[int] = (), first: int = 0) -> Path:
    """JSON lines; those with these numbers are none."""
    lines = [
        "{garbage" if number in bad else json.dumps(row_of(number))
        for number in range(first, first + rows)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def wanted(  # noqa: PLR0913 — what tests choose
    out: Path | str,
    *inputs: Path,
    size: int = 50,
    limit: str | None = None,
    overwrite: bool = False,
    texts: bool = True,
    languages: Languages = SPOKEN,
    **asked: Any,
) -> Wanted:
    request = Request(
        Inputs(tuple(map(str, inputs))),
        languages,
        **{"metrics": ("bleu", "chrf"), "rules": RULES, "resamples": 200, **asked},
    )
    most = None if limit is None else Limit.of(limit)
    return Wanted(Job(request, str(out), texts), size, most, overwrite)


@dataclass
class Here:
    """Does shards in this process; `did` are those that it was asked for and did."""

    did: list[int] = field(default_factory=list)

    def run(self, job: Job, shards: Sequence[Shard]) -> Iterator[Done]:
        worker = Worker(job)
        for shard in shards:
            done = worker.do(shard)
            self.did.append(shard.number)
            yield done


class Nobody:
    """Cannot do any shard."""

    def run(self, _job: Job, _shards: Sequence[Shard]) -> Iterator[Done]:
        raise UsageError("nobody is at work here")


def silent(_done: int, _rows: int) -> None:
    """Nobody watches."""


def run(asked: Wanted, engine: Engine | None = None, watch: Watch = silent) -> Outcome:
    return go(asked, engine or Here(), watch)


def files_of(out: Path) -> dict[str, bytes]:
    """All files of an output folder, but for those that tell where it lies."""
    apart = {"lock", "plan.json", "summary.json"}
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in apart
    }


def rows_in(out: Path, table: str) -> list[dict[str, Any]]:
    """A whole table, part by part."""
    assert table in TABLES
    parts = sorted((out / table).iterdir())
    return [row for part in parts for row in pq.read_table(part).to_pylist()]
