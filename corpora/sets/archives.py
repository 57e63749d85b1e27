"""Members of tar and zip archives, taken out by name; an archive that means harm is refused.

No path in an archive is ever written to: the caller says where a member goes. What is unpacked is
counted, as a few kilobytes can hold gigabytes.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from corpora.errors import InputError
from corpora.sets.writing import whole

Place = Callable[[str], Path | None]
"""Where a member of this name is to be written; None to leave it where it is."""
_Readable = IO[bytes] | gzip.GzipFile | io.BufferedIOBase
_MOST_TIMES, _FREE_BYTES = 200, 2**25
_MOST_BYTES = 2**34
_CHUNK, _LONGEST_READ = 2**16, 2**20
_GZIP, _ZIP = b"\x1f\x8b", b"PK"
_UNREADABLE = (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, EOFError)
_OF_OTHER_KINDS = (tarfile.TarError, NotImplementedError, RuntimeError, ValueError)


class _RefusedError(Exception):
    """Why an archive is not unpacked."""


class _DamagedError(Exception):
    """A member cannot be read to its end."""


def extract(archive: Path, place: Place) -> dict[str, Path]:
    """Take out the members that have a place; what was written, by the members' names.

    Raises InputError for an archive that is broken, that holds paths which leave it, or that is
    far bigger inside than outside.
    """
    try:
        with archive.open("rb") as file:
            start = file.read(len(_ZIP))
        members = _from_zip(archive, place) if start == _ZIP else _from_tar(archive, place)
        return dict(members)
    except _RefusedError as error:
        raise InputError(str(archive), f"is refused: {error}", fix=_ASK) from None
    except (_DamagedError, *_UNREADABLE, *_OF_OTHER_KINDS) as error:
        what = f"is no archive, or broken ({error})"
        raise InputError(str(archive), what, fix=_AGAIN) from None
    except OSError as error:
        raise InputError(str(archive), f"cannot be read ({error.strerror or error})") from None


_ASK = "do not trust it, and tell those who publish it"
_AGAIN = "remove it and fetch it again"


def unzipped(path: Path) -> bool:
    """Whether a file is gzip's: its text must be unpacked before it is read."""
    with path.open("rb") as file:
        return file.read(len(_GZIP)) == _GZIP


def gunzip(path: Path, target: Path) -> None:
    """Unpack one file. Raises InputError as `extract` does."""
    try:
        with _metered(path) as stream, whole(target) as file:
            _copy(stream, file)
    except _RefusedError as error:
        raise InputError(str(path), f"is refused: {error}", fix=_ASK) from None
    except (_DamagedError, *_UNREADABLE) as error:
        raise InputError(str(path), f"is broken ({error})", fix=_AGAIN) from None


def _from_tar(archive: Path, place: Place) -> Iterator[tuple[str, Path]]:
    with _metered(archive) as stream, tarfile.open(fileobj=stream, mode="r:") as tar:
        for member in tar:
            name = _safe(member.name)
            if (member.islnk() or member.issym()) and _leaves(member):
                raise _RefusedError(f"its link {member.name!r} leaves the folder")
            target = place(name)
            if target is None or member.isdir():
                continue
            is_plain = member.isreg() and not member.issparse()
            source = tar.extractfile(member) if is_plain else None
            if source is None:
                raise _RefusedError(f"{member.name!r} is not a plain file")
            with source, whole(target) as file:
                _copy(source, file)
            yield name, target


def _from_zip(archive: Path, place: Place) -> Iterator[tuple[str, Path]]:
    with zipfile.ZipFile(archive) as opened:
        members = [(_safe(member.filename), member) for member in opened.infolist()]
        wanted = [
            (name, member, target)
            for name, member in members
            if not member.is_dir() and (target := place(name)) is not None
        ]
        meter = _Meter(_limit(archive))
        meter.count(sum(member.file_size for _, member, _ in wanted))
        for name, member, target in wanted:
            with opened.open(member) as source, whole(target) as file:
                _copy(source, file)
            yield name, target


def _safe(name: str) -> str:
    """A member's name without `./`. Raises _RefusedError where it is no path inside a folder."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or any(c in name for c in "\\\0:"):
        raise _RefusedError(f"it holds {name[:80]!r}, a path that leaves the folder")
    return str(path)


def _leaves(member: tarfile.TarInfo) -> bool:
    """Whether a link points out of the archive."""
    target = PurePosixPath(member.linkname)
    depth = len(PurePosixPath(member.name).parts) - 1 if member.issym() else 0
    for part in target.parts:
        depth += -1 if part == ".." else 1
        if depth < 0:
            return True
    return target.is_absolute()


def _copy(source: _Readable, file: BinaryIO) -> None:
    while data := _read(source):
        file.write(data)


def _read(source: _Readable) -> bytes:
    try:
        return source.read(_CHUNK)
    except (*_UNREADABLE, OSError) as error:
        raise _DamagedError(str(error)) from None


def _limit(archive: Path) -> int:
    return min(_MOST_BYTES, max(_FREE_BYTES, _MOST_TIMES * archive.stat().st_size))


@dataclass(slots=True)
class _Meter:
    """Counts what is unpacked."""

    limit: int

    def count(self, position: int) -> None:
        """Say how far one is. Raises _RefusedError when that is too far."""
        if position > self.limit:
            raise _RefusedError(f"it holds more than {self.limit // 2**20:,} MB")


class _Metered(io.BufferedIOBase):
    """An unpacked stream that neither reads nor skips more than is good."""

    def __init__(self, stream: BinaryIO | gzip.GzipFile, meter: _Meter) -> None:
        self._stream, self._meter = stream, meter

    def read(self, size: int | None = -1, /) -> bytes:
        """Read at most so many bytes; a single header has no business to be longer."""
        if size is None or not 0 <= size <= _LONGEST_READ:
            raise _RefusedError("a header in it is too long")
        self._meter.count(self._stream.tell() + size - _LONGEST_READ)
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Skip what is not wanted."""
        self._meter.count(offset)
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """How far one is."""
        return self._stream.tell()


@contextmanager
def _metered(path: Path) -> Iterator[_Metered]:
    with path.open("rb") as raw:
        packed = raw.read(len(_GZIP)) == _GZIP
        raw.seek(0)
        meter = _Meter(_limit(path))
        if not packed:
            yield _Metered(raw, meter)
            return
        with gzip.GzipFile(fileobj=raw) as stream:
            yield _Metered(stream, meter)
