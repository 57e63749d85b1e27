"""Names that a person can have, and passwords."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from qa.desk.errors import InvalidError
from qa.desk.people.names import clean_name
from qa.desk.people.passwords import Vault, checked_password
from tests.desk.people.doors import PASSWORD

pytestmark = pytest.mark.desk


@given(st.text(max_size=100))
def test_a_name_that_is_taken_stays_as_it_is(text: str) -> None:
    try:
        name = clean_name(text)
    except InvalidError:
        return
    assert clean_name(name) == name
    assert name.isprintable()


@pytest.mark.parametrize(
    "name", ["", "   ", "a" * 81, "Sa\u202eri", "Sa\x00ri", "Sa\nri", "a\u200bb"]
)
def test_what_nobody_can_be_called(name: str) -> None:
    with pytest.raises(InvalidError):
        clean_name(name)


@pytest.mark.parametrize(
    "password", ["short", "a" * 1025, "SariSariSari", "sari sari sari sari", "aaaaaaaaaaaaaaaa"]
)
def test_what_is_no_password(password: str) -> None:
    with pytest.raises(InvalidError):
        checked_password("Sari", password)


def test_the_vault_that_is_used_is_slow() -> None:
    hasher = PasswordHasher()
    assert hasher.hash(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_hashes_are_salted(vault: Vault) -> None:
    assert vault.hashed(PASSWORD) != vault.hashed(PASSWORD)
    assert not vault.matches(None, "nobody's password")


def test_a_password_is_the_same_on_every_keyboard(vault: Vault) -> None:
    assert vault.matches(vault.hashed("cafe\u0301 au lait, merci"), "caf\u00e9 au lait, merci")
