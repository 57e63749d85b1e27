"""From the paths that a user named to a corpus: formats, folders, pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from corpora.errors import AlignmentError, InputError, UsageError
from corpora.files import STDIN, read_text
from corpora.pairing import Partner, pair_lines, pair_prose
from corpora.reader import Layout, Reader, ReadOptions
from corpora.text import Document, Side, TextFile

_PROSE, _LINES = "text", "lines"
_REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class Inputs:
    """What to read. `format` is a reader's id; None lets copydesk choose, `encoding` likewise.

    `languages_of` tells the options to read one file with, once its text is known.
    """

    paths: tuple[str, ...]
    source: str | None = None
    references: tuple[str, ...] = ()
    format: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file to be read as one side, in a format."""

    side: Side
    file: TextFile
    format: str


OptionsFor = Callable[[TextFile, Side], ReadOptions]


@dataclass(frozen=True, slots=True)
class Loader:
    """Reads corpora with a set of readers; `options_for` says how to read a file of a side."""

    readers: Mapping[str, Reader]
    options_for: OptionsFor
    notes: list[str] = field(default_factory=list)
    _known: dict[_Wanted, Partner] = field(default_factory=dict, repr=False)

    def load(self, inputs: Inputs) -> Iterator[Document]:
        """The documents of a corpus, in order of their names.

        Raises InputError, AlignmentError or UsageError for what cannot be read or paired.
        """
        partnered = inputs.source is not None or inputs.references
        if partnered and len(inputs.paths) > 1:
            raise UsageError(
                "several files and --source or --reference; put each side in a folder of its own"
            )
        for path in inputs.paths:
            is_folder = path != STDIN and _is_folder(path)
            found = self._folder(path, inputs) if is_folder else self._file(path, inputs)
            alone = len(inputs.paths) == 1
            yield from found if alone else (_within(path, document) for document in found)

    def _folder(self, folder: str, inputs: Inputs) -> Iterator[Document]:
        names = self._names_in(folder)
        source = self._partners_in(inputs.source) if inputs.source else None
        references = [self._partners_in(reference) for reference in inputs.references]
        for name in names:
            single = replace(
                inputs,
                source=source.of(name) if source else None,
                references=tuple(found.of(name) for found in references),
            )
            for document in self._file(str(Path(folder, name)), single):
                yield _within(name.as_posix(), document)

    def _partners_in(self, folder: str) -> _Folder:
        return _Folder(folder, tuple(self._names_in(folder)))

    def _names_in(self, folder: str) -> list[PurePath]:
        """The readable files below a folder, sorted, relative to it; hidden ones left out."""
        if not _is_folder(folder):
            raise InputError(folder, "a folder is needed here, as the translation is one")
        suffixes = {suffix for reader in self.readers.values() for suffix in reader.suffixes}
        names = [
            path.relative_to(folder)
            for path in sorted(Path(folder).rglob("*"))
            if path.suffix.lower() in suffixes and path.is_file()
        ]
        names = [n for n in names if not any(part.startswith(".") for part in n.parts)]
        if not names:
            raise InputError(folder, f"holds no file that ends in {', '.join(sorted(suffixes))}")
        return list(names)

    def _file(self, path: str, inputs: Inputs) -> Iterator[Document]:
        mt = read_text(path, inputs.encoding)
        named = [(Side.SOURCE, inputs.source)] if inputs.source else []
        named += [(Side.REFERENCE, reference) for reference in inputs.references]
        others = [(side, read_text(other, inputs.encoding)) for side, other in named if other]
        reader_id = inputs.format or self._choose(mt, [file for _, file in others])
        reader = self._reader(reader_id)
        documents = reader.read(mt, self.options_for(mt, Side.TRANSLATION))
        if reader.layout is Layout.ROWS:
            if others:
                what = "holds rows with all their sides"
                raise InputError(path, what, fix="drop --source and --reference")
            yield from documents
            return
        partners = [self._partner(_Wanted(side, file, reader_id)) for side, file in others]
        yield self._paired(next(documents), partners, reader.layout)

    def _partner(self, wanted: _Wanted) -> Partner:
        """A source or a reference, read; once, however many translations it is laid beside."""
        if wanted not in self._known:
            options = self.options_for(wanted.file, wanted.side)
            document = next(self._reader(wanted.format).read(wanted.file, options))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[wanted] = Partner(wanted.side, document)
        return self._known[wanted]

    def _paired(self, mt: Document, partners: Sequence[Partner], layout: Layout) -> Document:
        languages = [p.document.language for p in partners if p.side is Side.SOURCE]
        pair = pair_lines if layout is Layout.LINES else pair_prose
        paired = pair(mt, partners)
        realigned = sum(segment.realigned for segment in paired.segments)
        if realigned:
            count = f"{realigned} of {len(paired.segments)} segments"
            self.notes.append(f"{mt.id}: {count} do not match sentence by sentence and are marked")
        return replace(paired, source_language=languages[0] if languages else None)

    def _reader(self, reader_id: str) -> Reader:
        if reader_id not in self.readers:
            known = ", ".join(sorted(self.readers))
            raise UsageError(f"no format is called '{reader_id}'; there are: {known}")
        return self.readers[reader_id]

    def _choose(self, mt: TextFile, others: Sequence[TextFile]) -> str:
        suffix = PurePath(mt.path).suffix.lower()
        for reader_id, reader in self.readers.items():
            if suffix in reader.suffixes and reader.layout is Layout.ROWS:
                return reader_id
        counts = {_line_count(file) for file in (mt, *others)}
        return _LINES if others and len(counts) == 1 else _PROSE


def _within(place: str, document: Document) -> Document:
    """A document of a corpus of several files: its id tells which file, or which part of it."""
    alone = document.id == PurePath(place).name
    return replace(document, id=place if alone else f"{place}/{document.id}")


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:
        return False  # reading it will say what is wrong


def _line_count(file: TextFile) -> int:
    ends_open = file.line_starts[-1] < len(file.text)
    return len(file.line_starts) - (0 if ends_open else 1)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder of sources or references, and the files in it."""

    path: str
    names: tuple[PurePath, ...]

    def of(self, name: PurePath) -> str:
        """The file that goes with a translation: the same name, at least up to the first dot."""
        found = [n for n in self.names if n == name] or [
            n for n in self.names if _key(n) == _key(name)
        ]
        if len(found) != 1:
            count = f"{len(found)} files" if found else "no file"
            raise AlignmentError(f"{self.path} has {count} to go with {name}; one is needed")
        return str(PurePath(self.path, found[0]))


def _key(name: PurePath) -> PurePath:
    return name.parent / name.name.split(".")[0]
