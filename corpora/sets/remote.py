"""A file on somebody's server, and how it is known to be the right one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

SHA256, MD5 = "sha256", "md5"
_SHORT = 16


@dataclass(frozen=True, slots=True)
class Digest:
    """A hash: its algorithm and its hexadecimal digits."""

    algorithm: str
    digits: str

    def __str__(self) -> str:
        """As `sha256 0123…`."""
        return f"{self.algorithm} {self.digits}"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file's address; its hash and its size in bytes, where they are known."""

    url: str
    digest: Digest | None = None
    size: int | None = None

    @property
    def name(self) -> str:
        """What it is called on the server."""
        name = PurePosixPath(unquote(urlsplit(self.url).path)).name
        return name if name.strip(".") else "file"

    @property
    def host(self) -> str:
        """Whose server it is."""
        return urlsplit(self.url).netloc

    @property
    def key(self) -> str:
        """A name for the cache: no other address has it."""
        return f"{hashlib.sha256(self.url.encode()).hexdigest()[:_SHORT]}-{self.name}"


def digest_of(path: Path, algorithm: str = SHA256) -> Digest:
    """A file's hash."""
    with path.open("rb") as file:
        made = hashlib.file_digest(file, lambda: hashlib.new(algorithm, usedforsecurity=False))
    return Digest(algorithm, made.hexdigest())
