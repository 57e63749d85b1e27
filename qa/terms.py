"""A glossary: what a term of the source must be in the translation.

Read from TSV with the columns `source` and `target` (`|` between several that will do; optional
`forbidden`, `note`), or from TBX (ISO 30042), where the languages say which term is which.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from corpora.errors import InputError
from corpora.files import read_text
from corpora.text import TextFile

_BETWEEN = "|"
_COLUMNS = ("source", "target")


@dataclass(frozen=True, slots=True)
class Term:
    """A term: any of `targets` will do for `source`; none of `forbidden` may be used."""

    source: str
    targets: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """A file of terms; a TBX file has them for many pairs of languages."""

    file: TextFile

    def terms(self, source: str | None, target: str | None) -> tuple[Term, ...]:
        """The terms for a pair of languages. Raises InputError for a file that is no glossary."""
        if self.file.text.lstrip().startswith("<"):
            tbx = import_module("qa.tbx")  # lxml takes a while
            return tuple(tbx.terms(self.file, source, target))
        return tuple(_from_tsv(self.file))


def load(path: str) -> Glossary:
    """Read a glossary. Raises InputError with the line of what is wrong."""
    glossary = Glossary(read_text(path))
    glossary.terms("en", "id")
    return glossary


def _from_tsv(file: TextFile) -> Iterator[Term]:
    rows = csv.reader(io.StringIO(file.text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = [name.strip().lower() for name in next(rows, [])]
    if not set(_COLUMNS) <= set(header):
        fix = "write a first line with the columns 'source' and 'target', a tab between them"
        raise InputError(file.path, "not a glossary", line=1, fix=fix)
    for cells in rows:
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        if not any(row.values()):
            continue
        if not row.get("source") or not row.get("target"):
            fix = "give both, a tab between them"
            raise InputError(file.path, "no source or no target", line=rows.line_num, fix=fix)
        targets, forbidden = _several(row["target"]), _several(row.get("forbidden", ""))
        yield Term(row["source"], targets, forbidden, row.get("note", ""))


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(_BETWEEN) if part.strip())
