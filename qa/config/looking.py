"""What `copydesk init` sees in a folder: test sets, systems, a repository."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpora.errors import CopydeskError
from corpora.load import Inputs
from corpora.opening import suffix_of
from corpora.reader import Layout
from qa.config.found_files import sided, walked
from qa.config.found_sets import FoundSet, found_sets
from qa.measure import Measuring, loader_of
from qa.plugins import READERS, discover

MOST_SETS = 20
_OF_ROWS = frozenset({".tsv", ".csv", ".jsonl", ".xlf", ".xliff", ".sdlxliff", ".mqxliff"})
_LARGEST = 20_000_000
"""Bytes of a file of rows that is tried."""
_MOST_TRIED = 50
_GIT, _USUAL_BRANCH = ".git", "main"
_REMOTE_HEAD = ("refs", "remotes", "origin", "HEAD")
_ORIGIN = "ref: refs/remotes/origin/"


@dataclass(frozen=True, slots=True)
class Found:
    """The test sets, how many more there are, and the repository's main branch (None for none)."""

    sets: tuple[FoundSet, ...] = ()
    more: int = 0
    branch: str | None = None

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems of all sets, in the order of their names."""
        return tuple(sorted({name for one in self.sets for name in one.systems}))

    def sets_of(self, system: str) -> tuple[str, ...]:
        """The sets that a system translates; none where these are all there are."""
        named = tuple(one.name for one in self.sets if system in one.systems)
        return () if len(named) == len(self.sets) else named


def look(folder: Path) -> Found:
    """What is in a folder. Files are known by their names; those of rows are tried."""
    readers = {name: plugin.value for name, plugin in discover(READERS).items()}
    texts = [one for one in readers.values() if one.layout is not Layout.ROWS]
    suffixes = frozenset(suffix for one in texts for suffix in one.suffixes)
    paths = list(walked(folder))
    files = [one for path in paths if (one := sided(path, suffixes))]
    sets = found_sets(files, folder, suffixes)
    sets += tuple(_rows(folder, paths, [one.name for one in sets]))
    return Found(sets[:MOST_SETS], len(sets[MOST_SETS:]), _branch(folder))


def _rows(folder: Path, paths: Sequence[str], taken: list[str]) -> Iterator[FoundSet]:
    """The files that hold translations with what stands beside them."""
    candidates = [path for path in paths if suffix_of(path) in _OF_ROWS]
    for path in candidates[:_MOST_TRIED]:
        if _holds_translations(folder / path):
            name = PurePosixPath(path).name.removesuffix(suffix_of(path)) or path
            name = path if name in taken else name
            taken.append(name)
            yield FoundSet(name, path)


def _holds_translations(path: Path) -> bool:
    """Whether a file can be read, and has sources or references."""
    if path.stat().st_size > _LARGEST:
        return False
    try:
        documents = loader_of(Measuring(Inputs((str(path),))), []).load(Inputs((str(path),)))
        first = next(documents, None)
    except CopydeskError:
        return False
    return first is not None and (first.has_source or first.has_reference)


def _branch(folder: Path) -> str | None:
    """The main branch of the repository that a folder is in; None where it is in none."""
    for place in (folder.resolve(), *folder.resolve().parents):
        if (place / _GIT).exists():
            try:
                head = place.joinpath(_GIT, *_REMOTE_HEAD).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                return _USUAL_BRANCH
            return head.removeprefix(_ORIGIN) if head.startswith(_ORIGIN) else _USUAL_BRANCH
    return None
