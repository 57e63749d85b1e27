"""Documents from SGML that is rarely well-formed: its tags are found, the rest is text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpora.annotated.annotations import language
from corpora.errors import InputError
from corpora.opening import name_of
from corpora.reader import ReadOptions
from corpora.testsets.versions import Numbered, Version, numbered, segments_of, trimmed
from corpora.text import Document, Passage, PassageBuilder, TextFile

_TAG = re.compile(
    r"<(?P<slash>/?)(?P<name>srcset|refset|tstset|doc|seg|p|hl)(?=[\s>/])(?P<rest>[^<>]*)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""(?<![\w-])([\w-]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ESCAPE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp);|[ \t\r\n]+")
_SETS = frozenset({"srcset", "refset", "tstset"})
_PARAGRAPHS = frozenset({"p", "hl"})


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    closing: bool
    attributes: dict[str, str]
    start: int
    end: int


@dataclass(slots=True)
class _Doc:
    """A document as far as it is read."""

    name: str
    system: str | None
    language: str | None
    line: int
    segments: dict[str, Numbered] = field(default_factory=dict)
    paragraph: int = -1


def _tags(file: TextFile) -> Iterator[_Tag]:
    for found in _TAG.finditer(file.text):
        pairs = _ATTRIBUTE.findall(found["rest"])
        told = {name.lower(): html.unescape(a or b or c) for name, a, b, c in pairs}
        name, closing = found["name"].lower(), bool(found["slash"])
        yield _Tag(name, closing, told, *found.span())


def _docs(file: TextFile) -> Iterator[_Doc]:
    docs = _Docs(file)
    for tag in _tags(file):
        yield from docs.add(tag)
    yield from docs.close()


class _Docs:
    """Puts documents together from tags."""

    def __init__(self, file: TextFile) -> None:
        self._file = file
        self._about: dict[str, str] = {}
        self._doc: _Doc | None = None
        self._seg: _Tag | None = None

    def add(self, tag: _Tag) -> Iterator[_Doc]:
        """Take a tag; yields the document that it ends."""
        if self._seg is not None:
            self._within(self._seg, tag)
        elif tag.name in _SETS:
            self._about = {} if tag.closing else tag.attributes
        elif tag.name == "doc":
            if self._doc is not None:
                yield self._doc
            self._doc = None if tag.closing else self._begun(tag)
        elif tag.name == "seg":
            self._seg = None if tag.closing else tag
        elif self._doc is not None and not tag.closing:
            self._doc.paragraph += 1

    def close(self) -> Iterator[_Doc]:
        """The last document, if it was not closed."""
        if self._seg is not None:
            raise self._unclosed(self._seg)
        if self._doc is not None:
            yield self._doc

    def _within(self, seg: _Tag, tag: _Tag) -> None:
        if tag.name == "seg" and tag.closing:
            self._doc = self._doc or self._begun(replace(seg, attributes={}))
            _add(self._file, self._doc, seg, tag.start)
            self._seg = None
        elif tag.name not in _PARAGRAPHS:
            raise self._unclosed(seg)

    def _begun(self, tag: _Tag) -> _Doc:
        told, line = self._about | tag.attributes, self._file.line_of(tag.start)
        spoken = told.get("trglang") or told.get("srclang")
        name = told.get("docid") or name_of(self._file.path)
        return _Doc(name, told.get("sysid") or told.get("refid"), language(spoken), line)

    def _unclosed(self, seg: _Tag) -> InputError:
        line = self._file.line_of(seg.start)
        return InputError(self._file.path, "a segment (seg) is not closed", line=line)


def _add(file: TextFile, doc: _Doc, tag: _Tag, end: int) -> None:
    line = file.line_of(tag.start)
    number = numbered(file, doc.segments, tag.attributes.get("id"), line)
    text = trimmed(_passage(file, tag.end, end))
    doc.segments[number] = Numbered(number, text, max(0, doc.paragraph))


def _passage(file: TextFile, start: int, end: int) -> Passage:
    """A segment's text: escapes are read, ends of lines and runs of spaces are a space."""
    builder, at = PassageBuilder(file), start
    for found in _ESCAPE.finditer(file.text, start, end):
        builder.add(file.text[at : found.start()], at)
        at = found.end()
        raw = found.group()
        read = html.unescape(raw) if raw.startswith("&") else " "
        builder.add(read, found.start(), len(raw))
    builder.add(file.text[at:end], at)
    return builder.passage() if len(builder) else Passage("", file, start)


def documents(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    """The documents of a file; a system's name is put before theirs where there are several."""
    docs = [doc for doc in _docs(file) if doc.segments]
    if not docs:
        raise InputError(file.path, "holds no segments (seg)")
    systems = {doc.system for doc in docs}
    taken = set[str]()
    for doc in docs:
        several = len(systems) > 1 and doc.system
        identity = f"{doc.system}/{doc.name}" if several else doc.name
        if identity in taken:
            what = f"two documents are called '{identity}'"
            raise InputError(file.path, what, line=doc.line)
        taken.add(identity)
        version = Version(doc.language, doc.system, doc.line, doc.segments)
        spoken = options.language or doc.language
        yield Document(identity, segments_of(version), spoken, None, doc.system)
