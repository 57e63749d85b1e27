"""What copydesk keeps in a DOCX for itself: every field of its flags, and a new document's sides.

It is a custom XML part, which Word and LibreOffice carry along. Comments are known again by
their text (programs number them anew), so that a flag goes where its comment went.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import msgspec
from lxml import etree

from corpora.docx.package import Package
from corpora.errors import InputError
from corpora.text import Flag

NAMESPACE = "urn:copydesk:docx:1"
_ROOT = f"{{{NAMESPACE}}}copydesk"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that copydesk wrote: its number, its text, whether it is resolved, its flag.

    `words` are those that it stands at; `start` and `end` are the flag's span, counted from their
    first. Spans that are not in the translation are kept in the flag alone. `document` is the
    number of the article. `apart`: the comment stands elsewhere, at the number of the footnote.
    """

    comment: str
    line: str
    done: bool
    words: str
    start: int
    end: int
    flag: Flag
    document: int = 0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class StoredSegment:
    """A segment of a document that copydesk wrote as new; the bookmark around it has its number."""

    mt: str
    source: str | None
    references: tuple[str, ...]
    paragraph: int
    realigned: bool
    confidence: float
    name: str | None
    state: str | None
    notes: tuple[str, ...]

    @property
    def sides(self) -> tuple[str, ...]:
        """The source, if there is one, and the references."""
        return self.references if self.source is None else (self.source, *self.references)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """An article of a document that copydesk wrote as new."""

    id: str
    language: str | None
    source_language: str | None
    system: str | None
    segments: tuple[StoredSegment, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """All that is kept."""

    remarks: tuple[Remark, ...] = ()
    documents: tuple[StoredDocument, ...] = ()


def bookmark(document: int, segment: int) -> str:
    """The name of the bookmark around a segment; Word does not list names that begin with `_`."""
    return f"_copydesk_{document}_{segment}"


def title(document: int) -> str:
    """The name of the bookmark around the heading of an article."""
    return f"_copydesk_{document}_title"


def encode(stored: Stored) -> bytes:
    """What is kept, as the content of an XML part: ASCII, so that every character survives."""
    root = etree.Element(_ROOT, nsmap={None: NAMESPACE})
    root.text = json.dumps(msgspec.to_builtins(stored), separators=(",", ":"))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def part_of(package: Package, main: str) -> str | None:
    """The name of the part that holds what copydesk keeps, if there is one."""
    for name in package.related(main, "customXml"):
        if NAMESPACE.encode() in package.parts[name]:
            return name
    return None


def stored_in(package: Package, main: str) -> Stored:
    """What is kept in a document; nothing where that is damaged or from elsewhere."""
    name = part_of(package, main)
    if name is None:
        return Stored()
    try:
        root = package.xml(name)
        text = (root.text or "") if root.tag == _ROOT else ""
        return msgspec.json.decode(text.encode(), type=Stored)
    except (InputError, msgspec.MsgspecError, ValueError, RecursionError):
        return Stored()
