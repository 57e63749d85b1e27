"""The tables that a batch writes: their columns, and what each says; the documentation, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from types import MappingProxyType
from typing import Any

from corpora.errors import UsageError
from qa.asked import Asked

MOST_FLAGS = 100
"""Flags of one segment that the table holds; all are counted."""
VERSION = 1
"""Goes up when a column changes its meaning or goes away; each table's metadata says it."""
Schema = Any
"""A schema of pyarrow's, which has no types."""
_VERSION_KEY = b"copydesk_schema"


class Kind(StrEnum):
    """What a column holds, as Parquet's readers call it."""

    TEXT = "string"
    NUMBER = "int64"
    DECIMAL = "double"
    ANSWER = "bool"
    TEXTS = "list<string>"
    NUMBERS = "list<int64>"
    EVIDENCE = "list<struct<rule: string, message: string>>"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it says of a row, and whether a row may have nothing there."""

    name: str
    kind: Kind
    what: str
    is_optional: bool = False


_PLACE = (
    Column("path", Kind.TEXT, "the input file, as it was named"),
    Column("row", Kind.NUMBER, "the row: its line in the file (a header is line 1); in Parquet the "
           "number of the row, from 1"),
)  # fmt: skip
_ARTICLE = (
    Column("document", Kind.TEXT, "the article that the row belongs to"),
    Column("system", Kind.TEXT, "the system that translated it", is_optional=True),
)
_LANGUAGES = (
    Column("source_language", Kind.TEXT, "BCP 47", is_optional=True),
    Column("language", Kind.TEXT, "the translation's, BCP 47", is_optional=True),
)
_TEXTS = (
    Column("mt", Kind.TEXT, "the translation"),
    Column("source", Kind.TEXT, "the source", is_optional=True),
    Column("references", Kind.TEXTS, "the references, in order"),
)
_FLAGGED = (
    Column("words", Kind.NUMBER, "words of the translation"),
    Column("flags", Kind.NUMBER, "flags on it"),
    Column("weight", Kind.NUMBER, "the sum of the flags' weights"),
)
_SEGMENTS = (
    *_PLACE,
    *_ARTICLE,
    *_LANGUAGES,
    Column("segment", Kind.NUMBER, "its place in the article, from 0"),
    Column("name", Kind.TEXT, "what the file calls it", is_optional=True),
    *_FLAGGED,
)
_FLAGS = (
    *_PLACE,
    *_ARTICLE,
    Column("segment", Kind.NUMBER, "the segment's place in the article, from 0"),
    Column("side", Kind.TEXT, "the side that is flagged: translation or source"),
    Column("start", Kind.NUMBER, "where the flagged text begins in it: code points before"),
    Column("end", Kind.NUMBER, "where it ends"),
    Column("text", Kind.TEXT, "the flagged text"),
    Column("rule", Kind.TEXT, "the rule that speaks; `copydesk explain RULE`"),
    Column("severity", Kind.TEXT, "neutral, minor, major or critical"),
    Column("weight", Kind.NUMBER, "MQM's weight of the severity: 0, 1, 5 or 25"),
    Column("category", Kind.TEXT, "MQM's category"),
    Column("confidence", Kind.DECIMAL, "the expected share of such flags that a professional "
           "agrees with, 0 to 1"),
    Column("message", Kind.TEXT, "what is wrong"),
    Column("suggestion", Kind.TEXT, "what to write instead; empty: nothing", is_optional=True),
    Column("safe", Kind.ANSWER, "the suggestion may be written unread"),
    Column("fingerprint", Kind.TEXT, "names the flag across runs"),
    Column("alias", Kind.TEXT, "the same by the words around it, whatever the segments"),
    Column("evidence", Kind.EVIDENCE, "what other rules say of the same words"),
    Column("also", Kind.NUMBERS, "other rows of the article with the same fault"),
)  # fmt: skip
_DOCUMENTS = (
    *_PLACE[:1],
    Column("row", Kind.NUMBER, "the article's first row, counted as in segments"),
    Column("last_row", Kind.NUMBER, "its last row"),
    *_ARTICLE,
    *_LANGUAGES,
    Column("segments", Kind.NUMBER, "its segments"),
    *_FLAGGED,
    Column("need_edits", Kind.DECIMAL, "the words that an editor is estimated to change",
           is_optional=True),
    Column("need_words", Kind.NUMBER, "the words that were estimated", is_optional=True),
    Column("beginning", Kind.TEXT, "how the translation begins"),
)  # fmt: skip
_REJECTS = (
    *_PLACE,
    Column("reason", Kind.TEXT, "why the row is not used, in a word"),
    Column("what", Kind.TEXT, "why, in a line"),
    Column("excerpt", Kind.TEXT, "how the row begins, as far as it can be shown"),
)
_COLUMNS = MappingProxyType({
    "segments": _SEGMENTS, "flags": _FLAGS, "documents": _DOCUMENTS, "rejects": _REJECTS,
})  # fmt: skip
_ABOUT = MappingProxyType({
    "segments": "A row a segment that was used.",
    "flags": "A row a flag that the gate counts; of a segment with more than "
             f"{MOST_FLAGS} the gravest, and of those the first. `flags` and `weight` of "
             "`segments` and `documents` count all.",
    "documents": "A row an article.",
    "rejects": "A row each row of the input that was not used.",
})  # fmt: skip
_HEAD = ("| column | type | what it says |", "|---|---|---|")


def of_segments(metrics: Sequence[str]) -> tuple[str, ...]:
    """The metrics that score single segments: all but BLEU, which is too coarse for that."""
    return tuple(name for name in metrics if Asked.of(name).id != "bleu")


def metric_columns(table: str, metrics: Sequence[str]) -> dict[str, str]:
    """The column of each metric that a table has one for; named as the metric is, if it can be."""
    names = {"segments": of_segments(metrics), "documents": tuple(metrics)}.get(table, ())
    taken = {one.name for one in (*_COLUMNS[table], *_TEXTS)}
    return {name: f"{name} score" if name in taken else name for name in names}


def columns(table: str, metrics: Sequence[str], *, texts: bool) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    found = [*_COLUMNS[table], *(_TEXTS if texts and table == "segments" else ())]
    for name, column in metric_columns(table, metrics).items():
        what = f"the score by {name}; nothing where it cannot judge"
        found.append(Column(column, Kind.DECIMAL, what, is_optional=True))
    return tuple(found)


def arrow_schema(table: str, metrics: Sequence[str], *, texts: bool) -> Schema:
    """A table's schema for pyarrow, with what each column says. Raises UsageError without it."""
    arrow = pyarrow()
    fields = [
        arrow.field(one.name, _type(one.kind), one.is_optional, {"description": one.what})
        for one in columns(table, metrics, texts=texts)
    ]
    return arrow.schema(fields, {_VERSION_KEY: str(VERSION).encode(), b"table": table.encode()})


