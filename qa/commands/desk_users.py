"""`copydesk desk user`: who may enter a desk."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from corpora.errors import UsageError
from qa.commands.desk_options import database_of, database_option, tell

if TYPE_CHECKING:
    from qa.desk.store.database import Database

_BY = "the command line"
_ROLES = click.Choice(["reader", "editor", "admin"])
_password_option = click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password from standard input; else it is asked.",
)


@click.group(short_help="Who may enter the desk.")
def user() -> None:
    """Who may enter the desk: add, list, change."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=_ROLES, default="editor", show_default=True)
@_password_option
@click.option("--no-password", is_flag=True, help="A proxy vouches for them, or only tokens do.")
@database_option
@click.pass_context
def add(context: click.Context, /, name: str, role: str, **options: Any) -> None:  # noqa: ANN401 — click's
    """Add somebody."""
    password = None if options["no_password"] else _password(from_stdin=options["password_stdin"])
    with database_of(context) as database:
        words = import_module("qa.desk.words")
        _accounts().add_user(database, _BY, name, password, words.Role(role))
    tell(f"{name} may enter as {role}")


@user.command("list")
@database_option
@click.pass_context
def list_(context: click.Context, /, **_: Any) -> None:  # noqa: ANN401 — click's
    """List them: name, role, and whether they can log in."""
    with database_of(context) as database, database.reading() as session:
        found = _accounts().users(session)
    for one in found:
        state = "password" if one.enters else "no password"
        click.echo("\t".join((one.name, one.role, state if one.active else "shut out")))


@user.command("role")
@click.argument("name")
@click.argument("role", type=_ROLES)
@database_option
@click.pass_context
def role_(context: click.Context, /, name: str, role: str, **_: Any) -> None:  # noqa: ANN401 — click's
    """Give somebody another role."""
    words = import_module("qa.desk.words")
    with _known(context, name) as found:
        _accounts().set_role(found.database, _BY, found.id, words.Role(role))
    tell(f"{name} is {role} now")


@user.command("password")
@click.argument("name")
@_password_option
@database_option
@click.pass_context
def password_(context: click.Context, /, name: str, **options: Any) -> None:  # noqa: ANN401 — click's
    """Give somebody a new password; where they are logged in, they are no longer."""
    with _known(context, name) as found:
        new = _password(from_stdin=options["password_stdin"])
        _accounts().set_password(found.database, _BY, found.id, new)
    tell(f"{name} has a new password")


@user.command("shut-out")
@click.argument("name")
@database_option
@click.pass_context
def shut_out(context: click.Context, /, name: str, **_: Any) -> None:  # noqa: ANN401 — click's
    """Let somebody in no longer; what they did stays."""
    with _known(context, name) as found:
        _accounts().set_active(found.database, _BY, found.id, active=False)
    tell(f"{name} is shut out")


@user.command("let-in")
@click.argument("name")
@database_option
@click.pass_context
def let_in(context: click.Context, /, name: str, **_: Any) -> None:  # noqa: ANN401 — click's
    """Let somebody in again who was shut out."""
    with _known(context, name) as found:
        _accounts().set_active(found.database, _BY, found.id, active=True)
    tell(f"{name} may enter again")


@user.command("token")
@click.argument("name")
@click.argument("label")
@database_option
@click.pass_context
def token(context: click.Context, /, name: str, label: str, **_: Any) -> None:  # noqa: ANN401 — click's
    """Make a token for a program that acts for somebody; it is printed this once."""
    with _known(context, name) as found:
        person = import_module("qa.desk.people.person").Person(found.id, found.name, found.role)
        made = import_module("qa.desk.people.tokens").make(found.database, person, label)
    click.echo(made)


class _Known:
    """Somebody who has an account, and the database that it is in."""

    def __init__(self, database: Database, account: Any) -> None:  # noqa: ANN401 — imported late
        self.database, self.id = database, account.id
        self.name, self.role = account.name, account.role


@contextmanager
def _known(context: click.Context, name: str) -> Iterator[_Known]:
    with database_of(context) as database:
        with database.reading() as session:
            account = _accounts().named(session, name)
        yield _Known(database, account)


def _accounts() -> Any:  # noqa: ANN401 — a module
    return import_module("qa.desk.people.accounts")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask for the password; use --password-stdin")
    found: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return found
