"""How a set's files become files that copydesk reads: fetch, take out, write.

A recipe says which language pairs there are, which files a pair needs, and writes the pair.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import repeat
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Protocol

from wcmatch import glob

from corpora.errors import InputError
from corpora.sets.archives import extract, gunzip, unzipped
from corpora.sets.judged import judgements
from corpora.sets.languages import Pair, short
from corpora.sets.remote import RemoteFile
from corpora.sets.writing import whole

Fetch = Callable[[RemoteFile], Path]
_CHUNK = 2**20
_CHANGED = "its publishers have changed it"


class Recipe(Protocol):
    """How a set is made."""

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs that there are, where not any two languages are one."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages any two of which are a pair."""

    @property
    def files(self) -> tuple[RemoteFile, ...]:
        """Every file, for whichever languages."""

    def write(self, name: str, pair: Pair, fetch: Fetch, folder: Path) -> Iterator[Path]:
        """Write a pair's files; yields what was written. Raises InputError."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold the pivot language and the other one."""

    pivot: str
    other: str


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a set. `{src}`, `{tgt}`, `{other}` and `{pair}` are filled in.

    Without a member the file itself is meant; `members` are several, as patterns, `below` a folder
    of the archive. A `side` is written as lines; `judged`: only the lines of the pair.
    """

    file: RemoteFile
    pair: str = ""
    side: str = ""
    member: str = ""
    members: tuple[str, ...] = ()
    below: str = ""
    columns: Columns | None = None
    judged: str = ""

    def of(self, words: Mapping[str, str]) -> RemoteFile:
        """The file that these languages have."""
        return replace(self.file, url=_filled(self.file.url, words))


@dataclass(frozen=True, slots=True)
class Parts:
    """A set made of files, each for a pair, or for a side of any pair."""

    parts: tuple[Part, ...]
    pairs: tuple[Pair, ...] = ()
    languages: tuple[str, ...] = ()
    pivot: str = ""
    code: str = "{code}"
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def files(self) -> tuple[RemoteFile, ...]:
        """Every file, for whichever languages."""
        pairs = (*self.pairs, *(Pair(one, one) for one in self.languages))
        found = (part.of(self.words(pair)) for pair in pairs for part in self.parts)
        return tuple(dict.fromkeys(found))

    def write(self, name: str, pair: Pair, fetch: Fetch, folder: Path) -> Iterator[Path]:
        """Write a pair's files; yields what was written."""
        written: dict[Path, int] = {}
        for part in self.parts:
            if part.pair in {"", str(pair)}:
                with TemporaryDirectory() as scratch:
                    job = _Job(self, part, pair, folder, Path(scratch))
                    written.update(job.run(name, fetch))
        if len(self.parts) > 1 and all(part.side for part in self.parts):
            _check_lines(written)
        yield from written

    def short(self, language: str) -> str:
        """What a language is called in the names of files."""
        known = (one for pair in self.pairs for one in (pair.source, pair.target))
        return short(language, (*known, *self.languages))

    def words(self, pair: Pair) -> dict[str, str]:
        """What stands for `{src}` and so on."""
        source, target = (
            self.codes.get(one, self.code.replace("{code}", one))
            for one in (pair.source, pair.target)
        )
        other = target if pair.source == self.pivot else source
        return {"src": source, "tgt": target, "other": other, "pair": str(pair)}


def _check_lines(lines: Mapping[Path, int]) -> None:
    if len(set(lines.values())) > 1:
        counts = " and ".join(f"{path} has {count:,}" for path, count in lines.items())
        first = next(iter(lines))
        for path in lines:
            path.unlink(missing_ok=True)
        raise InputError(str(first), f"the sides have not equally many lines: {counts}")


@dataclass(frozen=True, slots=True)
class _Job:
    """One part of one pair."""

    recipe: Parts
    part: Part
    pair: Pair
    folder: Path
    scratch: Path

    def run(self, name: str, fetch: Fetch) -> Iterator[tuple[Path, int]]:
        """Write the part's files; yields them with how many lines they have."""
        source, target = map(self.recipe.short, (self.pair.source, self.pair.target))
        stem = self.folder / f"{name.replace('/', '-')}.{source}-{target}"
        for member, path in self._found(fetch):
            if self.part.side:
                language = self.pair.source if self.part.side == "src" else self.pair.target
                code = self.recipe.short(language)
                out = stem.with_name(f"{stem.name}.{self.part.side}.{code}.txt")
                yield out, _write_lines(out, self._lines(path, language))
            elif self.part.judged:
                out = stem.with_name(f"{stem.name}.jsonl")
                yield out, _write_lines(out, judgements(path, self.pair))
            else:
                out = self.folder / member
                yield out, _copy(path, out)

    def _found(self, fetch: Fetch) -> Iterator[tuple[str, Path]]:
        """The files that are meant, unpacked, by the names they shall have."""
        words = self.recipe.words(self.pair)
        file = self.part.of(words)
        path = fetch(file)
        if self.part.member or self.part.members:
            yield from self._taken(path, words)
        elif unzipped(path):
            target = self.scratch / "unpacked"
            gunzip(path, target)
            yield file.name.removesuffix(".gz"), target
        else:
            yield file.name, path

    def _taken(self, archive: Path, words: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
        below = PurePosixPath(_filled(self.part.below, words))
        wanted = self.part.members or (self.part.member,)
        patterns = [str(below / _filled(one, words)) for one in wanted]

        def place(member: str) -> Path | None:
            fits = member in patterns or glob.globmatch(member, patterns)
            return self.scratch / member if fits else None

        found = extract(archive, place)
        if not found:
            what = f"holds no {' and no '.join(patterns)}"
            raise InputError(str(archive), what, fix=_CHANGED)
        for member, path in sorted(found.items()):
            short = PurePosixPath(member)
            yield str(short.relative_to(below) if self.part.below else short.name), path

    def _lines(self, path: Path, language: str) -> Iterator[str]:
        columns = self.part.columns
        if columns is None:
            yield from _texts(path)
        else:
            is_pivot = language == self.recipe.pivot
            yield from _column(path, columns.pivot if is_pivot else columns.other)


def _filled(text: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text


def _texts(path: Path) -> Iterator[str]:
    """A file's lines, without their ends, a byte order mark, or blank lines at the end."""
    blank = 0
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            for line in file:
                text = line.rstrip("\r\n")
                if text.strip():
                    yield from repeat("", blank)
                    yield text
                blank = 0 if text.strip() else blank + 1
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"is not UTF-8 ({error.reason})") from None


def _column(path: Path, name: str) -> Iterator[str]:
    """A column of tab-separated values, which may be quoted as in CSV."""
    rows = csv.DictReader((f"{line}\n" for line in _texts(path)), delimiter="\t")
    try:
        if name not in (rows.fieldnames or ()):
            raise InputError(str(path), f"has no column '{name}'", fix=_CHANGED)
        for row in rows:
            yield " ".join((row[name] or "").split())
    except csv.Error as error:
        raise InputError(str(path), f"is no table ({error})", line=rows.line_num) from None


def _write_lines(path: Path, lines: Iterable[str]) -> int:
    count = 0
    with whole(path) as file:
        for line in lines:
            file.write(line.encode() + b"\n")
            count += 1
    return count


def _copy(path: Path, target: Path) -> int:
    with path.open("rb") as source, whole(target) as file:
        while data := source.read(_CHUNK):
            file.write(data)
    return 0
