"""From a path or a URL to bytes: files, pipes, standard input, what fsspec reaches; unpacked.

A file packed by gzip, bzip2, xz or zstandard is known by its first bytes, whatever it is called.
What unpacks to far more than people's texts do is refused.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from importlib import import_module
from io import BytesIO
from pathlib import Path, PurePath
from typing import IO, Protocol
from urllib.parse import SplitResult, urlsplit, urlunsplit

from corpora.errors import CopydeskError, InputError

STDIN = "-"
PACKED = (".gz", ".bz2", ".xz", ".zst")
"""The suffixes of packed files; the suffix before it tells the format."""
_HEAD = 1 << 16
_IN_MEMORY = 1 << 26
_MOST_TIMES, _LEAST_SUSPECT = 200, 1 << 26
_MOST_FETCHED = 1 << 32
_PATIENCE = {"connect": 20, "sock_read": 30}
_MAGIC = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bz2",
    b"\xfd7zXZ\x00": "lzma",
    b"\x28\xb5\x2f\xfd": "zstandard",
}


class Bytes(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int = -1, /) -> bytes:
        """So many bytes, or all that are left; none at the end."""


class Opened:
    """A file that is open: `name` as errors name it, and its bytes, unpacked."""

    def __init__(self, name: str, raw: IO[bytes]) -> None:
        self.name, self._raw = name, raw
        magic = raw.read(max(map(len, _MAGIC)))
        self._packed = next((m for start, m in _MAGIC.items() if magic.startswith(start)), None)
        self.size = raw.seek(0, 2)
        """How many bytes it has, as it lies there."""
        self.head = self.stream().read(_HEAD)

    @property
    def packed(self) -> bool:
        """Whether it has to be unpacked."""
        return self._packed is not None

    @property
    def suffix(self) -> str:
        """The suffix that tells the format: `.tsv` of `a.tsv.gz`."""
        return suffix_of(self.name)

    def stream(self) -> Bytes:
        """Its bytes from the start; reading raises InputError where they are damaged."""
        self._raw.seek(0)
        if self._packed is None:
            return self._raw
        return _Unpacked(self.name, self._packed, self._raw, self.size)

    def read(self) -> bytes:
        """All its bytes."""
        return self.stream().read()


class _Unpacked:
    """A packed file's contents; more than text can be packed into it is a bomb."""

    def __init__(self, name: str, kind: str, raw: IO[bytes], size: int) -> None:
        self._name, self._kind, self._size, self._count = name, kind, size, 0
        module = import_module(kind)
        opener = module.ZstdDecompressor().stream_reader if kind == "zstandard" else module.open
        self._file = opener(raw, read_across_frames=True) if kind == "zstandard" else opener(raw)

    def read(self, size: int = -1, /) -> bytes:
        if size >= 0:
            return self._some(size)
        parts = iter(lambda: self._some(_HEAD), b"")
        return b"".join(parts)

    def _some(self, size: int) -> bytes:
        try:
            data: bytes = self._file.read(size)
        except (OSError, EOFError, ValueError, RuntimeError) as error:
            raise self._damaged(error) from None
        except Exception as error:  # each module has errors of its own
            raise self._damaged(error) from error
        self._count += len(data)
        if self._count > max(_LEAST_SUSPECT, _MOST_TIMES * self._size):
            what = f"unpacks to more than {_MOST_TIMES} times its size; refused"
            raise InputError(self._name, what, fix="unpack it yourself if you trust it")
        return data

    def _damaged(self, error: Exception) -> InputError:
        return InputError(self._name, f"damaged {self._kind} file ({error})")


@contextmanager
def opened(path: str) -> Iterator[Opened]:
    """Open a file, a URL or standard input (`-`).

    Raises InputError for what is missing, cannot be read or reached, or bears no usable name.
    """
    name = shown(path)
    _check_name(name)
    with _raw(path, name) as raw:
        yield Opened(name, raw)


