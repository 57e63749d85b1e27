"""The files of a folder that may be sides of a test set, by their names alone.

A name tells the side (`article.src.en.txt`, `ref/…`, `out/SYSTEM/…`) and the language.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpora.languages import is_language, parse
from corpora.opening import suffix_of
from corpora.text import Side

_WORDS = {
    **dict.fromkeys(("src", "source", "sources"), Side.SOURCE),
    **dict.fromkeys(("ref", "refs", "reference", "references"), Side.REFERENCE),
    **dict.fromkeys(
        ("mt", "hyp", "hyps", "hypothesis", "hypotheses", "out", "output", "outputs", "systems",
         "translation", "translations"),
        Side.TRANSLATION,
    ),
}  # fmt: skip
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
_END = re.compile(r"(?:^|[._-])((?:[a-z]{2}[-_][A-Z]{2})|[A-Za-z]+)$")
_DEEPEST, _MOST = 4, 20_000
_PASSED_OVER = frozenset({"node_modules", "site-packages", "__pycache__"})
_UNUSUAL = re.compile(r"[{}*?\[\]]")


@dataclass(frozen=True, slots=True)
class Sided:
    """A file, and what its path tells: side, language, and what text it is of.

    `root` is the folder whose name tells the side, empty where the file's own name does; `above`
    is what lies above that, `below` the folders within it; `name` has no side and no language.
    """

    path: str
    side: Side | None
    language: str | None
    above: str
    root: str
    below: tuple[str, ...]
    name: str

    @property
    def key(self) -> str:
        """What the sides of a text have in common."""
        return "/".join((*self.below, self.name))


@dataclass(frozen=True, slots=True)
class _Word:
    """What a name loses at its end: a side or a language."""

    rest: str
    side: Side | None = None
    language: str | None = None


def walked(folder: Path) -> Iterator[str]:
    """The files below a folder, as POSIX paths in order; no hidden ones, no software's."""
    count = 0
    for place, folders, names in os.walk(folder):
        here = Path(place).relative_to(folder)
        is_deep = len(here.parts) >= _DEEPEST
        folders[:] = [] if is_deep else sorted(n for n in folders if _is_usual(Path(place, n)))
        for name in sorted(names):
            path = (here / name).as_posix()
            count += 1
            if count > _MOST:
                return
            if not name.startswith(".") and _is_writable(path) and Path(place, name).is_file():
                yield path


def _is_usual(folder: Path) -> bool:
    hidden = folder.name.startswith(".") or folder.name in _PASSED_OVER
    return not hidden and not (folder / "pyvenv.cfg").exists()


def _is_writable(path: str) -> bool:
    """Whether a path can stand in a configuration as it is."""
    return path.isprintable() and not _UNUSUAL.search(path)


def sided(path: str, suffixes: Collection[str]) -> Sided | None:
    """What a file's path tells; None for one that is no text by its suffix."""
    *folders, file = PurePosixPath(path).parts
    suffix = suffix_of(file)
    if suffix not in suffixes:
        return None
    name, side, language = file[: file.lower().rfind(suffix)], None, None
    while word := _word(name):
        if (word.side and side) or (word.language and language):
            break
        name, side, language = word.rest, word.side or side, word.language or language
    at = next((n for n, part in enumerate(folders) if part.lower() in _WORDS), None)
    if at is None:
        return Sided(path, side, language, "/".join(folders), "", (), name)
    start = at + 1
    if folders[start:] and _is_code(folders[start]):
        language, start = language or parse(folders[start]), start + 1
    told = side or _WORDS[folders[at].lower()]
    root, above = "/".join(folders[:start]), "/".join(folders[:at])
    return Sided(path, told, language, above, root, tuple(folders[start:]), name)


def _word(name: str) -> _Word | None:
    """The side or the language at the end of a name."""
    match = _END.search(name)
    if match is None:
        return None
    rest, word = name[: match.start()], match[1]
    if word.lower() in _WORDS:
        return _Word(rest, side=_WORDS[word.lower()])
    return _Word(rest, language=parse(word)) if _is_code(word) else None


def _is_code(word: str) -> bool:
    """Whether a word is a language's code. It could be a short word, too: `no`, `is`."""
    return bool(_LANGUAGE.fullmatch(word)) and is_language(word)
