"""Which languages a run is about: as the user said, or as the text shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpora.detection import guess_language
from corpora.languages import parse
from corpora.text import Document, Passage, Segment, Side

_ENOUGH = 5_000


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages that the user named; None where the text shall show it.

    However they are written, they are BCP 47 tags from here on. Raises LanguageError for what is
    no language.
    """

    target: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        for side in ("target", "source"):
            if (named := getattr(self, side)) is not None:
                object.__setattr__(self, side, parse(named))

    def named(self, side: Side) -> str | None:
        """The language that the user named for a side."""
        return self.source if side is Side.SOURCE else self.target

    def to_split(self, text: str, side: Side) -> str | None:
        """The language whose sentences to look for in a text."""
        return self.named(side) or _code_of(text)

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
    return parse(guess.code) if guess else None
