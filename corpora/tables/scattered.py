"""Rows that do not stand with the others of their document: each run of them becomes one.

The ordinary reader refuses such a file; one that is too long to be remembered is gone on with.
"""

from __future__ import annotations

from hashlib import blake2b

from corpora.rows import Key, document_name
from corpora.tables.grouping import Block
from corpora.tables.table import Mark

_MOST, _BYTES, _SHOWN = 1_000_000, 8, 80


class Scattered:
    """Counts such rows of a table.

    Of its documents the first million are remembered, by a hash: some 100 MB at most.
    """

    def __init__(self, path: str, most: int = _MOST) -> None:
        self._path, self._most = path, most
        self._seen: set[bytes] = set()
        self._last: Key | None = None
        self._first: Key | None = None
        self._rows = 0
        self._is_again = False

    def add(self, block: Block[Mark]) -> None:
        """Take the next document, or a part of one."""
        if block.key is None:
            return
        if block.key != self._last:
            self._last, self._is_again = block.key, self._is_known(block.key)
        if self._is_again:
            self._first = self._first or block.key
            self._rows += sum(1 for mark in block.rows if mark.belongs_to)

    def notes(self) -> list[str]:
        """What the user should know: how many there are, the first one's document."""
        if self._first is None:
            return []
        least = "at least " if len(self._seen) >= self._most else ""
        name = " ".join(document_name(self._path, self._first).split())[:_SHOWN]
        others = f"do not stand with the others of their article, as in '{name}'"
        mend = "each run of them is taken for an article; sort the rows by system and document"
        return [f"{self._path}: {least}{self._rows:,} rows {others}: {mend}"]

    def _is_known(self, key: Key) -> bool:
        hashed = blake2b(repr(key).encode(), digest_size=_BYTES).digest()
        if hashed in self._seen:
            return True
        if len(self._seen) < self._most:
            self._seen.add(hashed)
        return False
