"""From a TMX file to its documents, translation unit by translation unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from corpora.errors import InputError
from corpora.languages import covers, primary_of
from corpora.opening import name_of
from corpora.reader import ReadOptions
from corpora.text import Document, Passage, Segment, TextFile
from corpora.windows import recut
from corpora.xliff.content import content
from corpora.xliff.elements import Element, grown, skip
from corpora.xliff.parts import Parts, Titles, tag_of
from corpora.xml_tokens import XML, Kind, tokens

_DOCUMENT_PROPS = frozenset({"x-document", "x-doc", "x-document-id", "document"})
_ALL = "*all*"
_SHOWN = 5
_FAR = 3
"""The distance of one language from another; 0: the same, 1: a kind of it, 2: its next of kin."""


def documents(windows: Iterable[TextFile], options: ReadOptions) -> Iterator[Document]:
    """The documents of a file. Raises InputError, with the line, for what is no TMX."""
    walk, path, root = _Walk(options), "", ""
    following = tokens(recut(windows, "tu"))
    for token in following:
        path = token.file.path
        if token.kind is not Kind.START:
            continue
        if not root:
            root = token.name
            if root != "tmx":
                what = f"no translation memory (it begins with <{root}>)"
                raise InputError(path, what, line=token.line)
        elif token.name == "header":
            walk.source = token.attributes.get("srclang", "")
            skip(following)
        elif token.name == "tu":
            yield from walk.unit(grown(token, following))
        elif token.name != "body":
            skip(following)
    yield from walk.end(path)


@dataclass(frozen=True, slots=True)
class _Version:
    """A text of a unit in one language."""

    language: str
    text: Passage
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Walk:
    options: ReadOptions
    source: str = ""
    target: str = ""
    spoken: str | None = None
    titles: Titles = field(default_factory=Titles)
    parts: Parts | None = None
    named: str | None = None
    count: int = 0

    def unit(self, element: Element) -> Iterator[Document]:
        """A unit: a segment for each of its translations."""
        versions = [one for one in map(_version, element.elements("tuv")) if one is not None]
        source = self._source(element, versions)
        others = [one for one in versions if one is not source]
        segments = [*_segments(element, source, self._targets(element, others))]
        if not segments:
            return
        document = _document_of(element)
        if self.parts is None or document != self.named:
            yield from self.parts.rest() if self.parts else ()
            self.parts, self.named = self._parts(element, document, source), document
        self.count += len(segments)
        yield from self.parts.add(segments)

    def end(self, path: str) -> Iterator[Document]:
        """The file is over."""
        yield from self.parts.rest() if self.parts else ()
        if not self.count:
            wanted = self.options.language
            what = f"holds no translation into {wanted}" if wanted else "holds no translations"
            raise InputError(path, what, fix="--lang names the language of the translations")

    def _parts(self, element: Element, document: str | None, source: _Version | None) -> Parts:
        name = document or name_of(element.tag.file.path)
        language = self.options.language or tag_of(self.target)
        self.spoken = source.language if source else self.spoken
        other = self.options.source_language or tag_of(self.spoken)
        return Parts(Document(name, (), language, other), self.titles)

    def _source(self, element: Element, versions: list[_Version]) -> _Version | None:
        wanted = self.options.source_language or element.attributes.get("srclang") or self.source
        known = bool(wanted) and wanted.lower() != _ALL
        source = _best(wanted, versions) if known else None
        mine = _best(self.options.language or "", versions)
        if known and (source is None or source is not mine):
            return source
        others = [one for one in versions if one is not mine] if mine else versions
        if mine is None or len({one.language.lower() for one in others}) > 1:
            fix = "name the language of the sources with --source-lang"
            what = f"does not say what is the source ({_listed(others)})"
            raise InputError(element.tag.file.path, what, line=element.tag.line, fix=fix)
        return next(iter(others), None)

    def _targets(self, element: Element, others: list[_Version]) -> list[_Version]:
        """The texts in the language of the translations; the first one says which it is."""
        if self.options.language:
            near = _best(self.options.language, others)
            wanted = near.language.lower() if near else None
            return [one for one in others if one.language.lower() == wanted]
        if not self.target and others:
            self.target = others[0].language
        if any(one.language.lower() != self.target.lower() for one in others):
            both = _listed([*(replace(one, language=self.target) for one in others[:1]), *others])
            what = f"holds translations into several languages ({both})"
            fix = "choose one with --lang"
            raise InputError(element.tag.file.path, what, line=element.tag.line, fix=fix)
        return others


def _version(element: Element) -> _Version | None:
    """A `<tuv>`; one without text or language says nothing."""
    segment = element.first("seg")
    language = element.attributes.get(f"{{{XML}}}lang") or element.attributes.get("lang")
    if segment is None or not language:
        return None
    return _Version(language, content(segment).passage, _notes(element))


def _best(wanted: str, versions: list[_Version]) -> _Version | None:
    """The first text in just this language, else in a kind of it, else in its next of kin."""
    best = min(versions, key=lambda one: _distance(wanted, one.language), default=None)
    return best if best is not None and _distance(wanted, best.language) < _FAR else None


@lru_cache(maxsize=1024)
def _distance(wanted: str, language: str) -> int:
    if wanted.lower() == language.lower():
        return 0
    asked, tag = tag_of(wanted), tag_of(language)
    if asked is None or tag is None:
        return _FAR
    if covers(asked, tag) or covers(tag, asked):
        return 1
    return _FAR - 1 if primary_of(asked) == primary_of(tag) else _FAR


def _segments(
    element: Element, source: _Version | None, targets: list[_Version]
) -> Iterator[Segment]:
    name, notes = element.attributes.get("tuid"), _notes(element)
    notes += source.notes if source else ()
    for index, one in enumerate(targets):
        yield Segment(
            index,
            one.text,
            source.text if source else None,
            name=f"{name} ({index + 1})" if name and index else name,
            notes=notes + one.notes,
        )


def _notes(element: Element) -> tuple[str, ...]:
    return tuple(note.text for note in element.elements("note") if note.text)


def _document_of(element: Element) -> str | None:
    for prop in element.elements("prop"):
        if prop.attributes.get("type", "").lower() in _DOCUMENT_PROPS and prop.text:
            return prop.text
    return None


def _listed(versions: list[_Version]) -> str:
    found = list(dict.fromkeys(one.language for one in versions))
    return ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
