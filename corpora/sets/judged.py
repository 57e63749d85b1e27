"""Error span annotations as WMT publishes them: the lines of one language pair, as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from corpora.errors import InputError
from corpora.sets.languages import Pair

_JOINT = "_#_"


class _Row(msgspec.Struct):
    """What tells the pair of a line: `langs` (2024), or the beginning of `doc_id` (2025)."""

    doc_id: str
    langs: str | None = None


def judgements(path: Path, pair: Pair) -> Iterator[str]:
    """The lines of a pair, for the reader `esa`. Raises InputError with the line that is wrong."""
    decoder = msgspec.json.Decoder(_Row)
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row, text = decoder.decode(line), line.decode("utf-8").strip()
            except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
                what = f"not what is needed ({error})"
                raise InputError(str(path), what, line=number) from None
            if str(pair) == (row.langs or row.doc_id.partition(_JOINT)[0]):
                yield text
