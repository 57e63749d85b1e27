"""XML as a stream of tokens that know where in the file they stand.

expat reads along and refuses what is not well-formed; where each tag and text stands is found
beside it, in code points, so that text read from XML leads back into the file. Documents that
declare entities are refused (a few lines of them can stand for gigabytes), and nothing outside
the file is ever opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from xml.parsers import expat

from corpora.errors import InputError
from corpora.text import PassageBuilder, TextFile
from corpora.xml_names import NO_ATTRIBUTES, XML, Names, referred

__all__ = ["XML", "Kind", "Token", "tokens"]

_DEEPEST = 1_000
_LONGEST = 1 << 25
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_QUOTED = r'"[^"]*+"|\'[^\']*+\''
_PASSED_OVER = r"<!--.*?-->|<\?.*?\?>"
_MARKUP = re.compile(
    rf"""(?P<text>[^<&\r]++)
    |(?P<start><(?P<name>[^\s/>!?]++)(?P<attributes>(?:[^"'>/]++|{_QUOTED}|/(?!>))*+)(?P<empty>/?)>)
    |(?P<end></[^>]++>)
    |(?P<reference>&[^;&<]*+;)
    |(?P<line_end>\r\n?+)
    |(?P<cdata><!\[CDATA\[.*?\]\]>)
    |(?P<other>{_PASSED_OVER}
      |<!DOCTYPE(?:[^\["'>]++|{_QUOTED})*+
       (?:\[(?:[^\]"'<]++|{_QUOTED}|{_PASSED_OVER}|<(?!!--|\?))*+\]\s*+)?+>)
    |(?P<rest>.++)""",
    re.DOTALL | re.VERBOSE,
)
_LINES = re.compile(r"[^\r]++|\r\n?+")


class Kind(Enum):
    """What a token is."""

    START = "start"
    END = "end"
    TEXT = "text"
    OTHER = "other"
    """A comment, a processing instruction, a declaration, a CDATA section's border."""


# A member of an enumeration takes a while to be looked up.
_START, _END, _TEXT, _OTHER = Kind.START, Kind.END, Kind.TEXT, Kind.OTHER


@dataclass(slots=True)
class Token:
    """Code points `start` to `end` of a file: a tag, or text that reads as `text`.

    `name` is the local name of an element, `space` its namespace; the names of attributes in a
    namespace are `{namespace}local`. An empty element gives two tokens, its tag and, of no width,
    its end. `file` is the window in which the token begins.
    """

    kind: Kind
    file: TextFile
    start: int
    end: int
    text: str = ""
    name: str = ""
    space: str = ""
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
    judge, scanner = _Judge(), _Scanner()
    judged: TextFile | None = None
    for window in windows:
        judge.feed(window)
        if judged is not None:  # expat may put off its verdict on what a window ends with
            yield from scanner.feed(judged)
        judged = window
    judge.close()
    if judged is not None:
        yield from scanner.feed(judged)
    scanner.close()


class _Judge:
    """Says whether it is XML: expat, which is asked for nothing else."""

    def __init__(self) -> None:
        self._expat = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self._expat.EntityDeclHandler = self._entity
        if hasattr(self._expat, "SetReparseDeferralEnabled"):
            self._expat.SetReparseDeferralEnabled(False)  # noqa: FBT003 — expat's own
        self._path, self._before = "", 0

    def feed(self, window: TextFile) -> None:
        if not self._path:
            self._path, self._before = window.path, window.first_line - 1
        self._parse(window.text.encode("utf-8", "surrogatepass"), final=False)

    def close(self) -> None:
        self._parse(b"", final=True)

    def _parse(self, data: bytes, *, final: bool) -> None:
        try:
            self._expat.Parse(data, final)
        except expat.ExpatError as error:
            what = f"not well-formed XML ({expat.ErrorString(error.code)})"
            raise InputError(self._path, what, line=self._before + error.lineno) from None

    def _entity(self, *_values: object) -> None:
        line = self._before + self._expat.CurrentLineNumber
        what = "declares entities, which is refused"
        raise InputError(self._path, what, line=line, fix="give plain XML")


class _Scanner:
    """Finds the tokens of what is known to be well-formed."""

    def __init__(self) -> None:
        self._names = Names()
        # What a window ends with, if it goes on in the next, and where and in which one it began.
        self._rest, self._at, self._began = "", 0, TextFile("", "")

    def feed(self, window: TextFile) -> Iterator[Token]:
        text, base, before = self._rest + window.text, window.origin, self._began
        if self._rest:
            base, self._rest = self._at, ""
        for found in _MARKUP.finditer(text):
            start, end = found.span()
            at, end = base + start, base + end
            file = window if at >= window.origin else before
            kind = found.lastgroup
            if kind == "text":
                yield Token(_TEXT, file, at, end, found.group(), "", "", NO_ATTRIBUTES)
            elif kind == "end":
                name = self._names.closed()
                yield Token(_END, file, at, end, "", name.local, name.space, NO_ATTRIBUTES)
            elif kind == "start":
                yield (token := self._element(found, file, at, end))
                if found["empty"]:
                    self._names.closed()
                    yield Token(_END, file, end, end, "", token.name, token.space)
            elif kind == "rest":
                self._keep(found.group(), file, at)
            else:
                yield from _others(found, file, at, window)

    def _keep(self, rest: str, file: TextFile, at: int) -> None:
        self._rest, self._at, self._began = rest, at, file
        if len(rest) > _LONGEST:
            what = f"a tag, comment or CDATA section of more than {_LONGEST:,} characters"
            raise InputError(file.path, what, line=file.line_of(at))

    def close(self) -> None:
        if self._rest:
            line = self._began.line_of(self._at)
            raise InputError(self._began.path, "not XML as it is read here", line=line)

    def _element(self, found: re.Match[str], file: TextFile, at: int, end: int) -> Token:
        name, values = self._names.opened(found["name"], found["attributes"])
        if self._names.depth > _DEEPEST:
            what = "elements nested too deep"
            raise InputError(file.path, what, line=file.line_of(at), fix="give plain XML")
        return Token(_START, file, at, end, "", name.local, name.space, values)


def _others(found: re.Match[str], file: TextFile, at: int, window: TextFile) -> Iterator[Token]:
    written = found.group()
    if found.lastgroup != "cdata":
        yield _odd(written, file, at)
        return
    for token in _cdata(written, file, at):
        token.file = window if token.start >= window.origin else file
        yield token


def _odd(written: str, file: TextFile, at: int) -> Token:
    """A reference, a carriage return, or what is no text at all."""
    end = at + len(written)
    text = referred(written) if written[0] == "&" else "\n" if written[0] == "\r" else None
    if text is None:
        return Token(_OTHER, file, at, end)
    return Token(_TEXT, file, at, end, text)


def _cdata(written: str, file: TextFile, at: int) -> Iterator[Token]:
    start, stop = at + len(_CDATA), at + len(written) - len(_CDATA_END)
    yield Token(_OTHER, file, at, start)
    for found in _LINES.finditer(written, len(_CDATA), len(written) - len(_CDATA_END)):
        text = "\n" if found.group()[0] == "\r" else found.group()
        yield Token(_TEXT, file, at + found.start(), at + found.end(), text)
    yield Token(_OTHER, file, stop, at + len(written))
