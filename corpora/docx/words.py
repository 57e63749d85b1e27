"""Words of a DOCX, the lines that they make, and which element holds which of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LINE_BREAK = "\u2028"
"""What a line break within a paragraph is read as."""


@dataclass(slots=True)
class Atom:
    """Characters of a line that one element holds: those of a `w:t`, or a tab, or a break."""

    element: Any
    text: str
    start: int = 0

    @property
    def end(self) -> int:
        """Where it ends in the whole text."""
        return self.start + len(self.text)


@dataclass(slots=True)
class Line:
    """A paragraph (or two, where the mark between them is deleted); `note` is a footnote's id."""

    paragraph: Any
    note: str | None = None
    atoms: list[Atom] = field(default_factory=list)
    size: int = 0
    start: int = 0

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(atom.text for atom in self.atoms)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Code points `start` to `end`, half-open, of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Body:
    """What a document says, and where comments and bookmarks stand in it.

    `references` are the places of footnotes' numbers, and the runs that hold these.
    """

    lines: tuple[Line, ...]
    comments: dict[str, Stretch]
    bookmarks: dict[str, Stretch]
    references: dict[str, Any]

    @property
    def text(self) -> str:
        """All lines, each with its end."""
        return "".join(f"{line.text}\n" for line in self.lines)
