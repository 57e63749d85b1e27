"""XML as a stream of tokens that know where in the file they stand.

The parser is expat. It gives byte offsets, which are counted here as code points, so that text
read from XML leads back into the file. Documents that declare entities are refused (a few lines
of them can stand for gigabytes), and nothing outside the file is ever opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from xml.parsers import expat

from corpora.errors import InputError
from corpora.text import PassageBuilder, TextFile

_CHUNK = 1 << 16
_DEEPEST = 1_000
XML = "http://www.w3.org/XML/1998/namespace"


class Kind(Enum):
    """What a token is."""

    START = "start"
    END = "end"
    TEXT = "text"
    OTHER = "other"
    """A comment, a processing instruction, a declaration, a CDATA section's border."""


@dataclass(slots=True)
class Token:
    """Code points `start` to `end` of a file: a tag, or text that reads as `text`.

    `name` is the local name of an element, `space` its namespace; the names of attributes in a
    namespace are `{namespace}local`. An empty element gives two tokens at the same place.
    """

    kind: Kind
    file: TextFile
    start: int
    end: int = 0
    name: str = ""
    space: str = ""
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def line(self) -> int:
        """The line it begins on."""
        return self.file.line_of(self.start)

    def add_to(self, builder: PassageBuilder) -> None:
        """Add its text to a passage."""
        builder.add(self.text, self.start, self.end - self.start)


def tokens(windows: Iterable[TextFile]) -> Iterator[Token]:
    """The tokens of a document, given whole or in windows of whole lines.

    Raises InputError, with the line, for what is not well-formed or declares entities.
    """
    parser = _Parser()
    for window in windows:
        yield from parser.feed(window)
    yield from parser.close()


class _Parser:
    def __init__(self) -> None:
        self._expat = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self._expat.ordered_attributes = False
        self._expat.buffer_text = False
        self._found: list[Token] = []
        self._pending = bytearray()  # what expat has been given and is not yet counted
        self._counted, self._offset, self._depth = 0, 0, 0
        self._file = TextFile("", "")
        self._listen()

    def _listen(self) -> None:
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._text
        self._expat.EntityDeclHandler = self._entity
        for name in ("Comment", "ProcessingInstruction", "StartCdataSection", "EndCdataSection"):
            setattr(self._expat, f"{name}Handler", self._other)
        self._expat.DefaultHandler = self._other

    def feed(self, window: TextFile) -> Iterator[Token]:
        if not self._counted:
            self._offset = window.origin
        self._file = window
        for at in range(0, len(window.text), _CHUNK):
            data = window.text[at : at + _CHUNK].encode("utf-8", "surrogatepass")
            self._pending += data
            yield from self._parsed(data, final=False)

    def close(self) -> Iterator[Token]:
        yield from self._parsed(b"", final=True)
        for token in self._found:
            token.end = self._offset + len(self._pending.decode("utf-8", "replace"))
            yield token

    def _parsed(self, data: bytes, *, final: bool) -> Iterator[Token]:
        """What is complete: the last token's end is where the next one begins."""
        try:
            self._expat.Parse(data, final)
        except expat.ExpatError as error:
            what = f"not well-formed XML ({expat.ErrorString(error.code)})"
            line = self._file.line_of(self._place(self._expat.ErrorByteIndex))
            raise InputError(self._file.path, what, line=line) from None
        ready, self._found = self._found[:-1], self._found[-1:]
        yield from ready

    def _place(self, byte: int) -> int:
        """The code point that a byte belongs to; bytes are asked for in order."""
        ahead = byte - self._counted
        if ahead > 0:
            self._offset += len(self._pending[:ahead].decode("utf-8", "replace"))
            del self._pending[:ahead]
            self._counted = byte
        return self._offset

    def _add(self, kind: Kind, **values: Any) -> None:  # noqa: ANN401 — a token's fields
        start = self._place(self._expat.CurrentByteIndex)
        if self._found:
            self._found[-1].end = start
        self._found.append(Token(kind, self._file, start, **values))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._refused("elements nested too deep")
        space, _, local = name.rpartition(" ")
        named = {_spaced(key): value for key, value in attributes.items()}
        self._add(Kind.START, name=local, space=space, attributes=named)

    def _end(self, name: str) -> None:
        self._depth -= 1
        space, _, local = name.rpartition(" ")
        self._add(Kind.END, name=local, space=space)

    def _text(self, text: str) -> None:
        self._add(Kind.TEXT, text=text)

    def _other(self, *_values: object) -> None:
        self._add(Kind.OTHER)

    def _entity(self, *_values: object) -> None:
        raise self._refused("declares entities, which is refused")

    def _refused(self, what: str) -> InputError:
        line = self._file.line_of(self._place(self._expat.CurrentByteIndex))
        return InputError(self._file.path, what, line=line, fix="give plain XML")


def _spaced(name: str) -> str:
    space, found, local = name.rpartition(" ")
    return f"{{{space}}}{local}" if found else name
