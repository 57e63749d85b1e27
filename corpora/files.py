"""Bytes to text: encodings, byte order marks and everything that is not a text."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path

from corpora.errors import InputError
from corpora.text import TextFile

STDIN = "-"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_text(path: str, encoding: str | None = None) -> TextFile:
    """Read one file (`-` is standard input).

    Without an `encoding`, a byte order mark decides, and UTF-8 is assumed where there is none.
    Raises InputError for a file that is missing, binary, empty or not in that encoding.
    """
    data = _read_bytes(path)
    text, used = _decode(path, data, encoding)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(path, "not a text file (it holds NUL characters)", line=line)
    if not text.strip():
        raise InputError(path, "the file is empty", fix="give a file with text in it")
    return TextFile("<stdin>" if path == STDIN else path, text, used)


def _read_bytes(path: str) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise InputError(path, "no such file") from None
    except IsADirectoryError:
        raise InputError(path, "is a folder, a file is needed here") from None
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror or error})") from None


def _decode(path: str, data: bytes, encoding: str | None) -> tuple[str, str]:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decode_as(path, data[len(mark) :], name), name
    name = encoding or "utf-8"
    return _decode_as(path, data, name), name


def _decode_as(path: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data[:1024]:
            raise InputError(path, "not a text file (binary data)") from None
        line = data.count(b"\n", 0, error.start) + 1
        what = f"not {encoding.upper()} (byte 0x{data[error.start]:02x})"
        fix = "convert it to UTF-8, or name its encoding with --encoding"
        raise InputError(path, what, line=line, fix=fix) from None
    except (LookupError, ValueError):
        raise InputError(path, f"no encoding is called {encoding!r}") from None
