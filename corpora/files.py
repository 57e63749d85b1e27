"""Bytes to text: encodings, byte order marks and everything that is not a text."""

from __future__ import annotations

import codecs
import re
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
_GIVE_TEXT = "give a text file; UTF-16 without a byte order mark needs --encoding utf-16"
_UTF_8 = "utf-8"
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def read_text(path: str, encoding: str | None = None) -> TextFile:
    """Read one file (`-` is standard input).

    A byte order mark decides; without one the file is in `encoding`, or else in UTF-8.
    Raises InputError for a file that is missing, binary, empty or not in that encoding.
    """
    name = "<stdin>" if path == STDIN else path
    text, used = _decode(name, _read_bytes(path), encoding)
    # What UTF-8 was decoded to has no surrogates: no need to look at every sign.
    if (used != _UTF_8 or "\0" in text) and (found := _NO_TEXT.search(text)):
        what = f"not a text file (it holds U+{ord(found[0]):04X})"
        raise InputError(name, what, line=_last_line(text[: found.start()]), fix=_GIVE_TEXT)
    if not text.strip():
        raise InputError(name, "the file is empty", fix="give a file with text in it")
    return TextFile(name, text, used)


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
    except ValueError as error:
        raise InputError(path, f"no file can be called so ({error})") from None


def _decode(path: str, data: bytes, encoding: str | None) -> tuple[str, str]:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decode_as(path, data[len(mark) :], name), name
    if not encoding and b"\0" in data:
        raise InputError(path, "not a text file (it holds NUL bytes)", fix=_GIVE_TEXT)
    name = encoding or _UTF_8
    return _decode_as(path, data, name), name


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
    return len(TextFile("", text).line_starts)
