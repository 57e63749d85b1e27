"""Which reader reads a file: by its first bytes, else by its suffix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpora.errors import UsageError
from corpora.opening import Opened
from corpora.reader import Fit, Head, Layout, Reader

PLAIN, LINES = "text", "lines"
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Formats:
    """The readers there are, by id."""

    readers: Mapping[str, Reader]

    @property
    def suffixes(self) -> frozenset[str]:
        """The suffixes of readable files."""
        return frozenset(s for reader in self.readers.values() for s in reader.suffixes)

    def named(self, identity: str) -> Reader:
        """The reader of this id. Raises UsageError where there is none."""
        if identity not in self.readers:
            known = ", ".join(sorted(self.readers))
            raise UsageError(f"no format is called '{identity}'; there are: {known}")
        return self.readers[identity]

    def of(self, file: Opened) -> str:
        """The id of the reader for a file: plain text where nothing says otherwise.

        One that is sure by the first bytes comes before one that knows the suffix, and this
        before one to which the bytes look likely.
        """
        head = Head(file.name, file.head, _text(file.head))
        fits = {identity: reader.sniff(head) for identity, reader in self.readers.items()}
        known = [i for i, reader in self.readers.items() if file.suffix in reader.suffixes]
        sure = [i for i, fit in fits.items() if fit is Fit.SURE]
        likely = [i for i, fit in fits.items() if fit is Fit.LIKELY]
        for candidates in (_both(sure, known), sure, _both(likely, known), known, likely):
            if candidates:
                return candidates[0]
        return PLAIN

    def is_plain(self, identity: str) -> bool:
        """Whether files in this format may turn out to be lines."""
        return identity == PLAIN or self.readers[identity].layout is Layout.LINES


def _both(one: list[str], other: list[str]) -> list[str]:
    return [identity for identity in one if identity in other]


def _text(data: bytes) -> str:
    encoding = _UTF_16.get(data[:2], "utf-8-sig")
    return data.decode(encoding, "replace").removeprefix("\ufeff")
