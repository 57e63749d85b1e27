"""Documents that were read from their earlier files get the names that they have today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpora.folders import within
from corpora.opening import name_of
from corpora.text import Document, Passage, Segment, TextFile
from qa.git.places import Places


@dataclass(frozen=True, slots=True)
class _Renamed:
    """A file and the same under another name; the old one is kept so that its identity is."""

    old: TextFile
    new: TextFile


class Renaming:
    """Renames documents read from `paths`, where today's run reads `today`."""

    def __init__(self, places: Places, paths: Iterable[str], today: Iterable[str]) -> None:
        self._places, self._today = places, tuple(today)
        self._paths = dict.fromkeys(paths)
        self._files: dict[int, _Renamed] = {}

    def document(self, old: Document) -> Document:
        """A document with the id and the files that it has in today's run."""
        segments = tuple(map(self._segment, old.segments))
        return replace(old, id=self._id(old), segments=segments)

    def _segment(self, old: Segment) -> Segment:
        source = None if old.source is None else self._passage(old.source)
        references = tuple(map(self._passage, old.references))
        return replace(old, mt=self._passage(old.mt), source=source, references=references)

    def _passage(self, old: Passage) -> Passage:
        known = self._files.get(id(old.file))
        if known is None:
            path = self._places.now(old.file.path)
            known = self._files[id(old.file)] = _Renamed(old.file, replace(old.file, path=path))
        return replace(old, file=known.new)

    def _id(self, document: Document) -> str:
        """What a document is called today, where other files may lie beside its own."""
        then = self._path(document)
        now = self._places.now(then)
        alone = _alone(document.id, then) if len(self._paths) > 1 else document.id
        if self._today == (now,):
            return alone
        return within(now, replace(document, id=alone)).id

    def _path(self, document: Document) -> str:
        """The one of the paths that a document was read from."""
        file = document.segments[0].mt.file.path if document.segments else ""
        if file in self._paths:
            return file
        fits = (path for path in self._paths if document.id.startswith(path))
        return max(fits, key=len, default=next(iter(self._paths)))


def _alone(name: str, place: str) -> str:
    """The id that a document has if its file is the only one; undoes `within`."""
    part = name.removeprefix(place)
    return part[1:] if part.startswith("/") else f"{name_of(place)}{part}"
