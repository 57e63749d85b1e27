"""A repository's files as they were at a commit, found by today's names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpora.errors import UsageError
from corpora.formats import Formats
from corpora.opening import suffix_of
from qa.git.command import one_line
from qa.git.difference import renamed
from qa.git.repository import Repository
from qa.git.tree import Blobs, Tree, entries, reading
from qa.plugins import READERS, discover


@dataclass(frozen=True, slots=True)
class Past:
    """What there was at `ref`, the commit `commit`.

    In `today` a file that was moved since has the name that it has now; in `both` it has its old
    one, and the new one unless another file had that, up to its first dot.
    """

    repository: Repository
    ref: str
    commit: str
    today: Tree
    both: Tree
    blobs: Blobs
    suffixes: frozenset[str]

    def save(self, blob: str, path: Path, name: str) -> None:
        """Write a content to a file, `name` as the user calls it. Raises UsageError for LFS's."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self.blobs.save(blob, path):
            what = f"at {self.ref} git holds a Git LFS pointer only"
            fix = "write the baseline to a file and name that"
            raise UsageError(one_line(f"{name}: {what}; {fix}"))

    def readable(self, names: Iterable[str]) -> list[str]:
        """Those files of a folder that copydesk reads: of a known format, and none hidden."""
        return [
            name
            for name in names
            if suffix_of(name) in self.suffixes
            and not any(part.startswith(".") for part in PurePosixPath(name).parts)
        ]


@contextmanager
def past(repository: Repository, ref: str) -> Iterator[Past]:
    """The files at a commit. Raises UsageError where git knows no such commit."""
    commit = repository.commit_of(ref)
    files = entries(repository, commit)
    before = renamed(repository, commit)
    moved = {new: files[old] for new, old in before.items() if old in files}
    gone, taken = frozenset(before.values()), {key(name) for name in files}
    today = {name: entry for name, entry in files.items() if name not in gone} | moved
    both = {name: entry for name, entry in moved.items() if key(name) not in taken} | files
    suffixes = Formats({name: one.value for name, one in discover(READERS).items()}).suffixes
    with reading(repository) as blobs:
        trees = Tree(today, blobs), Tree(both, blobs)
        yield Past(repository, ref, commit, *trees, blobs, suffixes)


def key(name: str) -> str:
    """What goes by one name in the folders of all sides: up to the first dot."""
    folder, slash, file = name.rpartition("/")
    return f"{folder}{slash}{file.partition('.')[0]}"
