"""Documents from the tokens of WMT's XML: the source, references and hypotheses of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpora.annotated.annotations import language
from corpora.errors import InputError
from corpora.reader import ReadOptions
from corpora.testsets.versions import Numbered, Version, joined, numbered, segments_of, trimmed
from corpora.text import Document, Passage, PassageBuilder, Side, TextFile
from corpora.windows import recut
from corpora.xml_tokens import Kind, Token, tokens

_VERSIONS = frozenset({"src", "ref", "hyp"})
_MOST_REFERENCES = 100
_GIVE = "give the translation, a line for each segment, and this file as --source and --reference"


@dataclass(slots=True)
class _Doc:
    """A document as far as it is read."""

    name: str
    line: int
    file: TextFile
    found: dict[str, list[Version]] = field(default_factory=lambda: {n: [] for n in _VERSIONS})

    def add(self, version: Version, kind: str) -> None:
        """Add a version that is read."""
        self.found[kind].append(version)
        if kind == "ref" and len(self.found[kind]) > _MOST_REFERENCES:
            what = f"more than {_MOST_REFERENCES} references of a document"
            raise InputError(self.file.path, what, line=version.line)

    @property
    def source(self) -> Version | None:
        return self.found["src"][0] if self.found["src"] else None


@dataclass(slots=True)
class _Open:
    """A version as far as it is read; `builder` holds the open segment's text."""

    kind: str
    token: Token
    segments: dict[str, Numbered] = field(default_factory=dict)
    paragraph: int = -1
    number: str = ""
    start: int = 0
    builder: PassageBuilder | None = None

    def version(self, end: int) -> Version:
        told = self.token.attributes
        name = told.get("system") or told.get("translator")
        spoken = language(told.get("lang"))
        return Version(spoken, name, self.token.line, self.segments, end)


class _Docs:
    """Puts documents together from tokens."""

    def __init__(self) -> None:
        self._doc: _Doc | None = None
        self._open: _Open | None = None
        self._names = set[str]()

    def add(self, token: Token) -> Iterator[_Doc]:
        """Take a token; yields the document that it ends."""
        if token.kind is Kind.START:
            self._start(token)
        elif token.kind is Kind.END:
            yield from self._end(token)
        elif token.kind is Kind.TEXT and self._open and self._open.builder is not None:
            token.add_to(self._open.builder)

    def _start(self, token: Token) -> None:
        if token.name == "doc":
            name = token.attributes.get("id") or str(len(self._names) + 1)
            if name in self._names:
                what = f"two documents are called '{name}'"
                raise InputError(token.file.path, what, line=token.line)
            self._names.add(name)
            self._doc = _Doc(name, token.line, token.file)
        elif token.name in _VERSIONS and self._doc is not None:
            self._open = _Open(token.name, token)
        elif self._open is not None and token.name == "p":
            self._open.paragraph += 1
        elif self._open is not None and token.name == "seg":
            number = token.attributes.get("id")
            self._open.number = numbered(token.file, self._open.segments, number, token.line)
            self._open.builder, self._open.start = PassageBuilder(token.file), token.end

    def _end(self, token: Token) -> Iterator[_Doc]:
        if token.name == "doc" and self._doc is not None:
            yield self._doc
            self._doc = self._open = None
        elif self._open is None or self._doc is None:
            return
        elif token.name == self._open.kind:
            self._doc.add(self._open.version(token.start), token.name)
            self._open = None
        elif token.name == "seg" and self._open.builder is not None:
            text = self._open.builder.passage()
            text = text if text.text else Passage("", token.file, token.start)
            one = Numbered(self._open.number, trimmed(text), max(0, self._open.paragraph))
            self._open.segments[one.number] = one
            self._open.builder = None


def _docs(windows: Iterable[TextFile]) -> Iterator[_Doc]:
    docs, path = _Docs(), ""
    count = 0
    for token in tokens(recut(windows, "doc")):
        path = token.file.path
        for doc in docs.add(token):
            count += 1
            yield doc
    if not count:
        raise InputError(path, "holds no documents (doc)")


def documents(windows: Iterable[TextFile], options: ReadOptions) -> Iterator[Document]:
    """A document for every document and system."""
    empty: _Doc | None = None
    count, taken = 0, set[str]()
    for doc in _docs(windows):
        empty = empty or doc
        for hypothesis in doc.found["hyp"]:
            count += 1
            identity = "/".join(part for part in (hypothesis.system, doc.name) if part)
            if identity in taken:
                what = f"two hypotheses of '{hypothesis.system}' for document '{doc.name}'"
                raise InputError(doc.file.path, what, line=hypothesis.line)
            taken.add(identity)
            yield _document(doc, hypothesis, identity, options)
    if not count and empty is not None:
        what = "holds sources or references but no hypotheses (hyp)"
        raise InputError(empty.file.path, what, fix=_GIVE)


def _document(doc: _Doc, mt: Version, identity: str, options: ReadOptions) -> Document:
    source = doc.source
    return Document(
        identity,
        tuple(joined(doc.file, mt, source, doc.found["ref"])),
        options.language or mt.language,
        options.source_language or (source.language if source else None),
        mt.system,
    )


def alone(file: TextFile, wanted: Side, options: ReadOptions) -> list[tuple[Document, ...]]:
    """The documents of one side alone: once the sources, or once for each reference they all have.

    Raises InputError where a document has not that side.
    """
    kind = "src" if wanted is Side.SOURCE else "ref"
    docs = list(_docs([file]))
    for doc in docs:
        if not doc.found[kind]:
            what = f"document '{doc.name}' has no {wanted.value}"
            raise InputError(file.path, what, line=doc.line)
    count = 1 if wanted is Side.SOURCE else min(len(doc.found[kind]) for doc in docs)
    return [tuple(_alone(doc, doc.found[kind][n], options) for doc in docs) for n in range(count)]


def _alone(doc: _Doc, one: Version, options: ReadOptions) -> Document:
    spoken = options.language or one.language
    return Document(doc.name, segments_of(one), spoken, None, one.system)
