"""Which reader reads a file: by its first bytes, else by its suffix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpora.errors import InputError, UsageError
from corpora.opening import Opened, suffix_of
from corpora.reader import Fit, Head, Reader

PLAIN, LINES = "text", "lines"
_XML, _JSON = ".xml", ".json"
_NAME_IT = "name one with --format; see 'copydesk formats'"
_EXPORT = "export it as DOCX, HTML or plain text"
_NO_TEXT = (
    (b"%PDF-", "a PDF, which copydesk does not read", _EXPORT),
    (b"{\\rtf", "an RTF document, which copydesk does not read", _EXPORT),
    (b"\x89PNG", "a picture", "give its text"),
    (b"\xff\xd8\xff", "a picture", "give its text"),
    (b"GIF8", "a picture", "give its text"),
    (b"PK\x03\x04", "a ZIP archive", "unpack it, and give the folder"),
)
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Formats:
    """The readers there are, by id."""

    readers: Mapping[str, Reader]

    @property
    def suffixes(self) -> frozenset[str]:
        """The suffixes of readable files. Of XML nothing but its contents tells the format."""
        return frozenset([_XML, *(s for one in self.readers.values() for s in one.suffixes)])

    def named(self, identity: str) -> Reader:
        """The reader of this id. Raises UsageError where there is none."""
        if identity not in self.readers:
            known = ", ".join(sorted(self.readers))
            raise UsageError(f"no format is called '{identity}'; there are: {known}")
        return self.readers[identity]

    def of(self, file: Opened) -> str:
        """The id of the reader for a file: plain text where nothing says otherwise.

        What the first bytes show comes before what the suffix says, and this before what they
        only make likely. Raises InputError for XML that no reader knows.
        """
        head = Head(file.name, file.head, _text(file.head))
        fits = {identity: reader.sniff(head) for identity, reader in self.readers.items()}
        known = [i for i, reader in self.readers.items() if file.suffix in reader.suffixes]
        sure, general, likely = (
            [identity for identity, fit in fits.items() if fit is wanted]
            for wanted in (Fit.SURE, Fit.GENERAL, Fit.LIKELY)
        )
        shown = (_both(sure, known), sure, _both(general, known), general)
        for candidates in (*shown, _both(likely, known), known, likely):
            if candidates and candidates[0] != PLAIN:
                return candidates[0]
        _refuse_unknown(head)
        return PLAIN


def _refuse_unknown(head: Head) -> None:
    """Raise InputError for what is surely no plain text, whatever it is called."""
    for start, what, fix in _NO_TEXT:
        if head.data.startswith(start):
            raise InputError(head.path, what, fix=fix)
    text = head.text.lstrip()
    if text.startswith("<?xml"):
        raise InputError(head.path, "XML in no format that copydesk knows", fix=_NAME_IT)
    if suffix_of(head.path) == _JSON and text.startswith(("{", "[")):
        fix = "write JSON lines, an object with 'mt' a line"
        raise InputError(head.path, "JSON in no format that copydesk knows", fix=fix)


def _both(one: list[str], other: list[str]) -> list[str]:
    return [identity for identity in one if identity in other]


def _text(data: bytes) -> str:
    encoding = _UTF_16.get(data[:2], "utf-8-sig")
    return data.decode(encoding, "replace").removeprefix("\ufeff")
