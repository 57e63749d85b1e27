"""The files of a commit, and what was in them."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice, takewhile
from pathlib import Path
from typing import IO

from corpora.errors import UsageError
from qa.git.command import cannot_start, command_in, environment
from qa.git.repository import Repository

_LINK, _FILE = "120000", "100"
_NO_NAMES = frozenset({"", ".", ".."})
"""A forged commit may hold them, to make readers write elsewhere."""
_BLOCK = 1 << 20
_MOST_LINKS = 10
_LFS = re.compile(rb"version https://(?:git-lfs|hawser)\.github\.com/spec/")
_HEADER = re.compile(rb"[0-9a-f]+ blob (\d+)\n")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or a link of a commit: its mode, octal, and the hash of what is in it."""

    mode: str
    blob: str

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link."""
        return self.mode == _LINK


def entries(repository: Repository, commit: str) -> dict[str, Entry]:
    """The files and links of a commit by their names, in order; no submodules."""
    out = os.fsdecode(repository.ask("ls-tree", "-r", "-z", "--full-tree", commit))
    found = {}
    for line in out.split("\0")[:-1]:
        about, _, name = line.partition("\t")
        mode, _, blob = about.split(" ")
        is_file = mode == _LINK or mode.startswith(_FILE)
        if is_file and _NO_NAMES.isdisjoint(name.split("/")):
            found[name] = Entry(mode, blob)
    return found


class Blobs:
    """Reads contents by their hashes."""

    def __init__(self, write: IO[bytes], read: IO[bytes]) -> None:
        self._write, self._read = write, read

    def text(self, blob: str) -> str:
        """The target of a link."""
        return os.fsdecode(b"".join(self._pieces(blob)))

    def save(self, blob: str, path: Path) -> bool:
        """Write a content to a file, as git stores it. False for one that Git LFS keeps."""
        with path.open("wb") as file:
            pieces = self._pieces(blob)
            first = next(pieces, b"")
            file.write(first)
            file.writelines(pieces)
        return _LFS.match(first) is None

    def _pieces(self, blob: str) -> Iterator[bytes]:
        """A content piece by piece; all of it must be taken."""
        try:
            self._write.write(f"{blob}\n".encode("ascii"))
            self._write.flush()
        except OSError as error:
            raise UsageError(f"git stopped while it was read ({error.strerror})") from None
        header = _HEADER.fullmatch(self._read.readline())
        if header is None:
            raise UsageError(f"git cannot read object {blob}; 'git fsck' says what is missing")
        left = int(header[1])
        while left and (piece := self._read.read(min(left, _BLOCK))):
            left -= len(piece)
            yield piece
        if left or self._read.read(1) != b"\n":
            raise UsageError(f"git stopped while object {blob} was read")


@contextmanager
def reading(repository: Repository) -> Iterator[Blobs]:
    """What reads contents, as long as it is open."""
    words = command_in(repository.root, ("cat-file", "--batch"))
    try:
        process = subprocess.Popen(  # noqa: S603 — the arguments are ours
            words,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise cannot_start(error) from None
    with process:
        if process.stdin is not None and process.stdout is not None:
            yield Blobs(process.stdin, process.stdout)


@dataclass(frozen=True, slots=True)
class Tree:
    """Files of a commit, by the names that they are looked up by."""

    files: Mapping[str, Entry]
    blobs: Blobs
    _names: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_names", tuple(sorted(self.files)))

    def blob(self, name: str, within: str = ".") -> str | None:
        """The content of a file; None where there is none, or its link leads out of a folder."""
        for _ in range(_MOST_LINKS):
            entry = self.files.get(name)
            if entry is None or not entry.is_link:
                return entry.blob if entry else None
            target = self.blobs.text(entry.blob)
            name = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
            if not is_below(within, name):
                return None
        return None

    def below(self, folder: str) -> list[str]:
        """The names of all files below a folder, from there, in order."""
        if folder == ".":
            return list(self._names)
        start = f"{folder}/"
        names = islice(self._names, bisect_left(self._names, start), None)
        return [name[len(start) :] for name in takewhile(partial(is_below, folder), names)]


def is_below(folder: str, name: str) -> bool:
    """Whether a name lies in a folder, or in one below it; all but what leads out is below `.`."""
    if folder == ".":
        return not (name.startswith(("/", "../")) or name in {".", ".."})
    return name.startswith(f"{folder}/")
