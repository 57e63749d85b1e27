"""What editors wrote, for those who train translation systems: TMX, JSON lines, MQM.

All of it comes part by part, a few articles at a time in memory. Editors go by pseudonyms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from enum import StrEnum

from sqlalchemy.orm import Session

from qa.desk.learning import as_jsonl, as_mqm, as_tmx
from qa.desk.learning.signed import People, Reading, Wanted, people
from qa.desk.store.database import Database

__all__ = ["Format", "Wanted", "export", "media_type", "stream"]


class Format(StrEnum):
    """The formats of an export.

    `tmx`: source and final text, TMX 1.4. `jsonl`: a segment a line, with all that is known of it.
    `mqm`: the machine's text with its flags and what became of them, a table for the MQM viewer.
    """

    TMX = "tmx"
    JSONL = "jsonl"
    MQM = "mqm"

    @property
    def suffix(self) -> str:
        """What a file's name ends in."""
        return ".mqm.tsv" if self is Format.MQM else f".{self}"


_Exporter = Callable[[Reading, Wanted, People], Iterator[str]]
_EXPORTERS: Mapping[Format, _Exporter] = {
    Format.TMX: as_tmx.parts,
    Format.JSONL: as_jsonl.parts,
    Format.MQM: as_mqm.parts,
}
_TYPES: Mapping[Format, str] = {
    Format.TMX: "application/xml",
    Format.JSONL: "application/jsonl",
    Format.MQM: "text/tab-separated-values",
}


def export(
    session: Session, kind: Format, wanted: Wanted | None = None, *, named: bool = False
) -> Iterator[str]:
    """The signed articles that are wanted (None: all), part by part, UTF-8.

    `named`: editors by their names. The session must stay open until the last part.
    """
    known = people(session, named=named)
    return _EXPORTERS[kind](lambda: nullcontext(session), wanted or Wanted(), known)


def stream(
    database: Database, kind: Format, wanted: Wanted | None = None, *, named: bool = False
) -> Iterator[bytes]:
    """The same for whoever takes it slowly: nothing is open in the database between two parts.

    So it is not of one moment: what is signed off in the meantime may be in it.
    """
    with database.reading() as session:
        known = people(session, named=named)
    for part in _EXPORTERS[kind](database.reading, wanted or Wanted(), known):
        yield part.encode()


def media_type(kind: Format) -> str:
    """The format's media type."""
    return f"{_TYPES[kind]}; charset=utf-8"
