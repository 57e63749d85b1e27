"""Bytes to text: whole, or of a large file window by window."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from corpora.encodings import decode
from corpora.errors import InputError
from corpora.opening import STDIN, Opened, opened
from corpora.text import TextFile

__all__ = ["STDIN", "read_text", "text_of", "windows_of"]

_GIVE_TEXT = "give a text file; UTF-16 without a byte order mark needs --encoding utf-16"
_UTF_8 = "utf-8"
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_WINDOW = 1 << 22
_LARGE = 1 << 24
_NEVER_INSIDE = (b"\n", b" ", b"\t", b",", b".")
_LONGEST_SIGN, _FOLLOWS, _FOLLOWS_MASK, _BEGINS_WIDE = 4, 0x80, 0xC0, 0xC0


def read_text(path: str, encoding: str | None = None, notes: list[str] | None = None) -> TextFile:
    """Read one file (`-` is standard input) whole.

    A byte order mark decides; without one the file is in `encoding`, or else in what it looks
    like, which is said in `notes`. Raises InputError for a file that is missing, binary, empty or
    not in that encoding.
    """
    with opened(path) as file:
        return text_of(file, encoding, [] if notes is None else notes)


def text_of(file: Opened, encoding: str | None, notes: list[str]) -> TextFile:
    """The text of a file that is open. Raises InputError as `read_text` does."""
    text, used, note = decode(file.name, file.read(), encoding)
    notes += [note] if note else []
    found = TextFile(file.name, text, used, packed=file.packed)
    _check(found)
    if not text.strip():
        raise InputError(file.name, "the file is empty", fix="give a file with text in it")
    return found


def windows_of(file: Opened, encoding: str | None, notes: list[str]) -> Iterator[TextFile]:
    """The text of a file that is open, in windows of whole lines, in order; a small file is one.

    A line is never cut, however long it is. Raises InputError as `read_text` does.
    """
    if b"\0" in file.head or not is_large(file):
        yield text_of(file, encoding, notes)
        return
    used, note = _encoding(file, encoding)
    notes += [note] if note else []
    stream = file.stream()
    start = stream.read(_WINDOW).removeprefix(codecs.BOM_UTF8)
    yield from _windows(file.name, used, chain([start], iter(lambda: stream.read(_WINDOW), b"")))


def _encoding(file: Opened, encoding: str | None) -> tuple[str, str | None]:
    """The encoding of a large file, and what is to be said of it."""
    sample = _telling(file)
    try:
        found = decode(file.name, _whole(sample), encoding)
    except InputError:
        if encoding is not None or sample == file.stream().read(_WINDOW):
            raise
        return _UTF_8, None  # it is read as far as that goes; then its line is known
    return found.encoding, found.note


def _telling(file: Opened) -> bytes:
    """The first window that is not ASCII alone, and so tells the encoding; else the last one."""
    stream = file.stream()
    sample = stream.read(_WINDOW)
    while sample.isascii() and (following := stream.read(_WINDOW)):
        sample = following
    return sample


def _whole(data: bytes) -> bytes:
    """Bytes without the beginning of a character at their end.

    Hardly an encoding has these signs inside a character; without them, UTF-8 shows its ends.
    """
    if cut := max(data.rfind(sign) for sign in _NEVER_INSIDE) + 1:
        return data[:cut]
    cut = len(data)
    while cut > len(data) - _LONGEST_SIGN and data[cut - 1] & _FOLLOWS_MASK == _FOLLOWS:
        cut -= 1
    cut -= data[cut - 1] >= _BEGINS_WIDE
    return data[:cut] or data


def is_large(file: Opened) -> bool:
    """Whether a file is read in windows, if its reader can."""
    if not file.packed:
        return file.size > _LARGE
    stream, count = file.stream(), 0
    while count <= _LARGE and (data := stream.read(_WINDOW)):
        count += len(data)
    return count > _LARGE


def _windows(name: str, encoding: str, pieces: Iterable[bytes]) -> Iterator[TextFile]:
    """Windows that end where a line does; `b""` closes the pieces."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rest, origin, line = list[str](), 0, 1
    for data in chain(pieces, [b""]):
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            passed = sum(len(_LINE_END.findall(part)) for part in rest)
            raise _not_in(name, encoding, error, line + passed) from None
        cut = text.rfind("\n") + 1 if data else len(text)
        if data and not cut:
            rest.append(text)
            continue
        window = TextFile(name, "".join((*rest, text[:cut])), encoding, origin, line, window=True)
        _check(window)
        rest, origin = [text[cut:]], origin + len(window.text)
        line += len(window.line_starts) - 1
        if window.text:
            yield window


def _not_in(path: str, encoding: str, error: UnicodeDecodeError, line: int) -> InputError:
    before = error.object[: error.start].decode(encoding, "ignore")
    what = f"not {encoding.upper()} (byte 0x{error.object[error.start : error.start + 1].hex()})"
    fix = "convert it to UTF-8, or name its encoding with --encoding"
    where = line + len(_LINE_END.findall(before))
    return InputError(path, what, line=where, fix=fix)


def _check(file: TextFile) -> None:
    # What UTF-8 was decoded to has no surrogates: no need to look at every sign.
    if file.encoding == _UTF_8 and "\0" not in file.text:
        return
    if found := _NO_TEXT.search(file.text):
        what = f"not a text file (it holds U+{ord(found[0]):04X})"
        line = file.line_of(file.origin + found.start())
        raise InputError(file.path, what, line=line, fix=_GIVE_TEXT)
