"""Which files and lines changed, as git says, and which documents and segments that concerns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpora.folders import matching
from corpora.load import Inputs
from corpora.text import Document, Passage, Segment, TextFile
from qa.git.difference import WHOLE, tracked, untracked
from qa.git.hunks import FileChange
from qa.git.named import is_local, places, starts
from qa.git.repository import HEAD, Repository, repository_around

_SPACE = re.compile(r"\s*")
_WIDE = ("utf-16", "utf-32")


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed `since` a commit, as the user named it, in the files that were asked about.

    `files` are named as git does, from the repository's `root`; all below `folders` is new.
    `notes` are what the user should know.
    """

    since: str
    root: Path
    files: Mapping[str, FileChange] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, path: str) -> FileChange | None:
        """What changed in a file; None for an unchanged one and one of another repository."""
        found = (self._known(name) for name in self._names(path))
        return next((change for change in found if change), None)

    def has(self, path: str) -> bool:
        """Whether anything changed in a file, or in any below a folder."""
        if self.of(path):
            return True
        known = (*self.files, *self.folders)
        starts = ["" if name == "." else f"{name}/" for name in self._names(path)]
        return any(one.startswith(start) for start in starts for one in known)

    def touches(self, path: str, first: int, last: int) -> bool:
        """Whether any of a file's lines `first` to `last`, both included, from 1, changed."""
        change = self.of(path)
        return change is not None and change.touches(first, last)

    def concern(self, inputs: Inputs) -> bool:
        """Whether anything changed in what is to be read; else there is nothing to check.

        Raises InputError for a pattern that fits no file.
        """
        files = [one for path in inputs.paths for one in matching(path)]
        return any(self.has(path) for path in (*files, *(path for _, path in inputs.partners)))

    def _names(self, path: str) -> list[str]:
        """What git may call a file: by its own name, and by what it is a link to."""
        found = places(path) if is_local(path) else ()
        inside = (place for place in found if place.is_relative_to(self.root))
        return [place.relative_to(self.root).as_posix() for place in inside]

    def _known(self, name: str) -> FileChange | None:
        return WHOLE if name.startswith(self.folders) else self.files.get(name)


def changes(inputs: Inputs, ref: str | None = None) -> Changes:
    """What changed in the working tree, staged or not, and what git does not track (all of it).

    Without `ref` since the last commit, else since HEAD and `ref` went apart. Sources and
    references that lie elsewhere are taken as unchanged. Raises UsageError where git cannot tell,
    InputError for a pattern that fits no file.
    """
    repository = repository_around(inputs.paths)
    base = _base(repository, ref)
    scopes = sorted(_scopes(repository, inputs))
    loose = untracked(repository, scopes)
    files = dict(tracked(repository, base.commit, scopes))
    files |= {name: WHOLE for name in loose if not name.endswith("/")}
    folders = tuple(name for name in loose if name.endswith("/"))
    return Changes(ref or HEAD, repository.root, files, folders, base.notes)


def changed_segments(document: Document, changes: Changes) -> frozenset[int]:
    """The indices of the segments any of whose sides stands on a line that changed.

    Files that are no text count as a whole.
    """
    files = {side.file.path for segment in document.segments for side in _sides(segment)}
    found = {path: change for path in files if (change := changes.of(path))}
    if not found:
        return frozenset()
    return frozenset(
        segment.index
        for segment in document.segments
        if any(_touched(side, found.get(side.file.path)) for side in _sides(segment))
    )


def changed_documents(documents: Iterable[Document], changes: Changes) -> list[Document]:
    """The documents of which any segment changed."""
    return [document for document in documents if changed_segments(document, changes)]


@dataclass(frozen=True, slots=True)
class _Base:
    """The commit to compare with, and what the user should know of it."""

    commit: str
    notes: tuple[str, ...] = ()


def _base(repository: Repository, ref: str | None) -> _Base:
    if ref is None:
        return _Base(repository.commit_of(HEAD))
    commit = repository.commit_of(ref)
    if base := repository.merge_base(commit):
        return _Base(base)
    why = "have no commit in common"
    if repository.is_shallow():
        why += " in this shallow clone ('git fetch --unshallow'; in CI: fetch-depth: 0)"
    return _Base(commit, (f"HEAD and {ref} {why}; compared with {ref} itself",))


def _scopes(repository: Repository, inputs: Inputs) -> Iterator[str]:
    """The files and folders of the repository that the inputs are about, as git names them."""
    asked = [*inputs.paths, *(path for _, path in inputs.partners if is_local(path))]
    found = {place for path in asked for start in starts(path) for place in places(start)}
    for place in found:
        if place.is_relative_to(repository.root):
            yield place.relative_to(repository.root).as_posix()


def _sides(segment: Segment) -> Iterator[Passage]:
    yield segment.mt
    if segment.source is not None:
        yield segment.source
    yield from segment.references


def _touched(passage: Passage, change: FileChange | None) -> bool:
    if change is None or not _has_lines(passage.file):
        return change is not None
    start, end = passage.begin(0), passage.end(len(passage.text))
    line_of = passage.file.line_of
    last = line_of(max(start, end - 1))
    return change.touches(line_of(start), last, _blank_lines(passage.file, end))


def _blank_lines(file: TextFile, end: int) -> int:
    """How many blank lines follow: what was taken out behind them stood next to the passage."""
    space = _SPACE.match(file.text, end - file.origin)
    return max(0, len(space[0].splitlines()) - 1) if space else 0


def _has_lines(file: TextFile) -> bool:
    """Whether git counts lines in a file as copydesk does."""
    wide = file.encoding.lower().replace("_", "-").startswith(_WIDE)
    return not (file.extracted or file.packed or wide)
