"""Somebody who can enter stays admin; who is shut out gets nothing."""

from __future__ import annotations

from itertools import permutations

import pytest

from qa.desk.errors import ConflictError, ForbiddenError
from qa.desk.people import accounts, tokens
from qa.desk.people.person import Person
from qa.desk.store.database import Database
from qa.desk.words import Role
from tests.desk.people.doors import somebody

pytestmark = pytest.mark.desk


def _admin(database: Database, name: str) -> Person:
    """An admin without a password, as a desk on one machine, or a proxy, makes them."""
    return accounts.add_user(database, "test", name, None, Role.ADMIN)


def test_an_admin_without_a_password_does_not_keep_the_desk(database: Database) -> None:
    _admin(database, "root")
    chief = somebody(database, "Chief", Role.ADMIN)
    with pytest.raises(ConflictError, match="the last admin with a password"):
        accounts.set_active(database, "test", chief.id, active=False)
    with pytest.raises(ConflictError, match="the last admin with a password"):
        accounts.set_role(database, "test", chief.id, Role.EDITOR)
    other = somebody(database, "Other", Role.ADMIN)
    accounts.set_role(database, "test", chief.id, Role.EDITOR)
    with pytest.raises(ConflictError):
        accounts.set_active(database, "test", other.id, active=False)


def test_an_admin_without_a_password_may_go(database: Database) -> None:
    root = _admin(database, "root")
    somebody(database, "Chief", Role.ADMIN)
    accounts.set_active(database, "test", root.id, active=False)


def test_behind_a_proxy_one_of_the_admins_stays(database: Database) -> None:
    first, second = (_admin(database, name) for name in ("Chief", "Other"))
    accounts.set_role(database, "test", first.id, Role.EDITOR)
    with pytest.raises(ConflictError, match="the last admin stays"):
        accounts.set_role(database, "test", second.id, Role.EDITOR)


@pytest.mark.parametrize("order", list(permutations(("root", "Chief", "Other"))))
def test_in_whatever_order_admins_go_one_who_can_enter_is_left(
    database: Database, order: tuple[str, ...]
) -> None:
    people = {"root": _admin(database, "root")}
    people |= {name: somebody(database, name, Role.ADMIN) for name in ("Chief", "Other")}
    for name in order:
        try:
            accounts.set_active(database, "test", people[name].id, active=False)
        except ConflictError:
            continue
    with database.reading() as session:
        left = [one for one in accounts.users(session) if one.active]
    assert len(left) == 1 or {one.name for one in left} > {"root"}
    assert any(one.enters for one in left)


def test_who_is_shut_out_gets_no_token(database: Database) -> None:
    sari = somebody(database, "Sari")
    accounts.set_active(database, "test", sari.id, active=False)
    with pytest.raises(ForbiddenError, match="Sari is shut out"):
        tokens.make(database, sari, "script")
    accounts.set_active(database, "test", sari.id, active=True)
    assert tokens.make(database, sari, "script").startswith(tokens.PREFIX)
