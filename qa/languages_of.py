"""Which languages a run is about: as the user said, or as the text shows."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from corpora.detection import guess_language
from corpora.errors import LanguageError
from corpora.text import Side, TextFile

_TAG = regex.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_ROWS = (".tsv", ".csv", ".jsonl", ".ndjson", ".tab")


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages that the user named (BCP 47); None where the text shall show it."""

    target: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        for code in (self.target, self.source):
            if code is not None and not _TAG.fullmatch(code):
                raise LanguageError(
                    f"'{code}' is no language code; write one such as id, en, pt-BR"
                )

    def of(self, file: TextFile, side: Side, notes: list[str]) -> str | None:
        """The language of a file; where it had to be guessed, `notes` says so."""
        named = self.source if side is Side.SOURCE else self.target
        if named is not None or file.path.endswith(_ROWS):
            return named
        guess = guess_language(file.text)
        if guess is None:
            return None
        option = "--source-lang" if side is Side.SOURCE else "--lang"
        if side is not Side.REFERENCE:
            notes.append(f"{file.path}: taken for '{guess.code}'; {option} says otherwise")
        return guess.code
