"""The sheets of `copydesk score`: a corpus, its documents, or its segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from corpora.text import Document
from metrics.score import Measured
from reports.sheets import REALIGNED, RECORD, columns, record, scores_table
from reports.table import Cell, Column, Sheet, Table

_DIGITS = 4
_WHERE = columns("document", "segment")


@dataclass(frozen=True, slots=True)
class Scored:
    """Documents, and what each metric said of them."""

    documents: Sequence[Document]
    measured: Sequence[Measured]

    def corpus(self) -> Sheet:
        """A row a metric."""
        scores = [one.corpus for one in self.measured]
        records = Table("", RECORD, tuple(map(record, scores)))
        return Sheet((scores_table(scores),), records, [msgspec.to_builtins(s) for s in scores])

    def by_document(self) -> Sheet:
        """A row a document, a column a metric."""
        rows = tuple(
            (document.id, None, *(found and found.value for found in self._of(number)))
            for number, document in enumerate(self.documents)
        )
        data = [
            {"document": document.id, **msgspec.to_builtins(found)}
            for number, document in enumerate(self.documents)
            for found in self._of(number)
            if found is not None
        ]
        return self._sheet(rows, data)

    def _of(self, number: int) -> list[Any]:
        return [one.documents[number] for one in self.measured]

    def by_segment(self) -> Sheet:
        """A row a segment, a column a metric; with a mark for what was realigned."""
        rows = [
            ((document.id, segment.index), segment.realigned, self._at(number, segment.index))
            for number, document in enumerate(self.documents)
            for segment in document.segments
        ]
        if not any(realigned for _, realigned, _ in rows):
            return self._sheet([(*where, *at) for where, _, at in rows], list(self._segments()))
        marked = [(*where, REALIGNED if mark else None, *at) for where, mark, at in rows]
        return self._sheet(marked, list(self._segments()), (*_WHERE, Column("realigned")))

    def _at(self, number: int, index: int) -> list[float | None]:
        return [one.segments[number][index] for one in self.measured]

    def _segments(self) -> Iterator[dict[str, Any]]:
        """A segment's score, with its interval and remarks where the metric has them."""
        for one in self.measured:
            for number, document in enumerate(self.documents):
                for index, value in enumerate(one.segments[number]):
                    place = {"document": document.id, "segment": index}
                    mark = document.segments[index].realigned
                    row = {**place, "realigned": mark, "metric": one.corpus.metric, "value": value}
                    row["signature"] = one.corpus.signature
                    spread = one.spreads[number][index] if one.spreads else None
                    said = one.remarks[number][index] if one.remarks else None
                    row |= {"interval": msgspec.to_builtins(spread)} if spread else {}
                    yield row | ({"remarks": list(said)} if said else {})

    def _sheet(
        self, rows: Sequence[tuple[Cell, ...]], data: list[Any], where: Sequence[Column] = _WHERE
    ) -> Sheet:
        labels = [one.corpus.label for one in self.measured]
        shown = (*where, *(Column(label, _DIGITS) for label in labels))
        table = Table("", shown, tuple(rows), is_long=True)
        return Sheet((table,), table, data)
