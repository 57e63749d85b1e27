"""The paths that a user names: where they begin, where they lead, what git calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import InputError
from corpora.folders import matching
from corpora.opening import STDIN, is_url
from qa.git.command import one_line

_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern such as `news/2024-*/*.txt`: the folder that it begins with, and the rest."""

    folder: str
    rest: str

    @classmethod
    def of(cls, path: str) -> Pattern | None:
        """The pattern that a path is; None for one without any of `*?[`."""
        magic = _MAGIC.search(path)
        if magic is None:
            return None
        start, slash, _ = path[: magic.start()].rpartition("/")
        rest = path[len(start) + len(slash) :]
        return cls(start.rstrip("/") or slash, rest)

    def path(self, name: str) -> str:
        """A file below the folder as the user would name it."""
        between = "" if not self.folder or self.folder == "/" else "/"
        return f"{self.folder}{between}{name}"


def is_local(path: str) -> bool:
    """Whether a path names a file of this machine, not standard input or a URL."""
    return path != STDIN and not is_url(path)


def located(path: str) -> Path:
    """Where a path leads, links in its folder followed. Raises InputError for what is no path."""
    if "\0" in path:
        raise InputError(one_line(path), "no file can be called so")
    try:
        named = Path(path)
        if named.is_dir() or named.name in {"", ".."}:
            return named.resolve()
        return named.parent.resolve() / named.name
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(one_line(path), f"no file can be called so ({error})") from None


def places(path: str) -> Iterator[Path]:
    """Where a file is, and what it is a link to."""
    place = located(path)
    yield place
    if place.is_symlink() and (real := _real(place)):
        yield real


def starts(path: str) -> Iterator[str]:
    """The files and folders that hold all that a path stands for, be it a pattern."""
    pattern = Pattern.of(path)
    if pattern is None or matching(path) == [path]:
        yield path
        return
    yield pattern.folder or "."
    yield from (one for one in matching(path) if Path(one).is_symlink())


def _real(place: Path) -> Path | None:
    try:
        return place.resolve()
    except (OSError, RuntimeError):
        return None  # reading it will say what is wrong
