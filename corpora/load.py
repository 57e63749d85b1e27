"""From the paths that a user named to a corpus: formats, folders, pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.carry import carried
from corpora.errors import InputError, UsageError
from corpora.files import is_large, text_of, windows_of
from corpora.folders import folder, is_folder, matching, within
from corpora.formats import LINES, PLAIN, Formats
from corpora.line_pairing import check_counts, pair_lines, pair_parts
from corpora.lines import are_line_aligned, shape_of
from corpora.opening import STDIN, Opened, in_memory, name_of, opened, shown
from corpora.pairing import Partner, pair_prose, partner_of, spoken
from corpora.reader import Layout, Reader, ReadOptions
from corpora.testsets.beside import SetSide, beside
from corpora.testsets.partners import SetPartners
from corpora.text import Document, Side

if TYPE_CHECKING:
    from corpora.alignment import Likeness

_PLAIN = (PLAIN, LINES)
_REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class Inputs:
    """What to read. `format` is a reader's id; None lets copydesk choose, `encoding` likewise.

    `prose`: plain text is never taken for lines.
    """

    paths: tuple[str, ...]
    source: str | None = None
    references: tuple[str, ...] = ()
    format: str | None = None
    encoding: str | None = None
    prose: bool = False

    @property
    def partners(self) -> tuple[tuple[Side, str], ...]:
        """The other sides' files."""
        sources = ((Side.SOURCE, self.source),) if self.source is not None else ()
        return (*sources, *((Side.REFERENCE, path) for path in self.references))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file to be read as one side, in a format."""

    side: Side
    path: str
    format: str


OptionsFor = Callable[[Side], ReadOptions]


@dataclass(frozen=True, slots=True)
class Loader:
    """Reads corpora with a set of readers; `options_for` says how to read the files of a side.

    `encoder` is asked, where prose is aligned, for what tells likeness of meaning.
    """

    readers: Mapping[str, Reader]
    options_for: OptionsFor
    notes: list[str] = field(default_factory=list)
    encoder: Callable[[], Likeness | None] | None = None
    _known: dict[_Wanted, tuple[Document, ...]] = field(default_factory=dict, repr=False)
    _kept: dict[str, Opened] = field(default_factory=dict, repr=False)

    @property
    def formats(self) -> Formats:
        """The formats that can be read."""
        return Formats(self.readers)

    def load(self, inputs: Inputs) -> Iterator[Document]:
        """The documents of a corpus, in order of their names.

        Raises InputError, AlignmentError or UsageError for what cannot be read or paired.
        """
        paths = [one for path in inputs.paths for one in matching(path)]
        if inputs.partners and len(paths) > 1:
            raise UsageError(
                "several files and --source or --reference; put each side in a folder of its own"
            )
        if [*paths, *(path for _, path in inputs.partners)].count(STDIN) > 1:
            raise UsageError("standard input can be one side only; name files for the others")
        for path in paths:
            found = self._folder(path, inputs) if is_folder(path) else self._file(path, inputs)
            alone = len(paths) == 1
            yield from found if alone else (within(path, document) for document in found)

    def _folder(self, path: str, inputs: Inputs) -> Iterator[Document]:
        suffixes = self.formats.suffixes
        names = folder(path, suffixes).names
        source = folder(inputs.source, suffixes) if inputs.source else None
        references = [folder(reference, suffixes) for reference in inputs.references]
        for name in names:
            single = replace(
                inputs,
                source=source.of(name) if source else None,
                references=tuple(found.of(name) for found in references),
            )
            for document in self._file(str(Path(path, name)), single):
                yield within(name.as_posix(), document)

    def _file(self, path: str, inputs: Inputs) -> Iterator[Document]:
        with opened(path) as file:
            identity = inputs.format or self._format(file, inputs)
            if identity in _PLAIN and (columns := self._columns(inputs)):
                yield from beside(self._whole(file, Side.TRANSLATION, inputs), columns)
                return
            if identity == LINES:
                yield from self._line_by_line(file, inputs)
                return
            reader = self.formats.named(identity)
            if reader.layout is Layout.ROWS:
                if inputs.partners:
                    what = "holds rows with all their sides"
                    raise InputError(shown(path), what, fix="drop --source and --reference")
                yield from self._read(file, Side.TRANSLATION, identity, inputs)
                return
            documents = list(self._read(file, Side.TRANSLATION, identity, inputs))
        rows = [
            [Partner(side, one) for one in self._partners(side, other, identity, inputs)]
            for side, other in inputs.partners
        ]
        for number, document in enumerate(documents):
            partners = [partner_of(document, number, documents, row) for row in rows]
            yield self._paired(document, partners, reader.layout)

    def _line_by_line(self, file: Opened, inputs: Inputs) -> Iterator[Document]:
        """Lines, with those of the other sides; a long file in parts."""
        with ExitStack() as stack:
            others = [stack.enter_context(self._opened(path)) for _, path in inputs.partners]
            if inputs.format is not None and others:
                self._check_counts([file, *others], inputs)
            columns = [
                self._side(_Wanted(side, path, LINES), one, inputs)
                for (side, path), one in zip(inputs.partners, others, strict=True)
            ]
            mt = self._read(file, Side.TRANSLATION, LINES, inputs)
            yield from pair_parts(mt, columns, [side for side, _ in inputs.partners])

    def _check_counts(self, files: Sequence[Opened], inputs: Inputs) -> None:
        """Raise AlignmentError where files have not equally many lines."""
        counts = [shape_of(windows_of(one, inputs.encoding, [])).lines for one in files]
        sides = [Side.TRANSLATION, *(side for side, _ in inputs.partners)]

        def whole(number: int) -> Partner:
            return Partner(sides[number], self._whole(files[number], sides[number], inputs))

        check_counts([one.name for one in files], counts, whole)

    def _whole(self, file: Opened, side: Side, inputs: Inputs) -> Document:
        """A file of lines as one document, however long it is."""
        text = text_of(file, inputs.encoding, self.notes)
        return next(self.formats.named(LINES).read(text, self.options_for(side)))

    def _side(self, wanted: _Wanted, file: Opened, inputs: Inputs) -> Iterable[Document]:
        """A side's documents; those of a large file come as they are asked for."""
        if is_large(file):
            return self._read(file, wanted.side, wanted.format, inputs)
        return self._kept_side(wanted, file, inputs)

    def _kept_side(self, wanted: _Wanted, file: Opened, inputs: Inputs) -> tuple[Document, ...]:
        """A side's documents; read once, however many translations they are laid beside."""
        if wanted not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[wanted] = tuple(self._read(file, wanted.side, wanted.format, inputs))
        return self._known[wanted]

    def _format(self, file: Opened, inputs: Inputs) -> str:
        """The format of a translation; plain files of equally many lines on all sides are lines."""
        identity = self.formats.of(file)
        if identity != PLAIN or not inputs.partners:
            return identity
        shapes = [shape_of(windows_of(file, inputs.encoding, []))]
        for _, path in inputs.partners:
            with self._opened(path) as other:
                if self.formats.of(other) != PLAIN:
                    return PLAIN
                shapes.append(shape_of(windows_of(other, inputs.encoding, [])))
        return LINES if not inputs.prose and are_line_aligned(shapes) else PLAIN

    def _columns(self, inputs: Inputs) -> list[SetSide]:
        """The sides of test sets that were given as partners, if they all are such."""
        reading = (self.formats, self._opened, self.options_for, inputs.encoding, self.notes)
        return SetPartners(*reading).columns(inputs.partners)

    def _read(self, file: Opened, side: Side, identity: str, inputs: Inputs) -> Iterator[Document]:
        """The documents of a file that is one side, or all of them, in a format."""
        reader, options = self.formats.named(identity), self.options_for(side)
        if reader.extract is not None:
            windows = reader.extract(file)
        elif reader.stream is not None:
            windows = windows_of(file, inputs.encoding, self.notes)
        else:
            windows = iter([text_of(file, inputs.encoding, self.notes)])
        if reader.stream is not None:
            yield from reader.stream(windows, options)
        else:
            yield from reader.read(next(windows), options)

    def _partners(
        self, side: Side, path: str, identity: str, inputs: Inputs
    ) -> tuple[Document, ...]:
        """The documents of a source or a reference."""
        with self._opened(path) as file:
            chosen = identity if inputs.format else self.formats.of(file)
            if self.formats.named(chosen).layout is Layout.ROWS:
                what = f"holds rows ({chosen}) with all their sides; it is no {side.value}"
                raise InputError(shown(path), what, fix="give it as the translation")
            return self._kept_side(_Wanted(side, path, chosen), file, inputs)

    @contextmanager
    def _opened(self, path: str) -> Iterator[Opened]:
        """A file, open; standard input, which can be read once only, is kept."""
        if path != STDIN:
            with opened(path) as file:
                yield file
            return
        if path not in self._kept:
            with opened(path) as file:
                self._kept[path] = in_memory(file.name, file.read())
        yield self._kept[path]

    def _paired(self, mt: Document, partners: Sequence[Partner], layout: Layout) -> Document:
        if layout is Layout.LINES:
            return carried(mt, pair_lines(mt, partners))
        paired = carried(mt, pair_prose(mt, partners, self.encoder))
        realigned = sum(segment.realigned for segment in paired.segments)
        if realigned:
            count = f"{realigned} of {len(paired.segments)} segments"
            path = paired.segments[0].mt.file.path
            place = path if name_of(path) == mt.id else f"{path}: {mt.id}"
            self.notes.append(f"{place}: {count} do not match sentence by sentence and are marked")
        return replace(paired, source_language=spoken(partners))