def _check_name(name: str) -> None:
    """Raise InputError for a name that no report could hold: Unix lets a file be called so."""
    if (told := name.encode("utf-8", "replace").decode("utf-8")) != name:
        raise InputError(told, "the file's name is not UTF-8", fix="rename it")


def shown(path: str) -> str:
    """A path as messages name it: without the passwords that a URL may hold."""
    if path == STDIN:
        return "<stdin>"
    if not is_url(path):
        return path
    parts = _split(path)
    secret = "…" if parts.query else ""
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query=secret))


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise InputError(url.rpartition("@")[2], f"no URL ({error})") from None


def is_url(path: str) -> bool:
    """Whether a path begins with a scheme, as `https://`."""
    scheme, found, _ = path.partition("://")
    return bool(found) and scheme.replace("+", "").replace("::", "").isalnum()


def name_of(path: str) -> str:
    """The last part of a path or a URL."""
    return PurePath(_split(path).path if is_url(path) else path).name or path


def suffix_of(path: str) -> str:
    """The suffix of a file's name that tells the format, in small letters."""
    name = PurePath(name_of(path).lower())
    return PurePath(name.stem).suffix if name.suffix in PACKED else name.suffix


def _raw(path: str, name: str) -> IO[bytes]:
    if path == STDIN:
        return _spooled(name, sys.stdin.buffer)
    if is_url(path):
        with fetching(path) as stream:
            return _spooled(name, stream)
    try:
        file = Path(path).open("rb")  # noqa: SIM115 — its caller closes it
    except FileNotFoundError:
        raise InputError(name, "no such file") from None
    except IsADirectoryError:
        raise InputError(name, "is a folder, a file is needed here") from None
    except OSError as error:
        raise InputError(name, f"cannot be read ({error.strerror or error})") from None
    except ValueError as error:
        raise InputError(name, f"no file can be called so ({error})") from None
    if file.seekable():
        return file
    with file:
        return _spooled(name, file)


def _spooled(name: str, file: Bytes) -> IO[bytes]:
    """What can be read only once, kept in memory, or on disk if it is much."""
    spool: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    try:
        shutil.copyfileobj(_Limited(name, file), spool)
    except OSError as error:
        spool.close()
        raise InputError(name, f"cannot be read ({error.strerror or error})") from None
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return spool


class _Limited:
    """A stream that may not go on for ever."""

    def __init__(self, name: str, file: Bytes) -> None:
        self._name, self._file, self._left = name, file, _MOST_FETCHED

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise InputError(self._name, f"has more than {_MOST_FETCHED:,} bytes; refused")
        return data


@contextmanager
def fetching(url: str) -> Iterator[IO[bytes]]:
    """What a URL leads to, as it comes, to be read once. Raises InputError, while reading too."""
    _check_name(shown(url))
    options = {}
    if url.startswith(("http://", "https://")):
        timeout = import_module("aiohttp").ClientTimeout(**_PATIENCE)
        options = {"client_kwargs": {"timeout": timeout}, "block_size": 0}
    try:
        with import_module("fsspec").open(url, "rb", **options) as file:
            yield file
    except CopydeskError:
        raise
    except Exception as error:  # every kind of store has errors of its own
        fix = f"pip install {error.name}" if isinstance(error, ImportError) and error.name else ""
        raise InputError(shown(url), _why(error), fix=fix) from error


def _why(error: Exception) -> str:
    """What went wrong; fsspec says "not found" of a server that cannot be reached, too."""
    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) and cause not in chain:
        chain.append(cause)
    missing = any(getattr(one, "status", 0) == HTTPStatus.NOT_FOUND for one in chain)
    if missing or (isinstance(error, FileNotFoundError) and len(chain) == 1):
        return "no such file"
    said = (" ".join(str(one).split()) for one in chain)
    why = next((text for text in said if text and "://" not in text), type(chain[-1]).__name__)
    return f"cannot be fetched ({why})"


def in_memory(name: str, data: bytes) -> Opened:
    """Bytes that are at hand, as a file that is open."""
    return Opened(name, BytesIO(data))
