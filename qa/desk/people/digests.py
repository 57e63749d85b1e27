"""Secrets of 256 random bits, and the digests that are kept in their place.

A digest needs no salt and no slow function here: unlike a password, nobody can guess the secret.
"""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32


def new_secret() -> str:
    """A secret for a cookie or a token, safe in a URL."""
    return secrets.token_urlsafe(_BYTES)


def digest(secret: str) -> str:
    """SHA-256 of a secret, in hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
