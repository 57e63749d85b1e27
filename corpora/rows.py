"""What the readers of rows share: the names of columns, and rows gathered into documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

from corpora.errors import InputError
from corpora.reader import ReadOptions
from corpora.text import Document, Passage, Segment, TextFile

MT_NAMES = ("mt", "translation", "target", "hypothesis", "hyp", "tgt")
SOURCE_NAMES = ("src", "source")
DOCUMENT_NAMES = ("doc", "document", "doc_id", "document_id")
SYSTEM_NAMES = ("system", "sys")
PAIR_NAMES = ("lp", "language_pair")
_PAIR = re.compile(r"([a-zA-Z]{2,3})-([a-zA-Z]{2,3}(?:[-_][a-zA-Z]{2,4})?)")


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


def documents(file: TextFile, rows: Iterable[Row], options: ReadOptions) -> Iterator[Document]:
    """The documents that consecutive rows with the same document and system make."""
    name = PurePath(file.path).name
    seen: set[str] = set()
    for (document, system), group in groupby(rows, key=_belongs_to):
        members = list(group)
        identity = "/".join(part for part in (system, document) if part) or name
        if identity in seen:
            what = f"the rows of document '{identity}' do not stand together"
            raise InputError(file.path, what, line=members[0].line, fix="sort the rows")
        seen.add(identity)
        yield _document(file, identity, system, members, options)
    if not seen:
        raise InputError(file.path, "has a header but no rows")


def _belongs_to(row: Row) -> tuple[str | None, str | None]:
    return row.label(DOCUMENT_NAMES) or None, row.label(SYSTEM_NAMES) or None


def _document(
    file: TextFile, identity: str, system: str | None, rows: list[Row], options: ReadOptions
) -> Document:
    segments = tuple(_segment(file, index, row) for index, row in enumerate(rows))
    pair = language_pair(rows[0].label(PAIR_NAMES) or "")
    return Document(
        identity,
        segments,
        options.language or pair.target,
        options.source_language or pair.source,
        system,
    )


@dataclass(frozen=True, slots=True)
class LanguagePair:
    """The languages (BCP 47) of source and translation, as far as they are known."""

    source: str | None = None
    target: str | None = None


def language_pair(label: str) -> LanguagePair:
    """The two languages of `en-id`; none where it is not clear where the first one ends."""
    found = _PAIR.fullmatch(label)
    return LanguagePair(found[1], found[2].replace("_", "-")) if found else LanguagePair()


def _segment(file: TextFile, index: int, row: Row) -> Segment:
    mt = row.first(MT_NAMES)
    if mt is None:
        what = f"no translation (a column called {', '.join(MT_NAMES[:3])} …)"
        raise InputError(file.path, what, line=row.line)
    return Segment(index, mt, row.first(SOURCE_NAMES), row.references, paragraph=index)
