"""From an XLIFF file to its documents, unit by unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from corpora.errors import InputError
from corpora.opening import name_of
from corpora.reader import ReadOptions
from corpora.text import Document, TextFile
from corpora.windows import recut
from corpora.xliff.elements import grown, skip
from corpora.xliff.own import own, unescaped
from corpora.xliff.parts import Parts, Titles, tag_of
from corpora.xliff.units import UNITS, preserved, unit_of
from corpora.xml_tokens import Kind, Token, tokens

_HOLDERS = frozenset({"file", "body", "group"})
_START, _END = Kind.START, Kind.END


def documents(windows: Iterable[TextFile], options: ReadOptions) -> Iterator[Document]:
    """The documents of a file. Raises InputError, with the line, for what is no XLIFF."""
    walk, path = _Walk(options), ""
    following = tokens(recut(windows, "|".join(UNITS)))
    for token in following:
        path = token.file.path
        if token.kind is _START:
            yield from walk.begin(token, following)
        elif token.kind is _END:
            yield from walk.end(token)
    walk.check(path)


@dataclass(frozen=True, slots=True)
class _Held:
    """What an element says for all that is in it."""

    translate: bool = True
    preserve: bool = False


@dataclass(slots=True)
class _Walk:
    options: ReadOptions
    titles: Titles = field(default_factory=Titles)
    languages: tuple[str | None, str | None] = (None, None)
    line: list[_Held] = field(default_factory=list)
    parts: Parts | None = None
    known: set[str] = field(default_factory=set)
    units: int = 0
    translated: bool = False

    def begin(self, token: Token, following: Iterator[Token]) -> Iterator[Document]:
        """An element begins; a unit, or what is of no interest, is read to its end."""
        if not self.line:
            self._root(token)
        elif token.name in UNITS and self.parts is not None:
            yield from self._unit(self.parts, token, following)
            return
        elif token.name not in _HOLDERS:
            skip(following)
            return
        elif token.name == "file":
            self._file(token)
        outer, values = self.line[-1] if self.line else _Held(), token.attributes
        translate = values.get("translate", "yes" if outer.translate else "no") != "no"
        self.line.append(_Held(translate, preserved(values, outer.preserve)))

    def end(self, token: Token) -> Iterator[Document]:
        """An element that holds others ends."""
        self.line.pop()
        if token.name == "file" and self.parts is not None:
            yield from self.parts.rest()
            self.parts = None

    def check(self, path: str) -> None:
        """Whether there was something to be read."""
        if not self.units:
            raise InputError(path, "holds no segments", fix="give an XLIFF file with units")
        if not self.translated:
            raise InputError(path, "holds no translations", fix="give the translated file")

    def _root(self, token: Token) -> None:
        if token.name != "xliff":
            what = f"no XLIFF (it begins with <{token.name}>)"
            raise InputError(token.file.path, what, line=token.line)
        self.languages = token.attributes.get("srcLang"), token.attributes.get("trgLang")

    def _file(self, token: Token) -> None:
        values = token.attributes
        source, target = self.languages
        source = values.get(own("source-language")) or values.get("source-language") or source
        target = values.get(own("language")) or values.get("target-language") or target
        model = Document(
            _name(values) or name_of(token.file.path),
            (),
            self.options.language or tag_of(target),
            self.options.source_language or tag_of(source),
            unescaped(values[own("system")]) if own("system") in values else None,
        )
        self.parts, self.known = Parts(model, self.titles), set()

    def _unit(self, parts: Parts, token: Token, following: Iterator[Token]) -> Iterator[Document]:
        values, held = token.attributes, self.line[-1]
        identity = values.get("id", "")
        if identity and identity in self.known:
            what = f"a second unit with the id '{identity[:80]}'"
            raise InputError(token.file.path, what, line=token.line, fix="give each its own")
        self.known.add(identity)
        if values.get("translate", "yes" if held.translate else "no") == "no":
            skip(following)
            return
        unit = unit_of(grown(token, following), preserve=held.preserve)
        self.units += len(unit.segments)
        self.translated = self.translated or any(one.mt.text for one in unit.segments)
        yield from parts.add(unit.segments, unit.flags)


def _name(values: Mapping[str, str]) -> str:
    return (
        unescaped(values.get(own("original"), ""))
        or values.get("original", "").strip()
        or values.get("id", "")
    )
