"""What is told of a shard that is done: its files, and what a whole is summed up from.

Written as JSON beside the shard's files, after them: a shard is done when this is there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from metrics.sketch import Sketch
from qa.totals import Totals
from reports.corpus.result import WorstArticle

TABLES = ("segments", "flags", "documents", "rejects")
"""The tables, each a folder of parts: `segments/part-00000.parquet`."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a shard: its path below the output folder, its rows, and what proves it."""

    path: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Group:
    """What a system was translated by, and between which languages; scores are of one group."""

    system: str | None
    source_language: str | None
    language: str | None

    @property
    def name(self) -> str:
        """As people read it: `online-a en-id`."""
        pair = f"{self.source_language or '?'}-{self.language or '?'}"
        return f"{self.system} {pair}" if self.system else pair


@dataclass(frozen=True, slots=True)
class Counts:
    """What a shard holds of a group.

    `severities` counts flags by MQM weight, `rules` by rule and then weight, `totals` are what the
    metrics counted, `sketches` the distributions: of segments by metric, of articles' `need` (the
    share of words to be edited) and `flags` (a 1,000 words).
    """

    group: Group
    documents: int
    segments: int
    words: int
    severities: dict[int, int] = field(default_factory=dict)
    rules: dict[str, dict[int, int]] = field(default_factory=dict)
    totals: tuple[Totals, ...] = ()
    sketches: dict[str, Sketch] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that is done. `rejects` counts the rejected rows by reason, `worst` is ranked.

    `run` is that of the job (`qa.batch.job.Job`): of another run it does not count.
    """

    shard: int
    rows: int
    parts: dict[str, Part]
    counts: tuple[Counts, ...]
    rejects: dict[str, int] = field(default_factory=dict)
    worst: tuple[WorstArticle, ...] = ()
    notes: tuple[str, ...] = ()
    run: str = ""
