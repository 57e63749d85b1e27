"""Bytes to text: byte order marks, UTF-8, UTF-16 and what a file says of itself; then a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple

from corpora.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF_8 = "utf-8"
_GIVE_TEXT = "give a text file; UTF-16 without a byte order mark needs --encoding utf-16"
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_HEAD = 1024
_XML = re.compile(rb"""\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_META = re.compile(rb"""<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_MARKUP = re.compile(rb"\s*<[?!a-zA-Z]")
# Browsers read these as their supersets: what is declared so mostly holds the supersets' signs.
_SUPERSETS = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_OF_TEXTS = re.compile("utf-8|ascii|iso8859|cp|koi8|gb|big5|shift_jis|euc_|tis|mac|johab")
_WIDE_SAMPLE = 65_536
_LEAST_WIDE = 32
_LOW_BYTES_OF_LETTERS, _HIGH_BYTES_OF_HAN = 0.3, 0.25
_LOW, _HIGH = bytes(range(0x20)), bytes(range(0x80, 0x100))
_NO_SIGN = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Detected:
    """The encoding of some bytes; `bom` is the length of their byte order mark."""

    encoding: str
    bom: int = 0
    guessed: bool = False


class Decoded(NamedTuple):
    """A text, the encoding it was in, and what a user should know of how that was found."""

    text: str
    encoding: str
    note: str | None = None


def decode(path: str, data: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file's bytes.

    A byte order mark decides; without one they are in `encoding`, or else as `detect` finds.
    Raises InputError for bytes that are no text, not in that encoding, or in none that is clear.
    """
    mark = _marked(data)
    found = mark or (Detected(encoding) if encoding else detect(data))
    if found is None and b"\0" in data:
        raise InputError(path, "not a text file (it holds NUL bytes)", fix=_GIVE_TEXT)
    found = found or Detected(_UTF_8)
    text = _decode_as(path, data[found.bom :] if found.bom else data, found.encoding)
    # What UTF-8 was decoded to has no surrogates: no need to look at every sign.
    if (found.encoding != _UTF_8 or "\0" in text) and (wrong := _NO_TEXT.search(text)):
        what = f"not a text file (it holds U+{ord(wrong[0]):04X})"
        raise InputError(path, what, line=_last_line(text[: wrong.start()]), fix=_GIVE_TEXT)
    note = f"{path}: read as {found.encoding} (guessed); --encoding says otherwise"
    return Decoded(text, found.encoding, note if found.guessed else None)


def detect(data: bytes) -> Detected | None:
    """The encoding of some bytes; None where it is not clear.

    A byte order mark decides; then UTF-8, UTF-16 and UTF-32 by their structure; then what an XML or
    HTML file declares; then a guess among older encodings.
    """
    if mark := _marked(data):
        return mark
    if b"\0" in data:
        return _wide(data)
    if _is_in(data, _UTF_8):
        return Detected(_UTF_8)
    if (name := declared(data[:_HEAD])) and (own := _first_that_fits(data, name)):
        return Detected(own)
    guess = import_module("corpora.legacy_encodings").guess(data)
    return Detected(guess, guessed=True) if guess else None


def declared(head: bytes) -> str | None:
    """The encoding that the beginning of an XML or HTML file names."""
    if not _MARKUP.match(head):
        return None
    found = _XML.match(head) or _META.search(head)
    return found[1].decode("ascii", "replace").lower() if found else None


def _marked(data: bytes) -> Detected | None:
    marks = (Detected(name, len(mark)) for mark, name in _BOMS if data.startswith(mark))
    return next(marks, None)


def _wide(data: bytes) -> Detected | None:
    """UTF-16 or UTF-32 without a mark: there the NUL bytes stand in some places only."""
    sample = data[:_WIDE_SAMPLE]
    if len(sample) < _LEAST_WIDE:
        return None
    for name, width, high in (
        ("utf-32-le", 4, 3), ("utf-32-be", 4, 0), ("utf-16-le", 2, 1), ("utf-16-be", 2, 0),
    ):  # fmt: skip
        if _is_wide(sample, width, high) and _is_in(data, name):
            text = sample[: len(sample) // width * width].decode(name, "ignore")
            return None if _NO_SIGN.search(text) else Detected(name, guessed=True)
    return None


def _is_wide(sample: bytes, width: int, high: int) -> bool:
    """Whether these bytes look like units of `width` bytes with the highest one at `high`."""
    highest, lowest = sample[high::width], sample[width - 1 - high :: width]
    if width > 2:  # noqa: PLR2004 — in UTF-32 the highest byte is always NUL
        return not any(highest) and 0 not in lowest
    if 0 in lowest or 0 not in highest:
        return False
    if _count(highest, _LOW) >= _LOW_BYTES_OF_LETTERS * len(highest):
        return True
    # Han: lower bytes of every kind, which Latin text with stray NULs has not.
    return _count(lowest, _HIGH) >= _HIGH_BYTES_OF_HAN * len(lowest)


def _count(data: bytes, kinds: bytes) -> int:
    return len(data) - len(data.translate(None, kinds))


def _first_that_fits(data: bytes, name: str) -> str | None:
    try:
        usual = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    names = (_SUPERSETS.get(usual, name), name) if _OF_TEXTS.match(usual) else ()
    return next((one for one in names if _is_in(data, one)), None)


def _is_in(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (LookupError, ValueError):
        return False
    return True


def _decode_as(path: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _last_line(data[: error.start].decode(encoding, "ignore"))
        what = f"not {encoding.upper()} (byte 0x{data[error.start : error.start + 1].hex()})"
        fix = "convert it to UTF-8, or name its encoding with --encoding"
        raise InputError(path, what, line=line, fix=fix) from None
    except (LookupError, ValueError):
        raise InputError(path, f"no encoding is called {encoding!r}") from None


def _last_line(text: str) -> int:
    return 1 + text.count("\n") + text.count("\r") - text.count("\r\n")
