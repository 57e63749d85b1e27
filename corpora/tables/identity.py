"""Whether a file is still the one that it was."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import InputError


@dataclass(frozen=True, slots=True)
class Identity:
    """A file's size in bytes, when it was written (nanoseconds since 1970), and its SHA-256."""

    size: int
    modified: int
    sha256: str


def identity_of(place: str) -> Identity:
    """What tells a file from every other. Raises InputError where it cannot be read."""
    try:
        with Path(place).open("rb") as file:
            found = Path(place).stat()
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise InputError(place, "no such file") from None
    except OSError as error:
        raise InputError(place, f"cannot be read ({error.strerror or error})") from None
    return Identity(found.st_size, found.st_mtime_ns, sha256)


def is_same(identity: Identity, place: str) -> bool:
    """Whether a file is the one of this identity; it is read only where its time differs.

    Raises InputError where it cannot be read.
    """
    try:
        found = Path(place).stat()
    except FileNotFoundError:
        raise InputError(place, "no such file") from None
    except OSError as error:
        raise InputError(place, f"cannot be read ({error.strerror or error})") from None
    if found.st_size != identity.size:
        return False
    return found.st_mtime_ns == identity.modified or identity_of(place).sha256 == identity.sha256