def pyarrow(module: str = "pyarrow") -> Any:  # noqa: ANN401 — imported only where it is needed
    """pyarrow, or a module of it. Raises UsageError where it is not installed."""
    try:
        return import_module(module)
    except ImportError:
        what = "a batch writes Parquet, which only pyarrow can"
        raise UsageError(f"{what}; pip install 'copydesk[batch]'") from None


def as_markdown() -> str:
    """The tables' documentation."""
    return "\n\n".join(_sections()) + "\n"


def _sections() -> Iterator[str]:
    for table, about in _ABOUT.items():
        rows = [f"## `{table}`", "", about, "", *_HEAD]
        rows += [_documented(one) for one in columns(table, (), texts=True)]
        if table in ("segments", "documents"):
            but = " (all but BLEU)" if table == "segments" else ""
            what = f"a column for each metric that was asked for{but}: its score"
            rows.append(f"| *metric* | {Kind.DECIMAL}? | {what} |")
        yield "\n".join(rows)


def _documented(column: Column) -> str:
    kind = f"{column.kind}?" if column.is_optional else str(column.kind)
    return f"| `{column.name}` | {kind} | {column.what} |"


def _type(kind: Kind) -> Any:  # noqa: ANN401 — pyarrow has no types
    arrow = pyarrow()
    text, number = arrow.string(), arrow.int64()
    return {
        Kind.TEXT: text,
        Kind.NUMBER: number,
        Kind.DECIMAL: arrow.float64(),
        Kind.ANSWER: arrow.bool_(),
        Kind.TEXTS: arrow.list_(text),
        Kind.NUMBERS: arrow.list_(number),
        Kind.EVIDENCE: arrow.list_(arrow.struct([("rule", text), ("message", text)])),
    }[kind]
