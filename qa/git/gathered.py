"""The earlier versions of what a user names, gathered in a folder."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from glob import escape
from pathlib import Path

from corpora.errors import InputError
from corpora.folders import matching
from corpora.load import Inputs
from corpora.opening import shown
from qa.git.beside import Beside, beside
from qa.git.named import Pattern
from qa.git.past import Past
from qa.git.places import Places
from qa.git.tree import Tree

_ANY_DEPTH = "**"


@dataclass(frozen=True, slots=True)
class Gathered:
    """Gathers them into places of their own.

    `today` are the translations that there are now; `missing` becomes those that were not there,
    `notes` what the user should know.
    """

    past: Past
    places: Places
    today: frozenset[str]
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _translations: list[str] = field(default_factory=list)

    def inputs(self, inputs: Inputs) -> Inputs:
        """The inputs as they were; without paths where no translation was there."""
        sides = [beside(self.past, path) for _, path in inputs.partners]
        paths = [one for path in inputs.paths for one in self._translation(path, sides)]
        kept = [self._partner(side) if paths else side.path for side in sides]
        source = kept.pop(0) if inputs.source is not None else None
        return replace(inputs, paths=tuple(paths), source=source, references=tuple(kept))

    def _translation(self, path: str, sides: Sequence[Beside]) -> list[str]:
        """Where what a path stands for lies now: nowhere, at one place, a pattern's at many."""
        tree = self.past.today
        name = self.past.repository.relative(path)
        found: list[str] = []
        if name is not None and (blob := tree.blob(name)):
            found = [self._file(path, blob)]
        elif name is not None and (below := tree.below(name)):
            found = self._folder(path, name, below, sides)
        elif pattern := Pattern.of(path):
            found = self._pattern(pattern)
            found = [one for one in found if self.places.now(one) in self.today] if sides else found
        if not found:
            self.missing.append(path)
        return found

    def _file(self, path: str, blob: str) -> str:
        placed = self.places.add(path)
        self.past.save(blob, Path(placed), path)
        return placed

    def _folder(
        self, path: str, name: str, below: Sequence[str], sides: Sequence[Beside]
    ) -> list[str]:
        names = self.past.readable(below)
        kept = names
        for side in sides:
            kept = side.answered(kept)
        if left := len(names) - len(kept):
            files = "a file has" if left == 1 else f"{left:,} files have"
            self.notes.append(f"{path}: {files} no source or reference at {self.past.ref}")
        self._translations.extend(kept)
        placed = self.places.add(path)
        written = [self._below(self.past.today, path, name, one, placed) for one in kept]
        return [placed] if any(written) else []

    def _below(self, tree: Tree, path: str, folder: str, name: str, to: str) -> bool:
        """Write a file of a folder; False for a link that leads out of it."""
        blob = tree.blob(name if folder == "." else f"{folder}/{name}", folder)
        if blob is not None:
            self.past.save(blob, Path(to, name), str(Path(path, name)))
        return blob is not None

    def _pattern(self, pattern: Pattern) -> list[str]:
        tree, start = self.past.today, pattern.folder or "."
        folder = self.past.repository.relative(start)
        placed = self.places.add(start, pattern.path(""))
        for name in tree.below(folder) if folder is not None else ():
            if folder is not None and _may_fit(name, pattern.rest):
                self._below(tree, start, folder, name, placed)
        try:
            return matching(f"{escape(placed)}/{pattern.rest}")
        except InputError:
            return []

    def _partner(self, side: Beside) -> str:
        """Where a source or reference lies now; in its old place where it was not there."""
        if side.file is not None:
            return self._file(side.path, side.file)
        if not side.then:
            self.notes.append(f"{shown(side.path)}: not in git at {self.past.ref}, taken as it is")
            return side.path
        placed = self.places.add(side.path)
        for name in side.then:
            self._below(self.past.both, side.path, side.name, name, placed)
        added = side.added(self._translations)
        for name in added:
            Path(placed, name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(side.path, name), Path(placed, name))
        if added:
            files = "a file was" if len(added) == 1 else f"{len(added):,} files were"
            what = f"{files} not in git at {self.past.ref}, taken as now"
            self.notes.append(f"{side.path}: {what}")
        return placed


def _may_fit(name: str, pattern: str) -> bool:
    """Whether a pattern can fit a file, `**` aside: so that few are written that it does not."""
    parts, wanted = name.split("/"), pattern.split("/")
    if _ANY_DEPTH in wanted:
        return wanted[-1] == _ANY_DEPTH or fnmatchcase(parts[-1], wanted[-1])
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))
