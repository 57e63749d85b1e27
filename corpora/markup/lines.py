"""A paragraph, put together from what stands between tags: white space as a browser shows it."""

from __future__ import annotations

import re

from corpora.text import Passage, PassageBuilder, TextFile

WHITE_SPACE = " \t\n\r\f"
_ODD = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_CLOSING = frozenset(".,;:!?)]»”…。，；：！？")
_LINE_END = re.compile(r"\r\n|\n|\r")


class Line:
    """Collects one paragraph of a file, or in `<pre>` one line, then the next one.

    A run of white space is one space, and none at either end; no-break spaces stay as they are.
    """

    def __init__(self, file: TextFile) -> None:
        self._file = file
        self._builder = PassageBuilder(file)
        self._space: tuple[int, int] | None = None
        self._owed = self._marked = False

    def add(self, text: str, start: int, width: int | None = None) -> None:
        """Add what the file writes with `width` code points (else as it stands) at `start`."""
        core = text.strip(WHITE_SPACE)
        if self._marked and core:
            self._space, self._marked = None if core[0] in _CLOSING else self._space, False
        if not core:
            self._add_space(start, len(text) if width is None else width)
        elif width is not None and width != len(text):
            self._close_space()
            self._builder.add(text, start, width)
        else:
            before = len(text) - len(text.lstrip(WHITE_SPACE))
            self._add_space(start, before)
            self._close_space()
            self._add_words(core, start + before)
            end = before + len(core)
            self._add_space(start + end, len(text) - end)

    def add_verbatim(self, text: str, start: int, width: int | None = None) -> None:
        """Add it with all its spaces."""
        self._builder.add(text, start, width)

    def add_break(self) -> None:
        """Add a space that the file does not write, unless there is one."""
        self._owed = bool(len(self._builder))

    def mark(self) -> None:
        """Something that is no text: if a closing sign follows, there is no space before it."""
        self._marked = True

    def take(self) -> Passage | None:
        """The paragraph so far, if there is one; the next begins."""
        builder, self._builder = self._builder, PassageBuilder(self._file)
        self._space, self._owed, self._marked = None, False, False
        return builder.passage() if len(builder) else None

    def _add_words(self, text: str, start: int) -> None:
        at = 0
        for odd in _ODD.finditer(text):
            self._builder.add(text[at : odd.start()], start + at)
            self._builder.add(" ", start + odd.start(), odd.end() - odd.start())
            at = odd.end()
        self._builder.add(text[at:], start + at)

    def _add_space(self, start: int, width: int) -> None:
        if not width or not len(self._builder):
            return
        if self._space is None:
            self._space = (start, width)
        elif sum(self._space) == start:
            self._space = (self._space[0], self._space[1] + width)

    def _close_space(self) -> None:
        if self._space is not None:
            self._builder.add(" ", *self._space)
        elif self._owed:
            self._builder.add_unwritten(" ")
        self._space, self._owed = None, False


def lines_of(passage: Passage) -> list[Passage]:
    """The lines of a text that holds ends of lines."""
    found, at = list[Passage](), 0
    for end in _LINE_END.finditer(passage.text):
        found.append(passage.part(at, end.start()))
        at = end.end()
    return [*found, passage.part(at, len(passage.text))]
