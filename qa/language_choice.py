"""Which languages a run is about: as the user said, or as the text shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import regex

from corpora.detection import guess_language
from corpora.errors import LanguageError
from corpora.text import Document, Passage, Segment, Side, TextFile

_TAG = regex.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_ENOUGH = 5_000


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages that the user named (BCP 47); None where the text shall show it."""

    target: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        for code in (self.target, self.source):
            if code is not None and not _TAG.fullmatch(code):
                raise LanguageError(f"'{code}' is no language code; write one such as id, pt-BR")

    def named(self, side: Side) -> str | None:
        """The language that the user named for a side."""
        return self.source if side is Side.SOURCE else self.target

    def to_split(self, file: TextFile, side: Side) -> str | None:
        """The language whose sentences to look for in a file."""
        return self.named(side) or _code_of(file.text)

    def fill(self, documents: Sequence[Document], notes: list[str]) -> list[Document]:
        """The documents with the languages that they lack, guessed from them all together.

        What was guessed is added to `notes`.
        """
        target = self.target or _guess(documents, lambda segment: segment.mt)
        source = self.source or _guess(documents, lambda segment: segment.source)
        if target and any(document.language is None for document in documents):
            notes.append(f"the translation is taken for '{target}'; --lang says otherwise")
        if source and any(d.source_language is None and d.has_source for d in documents):
            notes.append(f"the source is taken for '{source}'; --source-lang says otherwise")
        return [
            replace(
                document,
                language=document.language or target,
                source_language=document.source_language or source,
            )
            for document in documents
        ]


def _guess(
    documents: Sequence[Document], passage: Callable[[Segment], Passage | None]
) -> str | None:
    text = ""
    for document in documents:
        for segment in document.segments:
            found = passage(segment)
            text += f"{found.text} " if found else ""
        if len(text) > _ENOUGH:
            break
    return _code_of(text)


def _code_of(text: str) -> str | None:
    guess = guess_language(text) if text else None
    return guess.code if guess else None
