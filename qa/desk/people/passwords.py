"""Passwords, kept as Argon2id hashes (RFC 9106); what makes a good one follows NIST SP 800-63B.

That is: length counts, no rules of digits and signs, and not the person's own name.
"""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from qa.desk.errors import InvalidError
from qa.desk.people.names import folded

SHORTEST, LONGEST = 12, 1024
"""In characters."""
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Vault:
    """Hashes passwords and compares them, few at a time: each hash takes much memory.

    `decoy` is the hash that is compared where there is none, so that an unknown name takes as long
    to refuse as a wrong password.
    """

    hasher: PasswordHasher
    decoy: str
    gate: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(_AT_ONCE)
    )

    @classmethod
    def of(cls, hasher: PasswordHasher) -> Vault:
        """A vault that hashes with these parameters."""
        return cls(hasher, hasher.hash("nobody's password"))

    def hashed(self, password: str) -> str:
        """The hash that is kept of a password."""
        with self.gate:
            return self.hasher.hash(_normal(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether a password is the one of a hash; never where there is no hash."""
        with self.gate:
            try:
                self.hasher.verify(kept or self.decoy, _normal(password))
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def is_dated(self, kept: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self.hasher.check_needs_rehash(kept)


@cache
def vault() -> Vault:
    """The desk's vault, with the parameters that argon2-cffi advises today."""
    return Vault.of(PasswordHasher())


def checked_password(name: str, password: str) -> str:
    """A password that may be set. Raises InvalidError for a short one, or the person's name."""
    if len(password) < SHORTEST:
        raise InvalidError(f"a password has at least {SHORTEST} characters")
    if len(password) > LONGEST:
        raise InvalidError(f"a password has at most {LONGEST} characters")
    rest = folded(password).replace(folded(name), "")
    if len(set(rest)) < SHORTEST // 3:
        raise InvalidError("a password is not the name, nor the same few characters repeated")
    return password


def _normal(password: str) -> str:
    """The same password typed on another keyboard is the same (NFKC); the rest is cut off."""
    text = unicodedata.normalize("NFKC", password[:LONGEST])
    return text.encode("utf-8", "replace").decode()
