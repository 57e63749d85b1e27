from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from qa.desk.people import passwords
from qa.desk.people.passwords import Vault


@pytest.fixture(autouse=True)
def vault(monkeypatch: pytest.MonkeyPatch) -> Vault:
    """Passwords hashed cheaply: what they are worth is the library's business."""
    cheap = Vault.of(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(passwords, "vault", lambda: cheap)
    return cheap
