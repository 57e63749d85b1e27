"""Documents of a file of units: named, in parts where they are long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpora.errors import LanguageError
from corpora.languages import parse
from corpora.text import Document, Flag, Location, Segment

_MOST = 10_000


def tag_of(written: str | None) -> str | None:
    """A language as a file writes it, as a BCP 47 tag; None for what is none."""
    try:
        return parse(written) if written else None
    except LanguageError:
        return None


@dataclass(frozen=True, slots=True)
class Titles:
    """Gives documents their ids: the second of a name is `name (2)`."""

    _given: dict[str, int] = field(default_factory=dict)

    def title(self, name: str) -> str:
        """The id of the next document of this name."""
        number = self._given.get(name, 0) + 1
        title = name if number == 1 else f"{name} ({number})"
        while number > 1 and title in self._given:
            number += 1
            title = f"{name} ({number})"
        self._given[name] = number
        if number > 1:
            self._given[title] = 1
        return title


@dataclass(slots=True)
class Parts:
    """Collects the units of one document, `model` without its segments.

    More than ten thousand segments make several documents, so that no more need be in memory.
    """

    model: Document
    titles: Titles
    most: int = _MOST
    _segments: list[Segment] = field(default_factory=list)
    _flags: list[Flag] = field(default_factory=list)
    _passed: int = 0

    def add(self, segments: Sequence[Segment], flags: Sequence[Flag] = ()) -> Iterator[Document]:
        """Add a unit; its segments, and its flags' segments, count from 0.

        The other places that a flag names count within the document. Yields a part that is full.
        """
        if len(self._segments) >= self.most:
            yield self._document()
        first = len(self._segments)
        self._segments += segments if not first else [_moved(one, first) for one in segments]
        self._flags += [replace(flag, segment=first + flag.segment) for flag in flags]

    def rest(self) -> Iterator[Document]:
        """The last part, if there is something in it."""
        if self._segments:
            yield self._document()

    @property
    def size(self) -> int:
        """How many segments there were so far."""
        return self._passed + len(self._segments)

    def _document(self) -> Document:
        flags = tuple(replace(one, also=self._here(one.also)) for one in self._flags)
        segments = tuple(self._segments)
        self._passed += len(segments)
        self._segments, self._flags = [], []
        title = self.titles.title(self.model.id)
        return replace(self.model, id=title, segments=segments, flags=flags)

    def _here(self, also: Sequence[Location]) -> tuple[Location, ...]:
        """Other places as this part counts them, without those in other parts."""
        moved = (Location(one.segment - self._passed, one.span) for one in also
                 if one.segment >= self._passed)  # fmt: skip
        return tuple(one for one in moved if one.segment < len(self._segments))


def _moved(one: Segment, first: int) -> Segment:
    """A segment that comes after `first` others."""
    return Segment(
        first + one.index,
        one.mt,
        one.source,
        one.references,
        first + one.paragraph,
        one.realigned,
        one.confidence,
        one.name,
        one.state,
        one.notes,
    )
