"""The parts of a document on their way back into one file: what belongs to what, and packing."""

from __future__ import annotations

import posixpath
from io import BytesIO
from itertools import chain, count
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from corpora.docx.package import CONTENT_TYPES, RELATIONSHIPS, TYPES, Package, relations_of

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_STRICT = "http://purl.oclc.org/ooxml/"
_OFFICE = {True: f"{_STRICT}officeDocument/relationships"}
_OFFICE[False] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Parts:
    """The parts of a document while it is written; XML that was asked for may be changed."""

    def __init__(self, package: Package) -> None:
        self.package, self.main = package, package.main
        self._data = dict(package.parts)
        self._xml: dict[str, Any] = {}

    @property
    def space(self) -> str:
        """The namespace of the body, one of two."""
        return etree.QName(self.xml(self.main)).namespace or ""

    def xml(self, name: str) -> Any:  # noqa: ANN401 — an element of lxml's
        """The root of a part, the same each time."""
        if name not in self._xml:
            self._xml[name] = self.package.xml(name)
        return self._xml[name]

    def related(self, kind: str) -> str | None:
        """The name of the part to which the body is related as `kind`."""
        return next(iter(self.package.related(self.main, kind)), None)

    def add(self, name: str, content: bytes, kind: str, content_type: str) -> None:
        """Add a part (or put it in the place of one) to which the body is related as `kind`."""
        is_new = name not in self._data
        self.put(name, content, content_type)
        if is_new:
            prefix = _OFFICE[self.space.startswith(_STRICT)]
            relation = kind if ":" in kind else f"{prefix}/{kind}"
            self.relate(self.main, relation, name)

    def put(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part (or put it in the place of one) without relating anything to it."""
        self._data[name] = content
        self._xml.pop(name, None)
        types, wanted = self.xml(TYPES), f"/{name}"
        tag = f"{{{CONTENT_TYPES}}}Override"
        if all(one.get("PartName") != wanted for one in types.iter(tag)):
            etree.SubElement(types, tag, PartName=wanted, ContentType=content_type)

    def relate(self, name: str, kind: str, target: str) -> None:
        """Say that a part is related to another as `kind`, a full URI."""
        where = relations_of(name)
        if where not in self._data:
            root = etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap={None: RELATIONSHIPS})
            self._data[where], self._xml[where] = b"", root
        relations = self.xml(where)
        used = {one.get("Id") for one in relations}
        number = next(n for n in range(1, len(used) + 2) if f"rIdC{n}" not in used)
        etree.SubElement(
            relations,
            f"{{{RELATIONSHIPS}}}Relationship",
            Id=f"rIdC{number}",
            Type=kind,
            Target=posixpath.relpath(target, posixpath.dirname(name) or "."),
        )

    def free(self, pattern: str, first: str = "1") -> str:
        """The first name of the pattern that no part has."""
        names = (pattern.format(one) for one in chain([first], count(2)))
        return next(name for name in names if name not in self._data)

    def packed(self) -> bytes:
        """The archive: the same bytes for the same parts, whatever the clock says."""
        out = BytesIO()
        with ZipFile(out, "w") as archive:
            for name, data in self._data.items():
                member = ZipInfo(name, _LONG_AGO)
                member.create_system, member.compress_type = _UNIX, ZIP_DEFLATED
                member.external_attr = 0o644 << 16
                content = serialized(self._xml[name]) if name in self._xml else data
                archive.writestr(member, content)
        return out.getvalue()


def serialized(root: Any) -> bytes:  # noqa: ANN401 — an element of lxml's
    """An XML part's bytes."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
