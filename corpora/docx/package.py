"""The ZIP archive that a DOCX is: its parts, how they hang together, and its limits."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile, ZipInfo

from lxml import etree

from corpora.errors import InputError
from corpora.opening import Opened

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
TYPES = "[Content_Types].xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MOST_TIMES, _LEAST_SUSPECT = 200, 1 << 26
_MOST_PARTS = 20_000
_CHUNK = 1 << 16
_LOCKED = 0x1
_SAVE = "save it as .docx"
_MEND = "take a sound copy of it, or have a word processor open it and save it again"
_OTHERS = {"xl/": "a spreadsheet (.xlsx)", "ppt/": "a presentation (.pptx)"}


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a document by name, in the archive's order."""

    path: str
    parts: Mapping[str, bytes]

    def xml(self, name: str) -> Any:  # noqa: ANN401 — an element of lxml's
        """The root of a part. Raises InputError where it is not plain XML."""
        # Entities are never expanded, nothing is fetched, and lxml limits depth and text.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(self.parts[name], parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            what = f"damaged DOCX: {name} is not well-formed ({' '.join(str(error).split())})"
            raise InputError(self.path, what, fix=_MEND) from None
        if root.getroottree().docinfo.internalDTD is not None:
            what = f"{name} declares a document type, which is refused"
            raise InputError(self.path, what, fix=_SAVE)
        return root

    def related(self, name: str, kind: str) -> list[str]:
        """The parts, if there, to which a part (or "", the package) is related as `kind`."""
        targets = (where for of, where in self._relationships(name) if of.endswith(f"/{kind}"))
        return [target for target in targets if target in self.parts]

    def _relationships(self, name: str) -> Iterator[tuple[str, str]]:
        folder = posixpath.dirname(name)
        if relations_of(name) not in self.parts:
            return
        for one in self.xml(relations_of(name)).iter(f"{{{RELATIONSHIPS}}}Relationship"):
            if one.get("TargetMode") != "External":
                target = posixpath.join("/", folder, one.get("Target", ""))
                yield one.get("Type", ""), posixpath.normpath(target).lstrip("/")

    @property
    def main(self) -> str:
        """The name of the part with the body. Raises InputError where it is no Word document's."""
        for name in self.related("", "officeDocument"):
            root = etree.QName(self.xml(name))
            if root.localname == "document" and "wordprocessingml" in (root.namespace or ""):
                return name
        raise self._other()

    def _other(self) -> InputError:
        kinds = (what for start, what in _OTHERS.items() if self._holds(start))
        kind = next(kinds, "a ZIP archive")
        if self.parts.get("mimetype", b"").startswith(b"application/vnd.oasis"):
            kind = "an OpenDocument file (.odt)"
        return InputError(self.path, f"{kind}, not a Word document", fix=_SAVE)

    def _holds(self, start: str) -> bool:
        return any(name.startswith(start) for name in self.parts)


def relations_of(name: str) -> str:
    """The name of the part that says what a part is related to."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def package(file: Opened, *, whole: bool = False) -> Package:
    """Unpack a document; unless `whole`, only what is XML.

    Raises InputError for what is no DOCX, damaged, locked or a bomb.
    """
    data = file.read()
    if data.startswith(OLE):
        what = "an old Word file (.doc), or one that a password locks"
        raise InputError(file.name, what, fix=f"{_SAVE}, without a password")
    try:
        with ZipFile(BytesIO(data)) as archive:
            return Package(file.name, dict(_unpacked(file.name, archive, len(data), whole=whole)))
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 — zipfile, zlib and the others have errors of many kinds
        why = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError(file.name, f"damaged DOCX ({why})", fix=_MEND) from None


def _unpacked(
    path: str, archive: ZipFile, packed: int, *, whole: bool
) -> Iterator[tuple[str, bytes]]:
    """The parts; how large they are is counted as they unpack, whatever the archive claims."""
    limit = max(_LEAST_SUSPECT, _MOST_TIMES * packed)
    members = [member for member in archive.infolist() if not member.is_dir()]
    _check(path, members)
    for member in members:
        if not (whole or member.filename.endswith((".xml", ".rels")) or _is_label(member)):
            continue
        data = bytearray()
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                data += chunk
                limit -= len(chunk)
                if limit < 0:
                    what = f"unpacks to more than {_MOST_TIMES} times its size; refused"
                    raise InputError(path, what, fix=_SAVE)
        yield member.filename, bytes(data)


def _is_label(member: ZipInfo) -> bool:
    return member.filename == "mimetype"


def _check(path: str, members: list[ZipInfo]) -> None:
    names = [member.filename for member in members]
    if any(member.flag_bits & _LOCKED for member in members):
        raise InputError(path, "a password locks it", fix=f"{_SAVE}, without a password")
    if len(set(names)) < len(names) or len(names) > _MOST_PARTS:
        raise InputError(path, "an archive with parts of one name, or far too many", fix=_SAVE)
    for name in names:
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            what = f"an archive with a part outside it ({name[:80]!r}); refused"
            raise InputError(path, what, fix=_SAVE)
