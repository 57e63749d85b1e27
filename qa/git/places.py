"""Where the earlier versions of files lie, and what the user calls them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from corpora.opening import name_of

_FOLDER = "folder"
"""What a folder is called that has no name of its own: `.`, or where a pattern begins."""
_NAMELESS = frozenset({"", ".", "..", "/"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A file or folder as the user names it, and where its earlier version lies.

    `start` is what stands before the names of files below it.
    """

    now: str
    then: str
    start: str


@dataclass(frozen=True, slots=True)
class Places:
    """Everything that the user names has a folder of its own below `root`, a number."""

    root: Path
    known: list[Placed] = field(default_factory=list)

    def add(self, now: str, start: str | None = None) -> str:
        """A new place for what the user calls `now`; its last part is called the same there.

        `start` is what the names of files below it begin with, where it is a pattern's folder.
        """
        name = name_of(now) if start is None else _FOLDER
        start = str(Path(now, "x")).removesuffix("x") if start is None else start
        place = self.root / str(len(self.known)) / (_FOLDER if name in _NAMELESS else name)
        place.parent.mkdir(parents=True, exist_ok=True)
        self.known.append(Placed(now, str(place), start))
        return str(place)

    def now(self, then: str) -> str:
        """What the user calls the file that lies here; what lies elsewhere is called as it is."""
        root = f"{self.root}/"
        if not then.startswith(root):
            return then
        placed = self.known[int(then.removeprefix(root).partition("/")[0])]
        below = then.removeprefix(placed.then).removeprefix("/")
        return f"{placed.start}{below}" if below else placed.now

    def said(self, text: str) -> str:
        """A message about the earlier files with today's names."""
        for one in self.known:
            text = text.replace(f"{one.then}/", one.start).replace(one.then, one.now)
        return text
