"""The manifest: what went in, what was asked, and every file that came out, with its hash.

It is written last: where it is, a run has ended. It holds no time and no machine: the same input
gives the same manifest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from corpora.tables.identity import Identity
from qa.batch.done import Done, Part
from qa.batch.files import write_whole
from qa.batch.lock import MANIFEST
from qa.batch.plan import Plan, Planned
from qa.batch.settled import Settled
from qa.language_choice import Languages
from reports.corpus.result import CorpusResult

FORMAT = "copydesk-batch-1"


@dataclass(frozen=True, slots=True)
class Input:
    """A table that was read: the hash is that of the file that the user named.

    Where that was not on this machine, it is the hash of the copy that was read.
    """

    path: str
    format: str
    size: int
    sha256: str
    rows: int
    languages: Languages


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard: `rows` rows of an input, from `first_row` on, and its file of each table."""

    input: str
    first_row: int
    rows: int
    rejected: int
    parts: dict[str, Part]


@dataclass(frozen=True, slots=True)
class Totals:
    """All that was read, and found."""

    rows: int
    rejected: int
    documents: int
    segments: int
    words: int
    flags: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run read and wrote; `run` is its key, `schema` the version of the tables."""

    format: str
    run: str
    schema: int
    asked: Settled
    inputs: tuple[Input, ...]
    totals: Totals
    shards: tuple[Shard, ...]


def manifest_of(plan: Plan, accounts: Iterable[Done], result: CorpusResult) -> Manifest:
    """The manifest of a run that has ended; the accounts of all shards come in order."""
    pairs = zip(plan.shards, accounts, strict=True)
    return Manifest(
        format=FORMAT,
        run=plan.key,
        schema=plan.settled.schema,
        asked=plan.settled,
        inputs=tuple(map(_input, plan.tables)),
        totals=_totals(result),
        shards=tuple(
            Shard(
                shard.table.path,
                shard.stretch.first_row,
                done.rows,
                sum(done.rejects.values()),
                done.parts,
            )
            for shard, done in pairs
        ),
    )


def write_manifest(out: Path, manifest: Manifest) -> None:
    """Write it, for people to read, too. Raises UsageError."""
    content = msgspec.json.encode(manifest)
    write_whole(out / MANIFEST, msgspec.json.format(content, indent=1) + b"\n")


def _input(one: Planned) -> Input:
    proof: Identity = one.origin or one.identity
    rows = sum(stretch.rows for stretch in one.stretches)
    table = one.table
    return Input(table.path, table.format, proof.size, proof.sha256, rows, one.languages)


def _totals(result: CorpusResult) -> Totals:
    parts = result.parts
    return Totals(
        rows=result.rows,
        rejected=sum(one.count for one in result.rejected),
        documents=sum(part.documents for part in parts),
        segments=sum(part.segments for part in parts),
        words=sum(part.words for part in parts),
        flags=sum(sum(part.flags.values()) for part in parts),
    )
