"""How the working tree differs from a commit: files and lines, whatever the user's settings."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from qa.git.hunks import FileChange, changed_lines
from qa.git.repository import Repository
from qa.git.tree import entries

WHOLE = FileChange(whole=True)
_DIFF = (
    "diff",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-relative",
    "--ignore-submodules=all",
    "--find-renames",
    f"-O{os.devnull}",
)
_KEPT = "--diff-filter=d"
_PATCH = (
    *("--patch", "--unified=0", "--inter-hunk-context=0", "--diff-algorithm=myers"),
    *("--src-prefix=a/", "--dst-prefix=b/"),
)
_LONGEST = 50_000
"""More characters of names than that may be too many for a command."""
_AT_ONCE = 200
_NO_FILTER = ("unspecified", "unset")
_BLOCK = 1 << 20
_LONE_RETURN = re.compile(rb"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of a diff: its name, the one it had before, and whether git sees no lines in it."""

    name: str
    before: str
    binary: bool


def renamed(repository: Repository, commit: str) -> dict[str, str]:
    """What files of the working tree were called at a commit, for those that were moved since."""
    out = repository.ask(*_DIFF, "--diff-filter=R", "--numstat", "-z", commit, "--")
    return {one.name: one.before for one in _listed(out)}


def tracked(
    repository: Repository, commit: str, scopes: Sequence[str]
) -> Iterator[tuple[str, FileChange]]:
    """What changed in the tracked files of these scopes; where no text changed, nothing."""
    out = repository.ask(*_DIFF, _KEPT, "--numstat", "-z", commit, "--")
    listed = {one.name: one for one in _listed(out)}
    wanted = [listed[name] for name in _those_in(scopes, listed)]
    if not wanted:
        return
    names = sorted({name for one in wanted for name in (one.name, one.before)})
    lines = changed_lines(repository.ask(*_DIFF, _KEPT, *_PATCH, commit, "--", *_few(names)))
    same = _same(repository, commit, [one for one in wanted if one.binary])
    filtered = _filtered(repository, [name for name in listed if name in lines])
    for one in wanted:
        place = repository.root / one.name
        if one.binary and one.name not in same:
            yield one.name, WHOLE
        elif one.name in lines:
            whole = one.name in filtered or place.is_symlink() or _has_lone_returns(place)
            yield one.name, WHOLE if whole else FileChange(lines[one.name])


def untracked(repository: Repository, scopes: Sequence[str]) -> list[str]:
    """The files of these scopes that git does not track, ignored ones too; `x/` for a repository.

    Git cannot say of any that it did not change.
    """
    names = _fields(repository.ask("ls-files", "--others", "-z", "--", *_few(scopes)))
    return _those_in(scopes, names)


def _same(repository: Repository, commit: str, binaries: Sequence[Listed]) -> frozenset[str]:
    """Those of these files whose contents are what they were; git lists touched ones, too."""
    old = entries(repository, commit) if binaries else {}
    found = set()
    for start in range(0, len(binaries), _AT_ONCE):
        some = binaries[start : start + _AT_ONCE]
        hashes = repository.ask("hash-object", "--", *(one.name for one in some)).split()
        for one, now in zip(some, hashes, strict=True):
            entry = old.get(one.before)
            if entry is not None and entry.blob == now.decode("ascii"):
                found.add(one.name)
    return frozenset(found)


def _filtered(repository: Repository, names: Sequence[str]) -> frozenset[str]:
    """Those of these files that git does not keep as they are (Git LFS): its lines are others."""
    given = b"".join(os.fsencode(name) + b"\0" for name in names)
    fields = iter(_fields(repository.ask("check-attr", "-z", "--stdin", "filter", given=given)))
    rows = zip(fields, fields, fields, strict=True)
    return frozenset(name for name, _, value in rows if value not in _NO_FILTER)


def _fields(out: bytes) -> list[str]:
    return os.fsdecode(out).split("\0")[:-1]


def _listed(numstat: bytes) -> Iterator[Listed]:
    """Read `added TAB removed TAB name NUL`; of a moved file `… TAB NUL before NUL name NUL`."""
    fields = iter(_fields(numstat))
    for one in fields:
        added, _, name = one.split("\t", 2)
        before = name or next(fields)
        yield Listed(name or next(fields), before, binary=added == "-")


def _few(names: Sequence[str]) -> Sequence[str]:
    """The names, or none, which stands for all, where they would be too many."""
    return names if sum(map(len, names)) < _LONGEST else ()


def _those_in(scopes: Collection[str], names: Iterable[str]) -> list[str]:
    """The names that are one of these files, or below one of these folders."""
    known = frozenset(scopes)
    return [
        name
        for name in names
        if not known.isdisjoint((name.rstrip("/"), *map(str, PurePosixPath(name).parents)))
    ]


def _has_lone_returns(place: Path) -> bool:
    """Whether a carriage return alone ends a line: git does not count such lines."""
    try:
        with place.open("rb") as file:
            left = b""
            while block := left + file.read(_BLOCK):
                if block == left:
                    return True
                left = b"\r" if block.endswith(b"\r") else b""
                if _LONE_RETURN.search(block.removesuffix(left)):
                    return True
            return False
    except OSError:
        return True  # gone in the meantime; reading it will say so
