"""The worker: reads a shard's rows, runs the one line on them, writes what it found.

Engines build one in each process, and give it one shard at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import copy_context
from dataclasses import replace
from itertools import chain
from pathlib import Path

from corpora.errors import UsageError
from corpora.reader import ReadOptions
from corpora.tables.gather import gathered
from corpora.tables.table import BadRow
from corpora.text import Document
from metrics.cores import at_most
from metrics.estimator import calibration
from metrics.estimator.estimate import forget
from qa.batch.counting import Counting, article_of, worst
from qa.batch.done import TABLES, Done, Group, Part
from qa.batch.files import part_path, write_done, write_part
from qa.batch.job import Job, Shard
from qa.batch.looking import Block, Failed, Line, blocks
from qa.batch.rows import Looked, Row, Rows, storable
from qa.batch.schema import MOST_FLAGS, arrow_schema, of_segments
from qa.language_choice import Languages
from qa.run import flagger_of

_MOST_NOTES = 20
_MOST_GROUPS = 2_000
"""Systems and language pairs of a shard: more are a column that means something else."""


class Worker:
    """Does shards, in one thread, so that no figure depends on how many processors there are.

    Raises CopydeskError for what no shard could be done with: a metric that cannot be computed
    here, a glossary that cannot be read, pyarrow that is missing.
    """

    def __init__(self, job: Job) -> None:
        names = tuple(dict.fromkeys((*job.request.metrics, *job.request.where_possible)))
        request = replace(job.request, segment_metrics=of_segments(names))
        # A calibration holds for a context: this worker's, whatever thread it is asked from.
        self._context = copy_context()
        self._job, self._metrics, self._out = job, names, Path(job.out)
        self._schemas = {name: arrow_schema(name, names, texts=job.texts) for name in TABLES}
        self._context.run(calibration.use, job.calibration)
        self._line = Line(request, flagger_of(request))
        self._context.run(self._line.open)

    def do(self, shard: Shard) -> Done:
        """Do a shard, and write its parts and then that it is done; the same each time.

        Raises CopydeskError for what the user must mend, among it a disk that is full.
        """
        return self._context.run(self._do, shard)

    def _do(self, shard: Shard) -> Done:
        forget()  # else an estimate's last digits would depend on the shards before
        languages = self._job.request.languages
        options = ReadOptions(languages.target, languages.source)
        found = gathered(shard.table, shard.stretch, self._job.longest, options)
        documents = [_spoken(document, shard.languages) for document in found.documents]
        groups = _grouped(shard, documents)
        with at_most(1):
            said = self._line.judge(documents) if shard.number == 0 else []
            pieces = list(self._looked(groups))
        counted = _counted([one for one in pieces if isinstance(one, Block)])
        failed = [row for one in pieces if isinstance(one, Failed) for row in one.rows]
        told = (note for one in pieces for note in one.notes)
        notes = dict.fromkeys((*said, *_left_out(shard, counted), *told))
        bad = sorted((*found.bad, *failed), key=lambda row: row.row)
        return self._written(shard, counted, bad, tuple(notes)[:_MOST_NOTES])

    def _looked(self, groups: Mapping[Group, Sequence[Document]]) -> Iterator[Block | Failed]:
        """What is found in the documents, group by group, some 1,000 segments at once."""
        for group, members in groups.items():
            for block in blocks(members):
                yield from self._line.look(group, block)

    def _written(
        self,
        shard: Shard,
        groups: Sequence[Counting],
        bad: Sequence[BadRow],
        notes: tuple[str, ...],
    ) -> Done:
        path = storable(shard.table.path)
        looked = sorted(chain.from_iterable(group.looked for group in groups), key=_first_row)
        reasons = [row.reason.value for row in bad]
        done = Done(
            shard.number,
            shard.stretch.rows,
            self._parts(shard, Rows(path, self._metrics, self._job.texts), looked, bad),
            tuple(group.counts() for group in groups),
            {reason: reasons.count(reason) for reason in sorted(set(reasons))},
            worst(article_of(path, one) for one in looked),
            tuple(map(storable, notes)),
            self._job.run,
        )
        write_done(self._out, done)
        return done

    def _parts(
        self, shard: Shard, rows: Rows, looked: Sequence[Looked], bad: Sequence[BadRow]
    ) -> dict[str, Part]:
        return {
            "segments": self._part(
                "segments", shard, chain.from_iterable(map(rows.segments, looked))
            ),
            "flags": self._part("flags", shard, chain.from_iterable(map(rows.flags, looked))),
            "documents": self._part("documents", shard, map(rows.document, looked)),
            "rejects": self._part("rejects", shard, map(rows.reject, bad)),
        }

    def _part(self, table: str, shard: Shard, rows: Iterable[Row]) -> Part:
        return write_part(self._out, part_path(table, shard.number), self._schemas[table], rows)


def _grouped(shard: Shard, documents: Sequence[Document]) -> dict[Group, list[Document]]:
    """The documents of each system and language pair, in order. Raises UsageError for too many."""
    groups: dict[Group, list[Document]] = {}
    for document in documents:
        groups.setdefault(_group(document), []).append(document)
    if len(groups) > _MOST_GROUPS:
        found = f"{len(groups):,} systems and language pairs in {shard.stretch.rows:,} rows"
        what = "is the column 'system' what it should be?"
        raise UsageError(f"{storable(shard.table.path)}: {found}: {what}")
    return groups


def _left_out(shard: Shard, groups: Sequence[Counting]) -> Iterator[str]:
    """How many flags are in no table, since their segments have so many."""
    looked = [one for group in groups for one in group.looked]
    every = sum(one.flags for one in looked)
    if left := sum(one.left_out for one in looked):
        held = f"the table 'flags' has at most {MOST_FLAGS:,} of a segment"
        yield f"{shard.table.path}: {left:,} of {every:,} flags are only counted: {held}"


def _counted(pieces: Sequence[Block]) -> list[Counting]:
    """The groups of what was found, in order of their names."""
    found: dict[Group, Counting] = {}
    for one in pieces:
        found.setdefault(one.group, Counting(one.group)).add(one.looked, one.counted)
    return [found[group] for group in sorted(found, key=_order)]


def _order(group: Group) -> tuple[str, str, str]:
    return group.system or "", group.source_language or "", group.language or ""


def _first_row(looked: Looked) -> int:
    return looked.rows[0]


def _group(document: Document) -> Group:
    return Group(document.system, document.source_language, document.language)


def _spoken(document: Document, languages: Languages) -> Document:
    """A document in the languages that its table shows, where its rows name none."""
    return replace(
        document,
        language=document.language or languages.target,
        source_language=document.source_language or languages.source,
    )
