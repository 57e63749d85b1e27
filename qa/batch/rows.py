"""What was found in an article, as rows of the tables."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import msgspec

from corpora.tables.table import BadRow
from corpora.text import Document
from corpora.words import count_words
from qa.batch.schema import MOST_FLAGS, metric_columns
from reports.legible import one_line
from reports.result import DocumentResult, FlagResult, SegmentResult

_BEGINNING = 80
"""Code points of an article that are shown."""
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Looked:
    """An article that was looked at, what was found in it, and the words of each segment.

    `spoke` counts the flags by rule and weight; `flagged` has how many each segment has, and the
    sum of their weights. `held` are those of the table, packed, for hostile text has a million in
    a shard; the result has none.
    """

    document: Document
    result: DocumentResult
    words: tuple[int, ...]
    spoke: Mapping[tuple[str, int], int]
    flagged: tuple[tuple[int, int], ...]
    held: bytes
    left_out: int = 0

    @staticmethod
    def of(document: Document, result: DocumentResult) -> Looked:
        """An article just now looked at: its words are still remembered."""
        words = tuple(count_words(one.mt) for one in result.segments)
        counts = Counter(flag.segment for flag in result.flags)
        weights: Counter[int] = Counter()
        for flag in result.flags:
            weights[flag.segment] += int(flag.severity)
        held, rows = _first(result.flags, counts), _rows(document)
        return Looked(
            document,
            replace(result, flags=()),
            words,
            Counter((flag.rule, int(flag.severity)) for flag in result.flags),
            tuple((counts[one.index], weights[one.index]) for one in result.segments),
            zlib.compress(msgspec.msgpack.encode([_flag(one, rows) for one in held]), 1),
            len(result.flags) - len(held),
        )

    @property
    def rows(self) -> tuple[int, ...]:
        """The row of each segment."""
        return _rows(self.document)

    @property
    def weight(self) -> int:
        """The sum of the flags' weights."""
        return sum(weight for _, weight in self.flagged)

    @property
    def flags(self) -> int:
        """All flags, also those that the table does not hold."""
        return sum(count for count, _ in self.flagged)

    @property
    def beginning(self) -> str:
        """How the translation begins."""
        texts = (one_line(segment.mt, _BEGINNING).strip() for segment in self.result.segments)
        return next(filter(None, texts), "")


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes the rows of articles of one file. `metrics` are those asked for."""

    path: str
    metrics: tuple[str, ...]
    texts: bool

    def segments(self, looked: Looked) -> Iterator[Row]:
        """A row a segment."""
        result = looked.result
        columns = metric_columns("segments", self.metrics)
        each = zip(looked.rows, looked.words, looked.flagged, result.segments, strict=True)
        for row, words, (flags, weight), segment in each:
            yield {
                **self._article(row, result),
                "segment": segment.index,
                "name": segment.name,
                "words": words,
                "flags": flags,
                "weight": weight,
                **(_texts(segment) if self.texts else {}),
                **_scores(columns, {one.metric: one.value for one in segment.scores}),
            }

    def flags(self, looked: Looked) -> Iterator[Row]:
        """A row a flag."""
        rows, result = looked.rows, looked.result
        for flag in msgspec.msgpack.decode(zlib.decompress(looked.held), type=list[dict[str, Any]]):
            yield {**self._article(rows[flag["segment"]], result), **flag}

    def document(self, looked: Looked) -> Row:
        """The row of an article."""
        result, need = looked.result, looked.result.need
        columns = metric_columns("documents", self.metrics)
        return {
            **self._article(min(looked.rows), result),
            "last_row": max(looked.rows),
            "segments": len(result.segments),
            "words": result.words,
            "flags": looked.flags,
            "weight": looked.weight,
            "need_edits": need and need.edits,
            "need_words": need and need.words,
            "beginning": looked.beginning,
            **_scores(columns, {one.metric: one.value for one in result.scores}),
        }

    def reject(self, bad: BadRow) -> Row:
        """The row of a rejected one."""
        return {
            "path": self.path,
            "row": bad.row,
            "reason": bad.reason.value,
            "what": storable(bad.what),
            "excerpt": storable(bad.excerpt),
        }

    def _article(self, row: int, result: DocumentResult) -> dict[str, object]:
        """What the rows of an article have in common; the rows of flags leave languages out."""
        return {
            "path": self.path,
            "row": row,
            "document": storable(result.id),
            "system": result.system,
            "source_language": result.source_language,
            "language": result.language,
        }


def _rows(document: Document) -> tuple[int, ...]:
    return tuple(segment.mt.file.first_line for segment in document.segments)


def _first(flags: Sequence[FlagResult], counts: Mapping[int, int]) -> tuple[FlagResult, ...]:
    """The flags that the table holds, in their order: the gravest of a segment, the first ones."""
    if max(counts.values(), default=0) <= MOST_FLAGS:
        return tuple(flags)
    kept: dict[int, list[int]] = {}
    for number in sorted(range(len(flags)), key=lambda number: -flags[number].severity):
        own = kept.setdefault(flags[number].segment, [])
        if len(own) < MOST_FLAGS:
            own.append(number)
    return tuple(flags[number] for number in sorted(n for own in kept.values() for n in own))


def storable(text: str) -> str:
    """A text without half signs, which UTF-8 cannot hold: the name of a file may have some."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _texts(segment: SegmentResult) -> dict[str, object]:
    return {"mt": segment.mt, "source": segment.source, "references": list(segment.references)}


def _scores(columns: Mapping[str, str], values: Mapping[str, float]) -> dict[str, object]:
    """The scores by column; what is no number is left out, as if there were none."""
    return {
        columns[name]: value if isfinite(value) else None
        for name, value in values.items()
        if name in columns
    }


def _flag(flag: FlagResult, rows: tuple[int, ...]) -> dict[str, object]:
    return {
        "segment": flag.segment,
        "side": flag.span.side.value,
        "start": flag.span.start,
        "end": flag.span.end,
        "text": flag.text,
        "rule": flag.rule,
        "severity": flag.severity.word,
        "weight": int(flag.severity),
        "category": flag.category,
        "confidence": flag.confidence,
        "message": flag.message,
        "suggestion": flag.suggestion,
        "safe": flag.safe,
        "fingerprint": flag.fingerprint,
        "alias": flag.alias,
        "evidence": [{"rule": one.rule, "message": one.message} for one in flag.evidence],
        "also": [rows[place.segment] for place in flag.also],
    }
