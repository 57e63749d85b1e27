"""The systems of a comparison: the same segments, translated by each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from pathlib import Path, PurePath

from corpora.errors import AlignmentError, UsageError
from corpora.rows import whole_name
from corpora.text import Document, Passage, Segment, join
from qa.measure import Measuring, loader_of, read_with
from qa.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Translated:
    """A system and its documents; of all systems they are the same ones in the same order."""

    name: str
    documents: tuple[Document, ...]

    def segments(self) -> list[tuple[Document, Segment]]:
        """Every segment with its document."""
        return [(document, one) for document in self.documents for one in document.segments]


def read_systems(
    request: Measuring, paths: Sequence[str], notes: list[str], progress: Progress = silent
) -> list[Translated]:
    """Read `PATH` or `NAME=PATH`, or one file of rows with a system's name in each.

    Raises UsageError for names that are doubled or too few, AlignmentError for systems that did
    not translate the same.
    """
    named = [_named(path) for path in paths]
    found: list[Translated] = []
    loader = loader_of(request, notes)
    for name, path in named:
        inputs = replace(request.inputs, paths=(path,))
        documents = read_with(loader, replace(request, inputs=inputs), notes, progress)
        found += _by_system(documents) if len(named) == 1 else [Translated(name, tuple(documents))]
    names = [system.name for system in found]
    if doubled := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"two systems are called '{doubled}'; write NAME=PATH")
    if len(found) < 2:  # noqa: PLR2004 — a comparison has two sides
        raise UsageError("a comparison needs two systems: give two files, or rows with a 'system'")
    found = _in_step(found)
    for other in found[1:]:
        _check_same(found[0], other)
    return found


def _in_step(systems: list[Translated]) -> list[Translated]:
    """The systems as they are, or by paragraphs where their sentences do not answer one to one."""
    shapes = {tuple(len(d.segments) for d in system.documents) for system in systems}
    is_prose = any(one.realigned for s in systems for _, one in s.segments()) or len(shapes) > 1
    if not is_prose or any(d.system for s in systems for d in s.documents):
        return systems
    return [Translated(s.name, tuple(map(_paragraphs, s.documents))) for s in systems]


def _paragraphs(document: Document) -> Document:
    """A document with a segment for each paragraph."""
    groups = [list(group) for _, group in groupby(document.segments, key=lambda s: s.paragraph)]
    joined = (
        Segment(
            index,
            _joined([one.mt for one in group]) or group[0].mt,
            _joined([one.source for one in group if one.source]),
            tuple(
                found
                for side in zip_longest(*(one.references for one in group))
                if (found := _joined([passage for passage in side if passage]))
            ),
            index,
        )
        for index, group in enumerate(groups)
    )
    return replace(document, segments=tuple(joined))


def _joined(passages: Sequence[Passage]) -> Passage | None:
    """Several passages as one text; None for none."""
    written = [passage for passage in passages if not passage.is_blank]
    return join(written) if written else next(iter(passages), None)


def _named(path: str) -> tuple[str, str]:
    name, equals, rest = path.partition("=")
    if equals and name and "/" not in name and not Path(path).exists():
        if not rest:
            raise UsageError(f"{path}: a path is missing behind '='")
        return name, rest
    return PurePath(path).name.removesuffix(PurePath(path).suffix) or path, path


def _by_system(documents: Sequence[Document]) -> Iterator[Translated]:
    """The documents of a file of rows, apart by system; their ids without the system's name."""
    names = dict.fromkeys(document.system or "" for document in documents)
    for name in names:
        own = [d for d in documents if (d.system or "") == name]
        plain = [replace(d, id=d.id.removeprefix(f"{name}/")) for d in own]
        yield Translated(name or "unnamed", tuple(sorted(plain, key=lambda d: d.id)))


def _check_same(first: Translated, other: Translated) -> None:
    """Raise AlignmentError where two systems did not translate the same segments."""
    whole = _is_one(first) and _is_one(other)
    counts = [len(system.segments()) for system in (first, other)]
    if whole and counts[0] != counts[1]:
        raise _uneven(first.name, other.name, counts, first.documents[0].id)
    for mine, theirs in zip_longest(first.documents, other.documents):
        if mine is None or theirs is None or not (whole or mine.id == theirs.id):
            missing = mine.id if mine is not None else theirs.id if theirs is not None else ""
            raise AlignmentError(
                f"{first.name} and {other.name} have different documents, such as '{missing}'"
            )
        _check_segments(first.name, other.name, mine, theirs)


def _is_one(system: Translated) -> bool:
    """Whether it is one document, or one that comes in parts: its name is that of the file."""
    start, *rest = system.documents
    return all(whole_name(one.id) == start.id for one in rest)


def _check_segments(first: str, second: str, mine: Document, theirs: Document) -> None:
    if len(mine.segments) != len(theirs.segments):
        raise _uneven(first, second, [len(mine.segments), len(theirs.segments)], mine.id)
    for ours, other in zip(mine.segments, theirs.segments, strict=True):
        pairs = [(ours.source, other.source), *zip_longest(ours.references, other.references)]
        for one, two in pairs:
            if _text(one) != _text(two):
                place = one or two or ours.mt
                line = place.file.line_of(place.start)
                what = "source and references must be the same for all systems"
                raise AlignmentError(f"{place.file.path}:{line}: {what}; {second}'s differ here")


def _uneven(first: str, second: str, counts: Sequence[int], identity: str) -> AlignmentError:
    what = f"{first} has {counts[0]:,} and {second} {counts[1]:,} segments"
    fix = "systems are compared segment by segment: give line-aligned files, or rows"
    return AlignmentError(f"{identity}: {what}; {fix}")


def _text(passage: Passage | None) -> str | None:
    return None if passage is None else passage.text
