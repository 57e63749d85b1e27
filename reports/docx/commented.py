"""A document with a comment for every flag, at its words."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from lxml import etree

from corpora.docx.remarks import AUTHOR, line_of, writable
from corpora.docx.stored import Remark, Stored, StoredDocument, encode, part_of
from corpora.docx.text import written
from corpora.text import Flag, Location
from reports.docx.archive import Parts
from reports.docx.comment_part import CommentPart, Said
from reports.docx.earlier import Earlier
from reports.docx.ranges import Anchor, put
from reports.docx.seats import Seats
from reports.result import DocumentResult, FlagResult

_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_DATASTORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
_GUID = uuid.UUID("0b8f5f4e-6d0c-5c0e-9a53-3e1f0c8a7d21")


@dataclass(frozen=True, slots=True)
class Source:
    """A document to be commented: where its segments stand, what it has and keeps already."""

    seats: Seats
    earlier: Earlier
    stored: tuple[StoredDocument, ...]


@dataclass(slots=True)
class _New:
    """Comments to be written, and the earlier ones that say what a flag says."""

    kept: set[str] = field(default_factory=set)
    anchors: list[Anchor] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def commented(parts: Parts, documents: Sequence[DocumentResult], source: Source) -> bytes:
    """The file with the flags of the documents as comments."""
    comments = CommentPart(parts, parts.space)
    taken = comments.ids()
    new = _new(documents, source, (one for one in map(str, count()) if one not in taken))
    comments.remove(source.earlier.outdated(new.kept), parts.xml(parts.main))
    put(source.seats.body, parts.space, new.anchors)
    comments.write(new.said)
    _store(parts, Stored((*source.earlier.remarks(new.kept), *new.remarks), source.stored))
    return parts.packed()


def _new(documents: Sequence[DocumentResult], source: Source, ids: Iterator[str]) -> _New:
    new, seats = _New(), source.seats
    for number, document in enumerate(documents):
        for shown in document.flags:
            place = seats.place(number, shown)
            if same := source.earlier.same(shown, place.start, place.end):
                new.kept.add(same)
                continue
            anchor, flag = replace(place, comment=next(ids)), _flag(shown)
            line, done = line_of(flag, written(shown.text)), flag.disposition is not None
            new.anchors.append(anchor)
            new.said.append(Said(anchor.comment, writable(flag.author) or AUTHOR, line, done))
            new.remarks.append(seats.remark(number, anchor, flag, line))
    return new


def _flag(flag: FlagResult) -> Flag:
    return Flag(
        flag.rule,
        flag.segment,
        flag.span,
        flag.message,
        flag.severity,
        flag.category,
        flag.confidence,
        flag.suggestion,
        flag.fingerprint,
        flag.safe,
        flag.evidence,
        tuple(Location(one.segment, one.span) for one in flag.also),
        flag.author,
        flag.disposition,
        flag.alias,
    )


def _store(parts: Parts, stored: Stored) -> None:
    """Keep what the comments' lines do not say."""
    name = part_of(parts.package, parts.main)
    if name is not None:
        parts.put(name, encode(stored), "application/xml")
        return
    name = parts.free("customXml/item{}.xml")
    parts.add(name, encode(stored), "customXml", "application/xml")
    properties = name.replace("item", "itemProps")
    root = etree.Element(f"{{{_DATASTORE}}}datastoreItem", nsmap={"ds": _DATASTORE})
    root.set(f"{{{_DATASTORE}}}itemID", f"{{{str(uuid.uuid5(_GUID, name)).upper()}}}")
    etree.SubElement(root, f"{{{_DATASTORE}}}schemaRefs")
    parts.put(properties, etree.tostring(root), _PROPERTIES)
    parts.relate(name, _RELATION, properties)
