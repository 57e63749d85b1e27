"""Which files a path stands for: a file, a folder's, those that a pattern fits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from glob import glob, has_magic
from importlib import import_module
from pathlib import Path, PurePath

from corpora.errors import AlignmentError, InputError
from corpora.opening import STDIN, is_url, name_of, shown, suffix_of
from corpora.rows import whole_name
from corpora.text import Document


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, and the readable files in it, relative to it, in order; no hidden ones."""

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


def folder(path: str, suffixes: Collection[str]) -> Folder:
    """The files below a folder that bear one of these suffixes, or a packer's after it.

    Raises InputError for what is no folder, holds no such file, or one that leads out of it.
    """
    if not is_folder(path):
        raise InputError(path, "a folder is needed here, as the translation is one")
    found = [
        one
        for one in sorted(Path(path).rglob("*"))
        if suffix_of(one.name) in suffixes
        and one.is_file()
        and not any(part.startswith(".") for part in one.relative_to(path).parts)
    ]
    if not found:
        raise InputError(path, f"holds no file that ends in {', '.join(sorted(suffixes))}")
    for one in found:
        if not one.resolve().is_relative_to(Path(path).resolve()):
            fix = "name the file itself, or copy it into the folder"
            raise InputError(str(one), "a link that leads out of the folder; refused", fix=fix)
    return Folder(path, tuple(one.relative_to(path) for one in found))


def matching(path: str) -> list[str]:
    """The files that a pattern (`news/*.txt`) fits, in order; a path without one stands for itself.

    Raises InputError where it fits none.
    """
    if path == STDIN or not has_magic(path) or _exists(path):
        return [path]
    if is_url(path) and "*" not in path.partition("?")[0]:
        return [path]
    found = _remote(path) if is_url(path) else _local(path)
    if not found:
        raise InputError(shown(path), "no file fits this pattern")
    return found


def is_folder(path: str) -> bool:
    """Whether a path leads to a folder."""
    try:
        return path != STDIN and Path(path).is_dir()
    except (OSError, ValueError):
        return False  # reading it will say what is wrong


def _local(pattern: str) -> list[str]:
    found = glob(pattern, recursive=True)  # noqa: PTH207 — Path.glob wants a relative pattern
    return sorted(path for path in found if Path(path).is_file())


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def _remote(pattern: str) -> list[str]:
    try:
        files = import_module("fsspec").open_files(pattern, "rb")
        scheme = pattern.partition("://")[0]
        return sorted(p if is_url(p) else f"{scheme}://{p}" for p in (one.path for one in files))
    except Exception as error:  # every kind of store has errors of its own
        why = " ".join(str(error).split()) or type(error).__name__
        raise InputError(shown(pattern), f"cannot be listed ({why})") from error


def _key(name: PurePath) -> PurePath:
    return name.parent / name.name.split(".")[0]


def within(place: str, document: Document) -> Document:
    """A document of a corpus of several files: its id tells which file, or which part of it."""
    place = shown(place)
    part = document.id.removeprefix(name_of(place))
    alone = whole_name(document.id) == name_of(place)
    return replace(document, id=f"{place}{part}" if alone else f"{place}/{document.id}")
