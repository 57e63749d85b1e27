"""Passages put together from stretches of a file, or from other passages."""

from __future__ import annotations

from collections.abc import Iterable

from corpora.passage import Passage, Piece, TextFile


class PassageBuilder:
    """Puts a passage together from stretches of one file, in order."""

    def __init__(self, file: TextFile) -> None:
        self._file = file
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._size, self._start, self._end = 0, 0, 0

    def __len__(self) -> int:
        return self._size

    def add(self, text: str, start: int, width: int | None = None) -> None:
        """Add what the file writes with `width` code points (else as it stands) at `start`."""
        if not text:
            return
        if not self._size:
            self._start = self._end = start
        if width is None or width == len(text):
            if start != self._end:
                self._pieces.append(Piece(self._size, start))
            self._end = start + len(text)
        else:
            self._pieces.append(Piece(self._size, start, width))
            nothing = (Piece(self._size + n, start + width, 0) for n in range(1, len(text)))
            self._pieces.extend(nothing)
            self._end = start + width
        self._parts.append(text)
        self._size += len(text)

    def add_part(self, passage: Passage, start: int = 0, end: int | None = None) -> None:
        """Add code points `start` to `end` of a passage of the same file."""
        part = passage.part(start, len(passage.text) if end is None else end)
        at = 0
        for piece in part.pieces:
            self.add(part.text[at : piece.at], part.begin(at))
            self.add(part.text[piece.at], piece.start, piece.width)
            at = piece.at + 1
        self.add(part.text[at:], part.begin(at))

    def add_as(self, text: str, passage: Passage, start: int, end: int) -> None:
        """Add `text`, which is what code points `start` to `end` of a passage stand for."""
        first = passage.begin(start)
        self.add(text, first, max(0, passage.end(end) - first))

    @property
    def ends_in_space(self) -> bool:
        """Whether what was put together so far ends in white space."""
        return bool(self._parts) and self._parts[-1][-1].isspace()

    def add_unwritten(self, text: str) -> None:
        """Add what the file does not write, such as the space between two paragraphs."""
        self.add(text, self._end, 0)

    def passage(self) -> Passage:
        """What was put together."""
        return Passage("".join(self._parts), self._file, self._start, tuple(self._pieces))


def join(passages: Iterable[Passage]) -> Passage:
    """Several passages of one file (at least one) as one; between two of them is white space.

    That is what the file has there, if it is spaces or ends of lines alone; elsewhere a space that
    the file does not write.
    Raises ValueError where there is no passage.
    """
    found = list(passages)
    if not found:
        raise ValueError("nothing to join")
    builder, end = PassageBuilder(found[0].file), 0
    for passage in found:
        if len(builder) and passage.text:
            written = passage.file.slice(end, passage.begin(0))
            if written and (not written.strip(" ") or not written.strip("\r\n")):
                builder.add(written, end)
            else:
                builder.add_unwritten(" ")
        builder.add_part(passage)
        end = passage.end(len(passage.text))
    return builder.passage() if len(builder) else found[0]
