"""What the readers of rows share: the names of columns, and rows gathered into documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice
from typing import TypeVar

from corpora.errors import InputError
from corpora.language_pairs import language_pair
from corpora.opening import name_of
from corpora.reader import ReadOptions
from corpora.text import Document, Passage, Segment, TextFile

MT_NAMES = ("mt", "translation", "target", "hypothesis", "hyp", "tgt")
SOURCE_NAMES = ("src", "source")
DOCUMENT_NAMES = ("doc", "document", "doc_id", "document_id")
SYSTEM_NAMES = ("system", "sys")
PAIR_NAMES = ("lp", "language_pair")
SEGMENT_NAMES = ("seg_id", "segment_id")
MOST_SEGMENTS, PART = 10_000, 1_000
"""A document of more segments comes in such parts, so that a file of any length can be read."""
T = TypeVar("T")
_SHOWN = 20
_OF_A_PART = re.compile(r" \(\d+\)\Z")
_TRUE = frozenset({"1", "true", "yes"})


Key = tuple[str | None, str | None]
"""Which document a row belongs to: its name and its system, each None where the row has none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file and, by column name, the passages it holds."""

    line: int
    cells: Mapping[str, Passage]

    def first(self, names: Iterable[str]) -> Passage | None:
        """The first of these columns that the row has."""
        return next((self.cells[name] for name in names if name in self.cells), None)

    def label(self, names: Iterable[str]) -> str | None:
        """The text of the first of these columns that the row has."""
        cell = self.first(names)
        return cell.text if cell else None

    @property
    def references(self) -> tuple[Passage, ...]:
        """The cells of every column that is called a reference, in order."""
        return tuple(cell for name, cell in self.cells.items() if is_reference(name))


def is_reference(name: str) -> bool:
    """Whether a column of this name holds a reference: `ref`, `reference`, `ref2`, `refs`."""
    if name == "refs" or name.startswith("refs."):
        return True
    return (
        name.startswith("ref")
        and name.removeprefix("reference").removeprefix("ref").lstrip("_-") in _REFERENCE_ENDS
    )


_REFERENCE_ENDS = frozenset(["", *"abcdef", *(str(number) for number in range(10))])


def column_names(file: TextFile, line: int, header: Iterable[str]) -> list[str]:
    """The names of the columns as they are looked up. Raises InputError where two are the same."""
    names = [name.strip().lower() for name in header]
    for number, name in enumerate(names):
        if name and name in names[:number]:
            what = f"two columns are called '{name}'"
            raise InputError(file.path, what, line=line, fix="rename one of them")
    return names


def documents(path: str, rows: Iterable[Row], options: ReadOptions) -> Iterator[Document]:
    """The documents that consecutive rows with the same document and system make.

    One of more than 10,000 rows comes in parts of 1,000: `name`, `name (2)`, …
    """
    seen: set[str] = set()
    for key, group in groupby(rows, key=belongs_to):
        identity = document_name(path, key)
        for part, members in enumerate(in_parts(group), 1):
            if part == 1 and identity in seen:
                what = f"the rows of document '{identity}' do not stand together"
                raise InputError(path, what, line=members[0].line, fix="sort the rows")
            seen.add(identity)
            _check_names(path, members)
            yield document_of(path, name_of_part(identity, part), members, options)
    if not seen:
        raise InputError(path, "has a header but no rows")


def in_parts(items: Iterator[T]) -> Iterator[list[T]]:
    """All items as one part; those of a document that is too long in parts of 1,000."""
    first = list(islice(items, MOST_SEGMENTS + 1))
    if len(first) <= MOST_SEGMENTS:
        yield from [first] if first else []
        return
    rest = chain(first, items)
    yield from iter(lambda: list(islice(rest, PART)), [])


def name_of_part(name: str, number: int) -> str:
    """`name`, `name (2)`, …"""
    return name if number == 1 else f"{name} ({number})"


def whole_name(name: str) -> str:
    """The name of the document that a part of this name belongs to."""
    return _OF_A_PART.sub("", name)


def belongs_to(row: Row) -> Key:
    """Which document a row belongs to."""
    return row.label(DOCUMENT_NAMES) or None, row.label(SYSTEM_NAMES) or None


def document_name(path: str, key: Key) -> str:
    """The name of the document that rows belong to: `system/document`, or the file's name."""
    document, system = key
    return "/".join(part for part in (system, document) if part) or name_of(path)


def document_of(path: str, identity: str, rows: Sequence[Row], options: ReadOptions) -> Document:
    """The document that rows (at least one) make, all of one key.

    Raises InputError for a row without a translation.
    """
    segments = tuple(_segment(path, index, row) for index, row in enumerate(rows))
    pair = language_pair(rows[0].label(PAIR_NAMES) or "")
    return Document(
        identity,
        segments,
        options.language or pair.target,
        options.source_language or pair.source,
        belongs_to(rows[0])[1],
    )


def _segment(path: str, index: int, row: Row) -> Segment:
    mt = row.first(MT_NAMES)
    if mt is None:
        raise no_translation(path, row.line, row.cells)
    return Segment(
        index,
        mt,
        row.first(SOURCE_NAMES),
        row.references,
        paragraph=index,
        realigned=(row.label(("realigned",)) or "").strip().lower() in _TRUE,
        confidence=_share(row.label(("confidence",))),
        name=row.label(SEGMENT_NAMES) or None,
    )


def no_translation(path: str, line: int | None, columns: Iterable[str]) -> InputError:
    """That none of these columns holds the translation."""
    shown = ", ".join(name[:_SHOWN] for name in islice(columns, _SHOWN))
    what = f"no translation in the columns {shown}"
    fix = f"call its column {MT_NAMES[0]}, the source's src and the reference's ref"
    return InputError(path, what, line=line, fix=fix)


def _share(text: str | None) -> float:
    try:
        value = float(text) if text else 1.0
    except ValueError:
        return 1.0
    return value if 0 <= value <= 1 else 1.0


@dataclass(frozen=True, slots=True)
class Doubled:
    """A row whose segment is called as one before it in its document is."""

    row: Row
    what: str


def doubled(rows: Iterable[Row]) -> Iterator[Doubled]:
    """The rows of a document whose segments have the name of an earlier one."""
    first: dict[str, int] = {}
    for row in rows:
        if not (name := row.label(SEGMENT_NAMES)):
            continue
        line = first.setdefault(name, row.line)
        if line != row.line:
            what = f"segment '{name}' comes twice in its document (first on line {line})"
            yield Doubled(row, what)


def _check_names(path: str, rows: Iterable[Row]) -> None:
    """Raise InputError where a document has two segments of one name."""
    for one in doubled(rows):
        fix = "give each a name of its own"
        raise InputError(path, one.what, line=one.row.line, fix=fix)


def looks_like_rows(header: Iterable[str]) -> bool:
    """Whether the names of at least two columns can be those of a table of translations."""
    names = {name.strip().lower() for name in header}
    known = {*MT_NAMES, *SOURCE_NAMES, *DOCUMENT_NAMES, *SYSTEM_NAMES, *PAIR_NAMES, "ref"}
    return len(names & known) > 1 and not names.isdisjoint(MT_NAMES)
