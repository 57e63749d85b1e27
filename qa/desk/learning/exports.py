"""What editors wrote, for those who train translation systems: TMX, JSON lines, MQM.

All of it comes part by part, a few articles at a time in memory. Editors go by pseudonyms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from sqlalchemy.orm import Session

from qa.desk.learning import as_jsonl, as_mqm, as_tmx
from qa.desk.learning.signed import People, Wanted, people

__all__ = ["Format", "Wanted", "export", "media_type"]


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


_Exporter = Callable[[Session, Wanted, People], Iterator[str]]
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
    return _EXPORTERS[kind](session, wanted or Wanted(), people(session, named=named))


def media_type(kind: Format) -> str:
    """The format's media type."""
    return f"{_TYPES[kind]}; charset=utf-8"
