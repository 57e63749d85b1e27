"""A test set given as the source or reference of a translation in lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from corpora.files import text_of
from corpora.formats import LINES, Formats
from corpora.opening import Opened
from corpora.reader import Layout, ReadOptions
from corpora.testsets.beside import SetSide
from corpora.text import Side


@dataclass(frozen=True, slots=True)
class SetPartners:
    """What opens and reads the files of the other sides."""

    formats: Formats
    opened: Callable[[str], AbstractContextManager[Opened]]
    options_for: Callable[[Side], ReadOptions]
    encoding: str | None
    notes: list[str]

    def columns(self, partners: Sequence[tuple[Side, str]]) -> list[SetSide]:
        """Every side that the files hold; none if one of them is no test set."""
        found: list[SetSide] = []
        for side, path in partners:
            with self.opened(path) as file:
                one = self._of(file, side)
            if not one:
                return []
            found += one
        return found

    def _of(self, file: Opened, side: Side) -> list[SetSide]:
        identity = self.formats.of(file)
        reader, options = self.formats.named(identity), self.options_for(side)
        if reader.sides is not None:
            text = text_of(file, self.encoding, self.notes)
            return [SetSide(side, documents) for documents in reader.sides(text, side, options)]
        if reader.layout is Layout.LINES and identity != LINES:
            text = text_of(file, self.encoding, self.notes)
            return [SetSide(side, tuple(reader.read(text, options)))]
        return []
