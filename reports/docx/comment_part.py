"""The parts that hold comments: what they say, and which of them are resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from corpora.docx.comments import W14, W15
from reports.docx.archive import Parts, serialized

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_PARAGRAPH = re.compile(rb'paraId="([0-9A-Fa-f]{8})"')
_FIRST = 0x40000000
_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


@dataclass(frozen=True, slots=True)
class Said:
    """A comment to be written."""

    id: str
    author: str
    text: str
    done: bool


class CommentPart:
    """The comments of a document, to be taken out or added to."""

    def __init__(self, parts: Parts, space: str) -> None:
        self._parts, self._space = parts, f"{{{space}}}"
        self._name = parts.related("comments")
        old = parts.xml(self._name) if self._name else None
        wanted = {"w": space, "w14": W14, "mc": _MC}
        named = (
            {} if old is None else {key: uri for key, uri in old.nsmap.items() if key not in wanted}
        )
        self._root = etree.Element(f"{self._space}comments", nsmap={**named, **wanted})
        if old is not None:
            self._root.attrib.update(old.attrib)
            self._root.extend(list(old))
        ignored = self._root.get(f"{{{_MC}}}Ignorable", "").split()
        self._root.set(f"{{{_MC}}}Ignorable", " ".join(dict.fromkeys([*ignored, "w14"])))

    def ids(self) -> frozenset[str]:
        """The numbers that comments have."""
        name = f"{self._space}id"
        return frozenset(one.get(name, "") for one in self._root.iter(f"{self._space}comment"))

    def remove(self, unwanted: Iterable[str], root: Any) -> None:  # noqa: ANN401
        """Take comments out of the part and their marks out of the body."""
        gone, name = frozenset(unwanted), f"{self._space}id"
        for one in list(self._root.iter(f"{self._space}comment")):
            if one.get(name) in gone:
                self._root.remove(one)
        tags = tuple(f"{self._space}{mark}" for mark in _MARKS)
        for mark in [one for one in root.iter(*tags) if one.get(name) in gone]:
            run = mark.getparent()
            run.remove(mark)
            if run.tag == f"{self._space}r" and all(one.tag.endswith("}rPr") for one in run):
                run.getparent().remove(run)

    def write(self, said: Iterable[Said]) -> None:
        """Add comments and put the part back."""
        done = []
        for comment, paragraph in zip(said, _free(self._parts), strict=False):
            self._root.append(self._comment(comment, paragraph))
            done += [paragraph] if comment.done else []
        name = self._name or self._parts.free("word/comments{}.xml", first="")
        self._parts.add(name, serialized(self._root), "comments", f"{_WORD}.comments+xml")
        if done:
            self._resolve(done)

    def _comment(self, said: Said, paragraph: str) -> Any:  # noqa: ANN401
        space = self._space
        initials = "".join(word[0] for word in said.author.split())[:3] or "?"
        names = {"id": said.id, "author": said.author, "initials": initials}
        attributes = {f"{space}{key}": value for key, value in names.items()}
        comment = etree.Element(f"{space}comment", attributes)
        lines = etree.SubElement(comment, f"{space}p", {f"{{{W14}}}paraId": paragraph})
        text = etree.SubElement(etree.SubElement(lines, f"{space}r"), f"{space}t")
        text.text = said.text
        return comment

    def _resolve(self, paragraphs: Iterable[str]) -> None:
        """Mark comments as resolved, by the ids of their paragraphs."""
        name = self._parts.related("commentsExtended")
        nsmap = {"w15": W15, "mc": _MC}
        root = self._parts.xml(name) if name else etree.Element(f"{{{W15}}}commentsEx", nsmap=nsmap)
        if name is None:
            root.set(f"{{{_MC}}}Ignorable", "w15")
        for paragraph in paragraphs:
            names = {"paraId": paragraph, "done": "1"}
            attributes = {f"{{{W15}}}{key}": value for key, value in names.items()}
            etree.SubElement(root, f"{{{W15}}}commentEx", attributes)
        where = name or self._parts.free("word/commentsExtended{}.xml", first="")
        self._parts.add(where, serialized(root), _EXTENDED, f"{_WORD}.commentsExtended+xml")


def _free(parts: Parts) -> Iterator[str]:
    """Ids that no paragraph has."""
    data = parts.package.parts.items()
    used = {
        one.upper()
        for name, part in data
        if name.endswith(".xml")
        for one in _PARAGRAPH.findall(part)
    }
    number = _FIRST
    while True:
        found = f"{number:08X}"
        if found.encode() not in used:
            yield found
        number += 1
