"""What the commands of the desk share: its database, its settings, and what must be there."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import platformdirs

from corpora.errors import UsageError

if TYPE_CHECKING:
    from qa.desk.settings import Settings
    from qa.desk.store.database import Database

VARIABLE = "COPYDESK_DESK_DATABASE"
_FILE = "desk.db"
_MEGABYTE = 1024 * 1024
_THIS_MACHINE = ("127.0.0.0/8", "::1/128")
F = TypeVar("F", bound=Callable[..., Any])


def database_option(function: F) -> F:
    """`--database`."""
    return click.option(
        "--database",
        metavar="ADDRESS",
        envvar=VARIABLE,
        help="A file, or postgresql://user@host/name; where that has a password, better in "
        f"${VARIABLE} than here. [default: desk.db in your data folder]",
    )(function)


def tell(line: str) -> None:
    """Say something to the person at the terminal; standard output is for data."""
    click.echo(line, err=True)


def config_option(function: F) -> F:
    """`--config`."""
    return click.option(
        "--config",
        metavar="FILE",
        help="The configuration: rules, glossary, suppressions. [default: copydesk.toml here or "
        "above]",
    )(function)


def config_path(named: str | None) -> str | None:
    """The path of the configuration that was named, or of the nearest one.

    Raises ConfigError for what is wrong in it: workers cannot ask what is meant.
    """
    config, plugins = import_module("qa.config"), import_module("qa.plugins")
    found = Path(named) if named else config.find(Path())
    if found is None:
        return None
    config.load(found, plugins.discover(plugins.CHECKS))
    return str(found)


def address_of(named: str | None) -> str:
    """The address that was named, or that of a person's own desk."""
    return named or os.environ.get(VARIABLE) or default_address()


@dataclass(frozen=True, slots=True)
class OpenedDatabase:
    """An open database, its address, and how that may be shown."""

    address: str
    shown: str
    database: Database


def default_address() -> str:
    """The file of a person's own desk."""
    return str(Path(platformdirs.user_data_dir("copydesk", appauthor=False), _FILE))


@contextmanager
def opened_database(named: str | None) -> Iterator[OpenedDatabase]:
    """The desk's database. Raises UsageError where it cannot be used."""
    module = import_module("qa.desk.store.database")
    address = address_of(named)
    database = module.opened(address)
    try:
        yield OpenedDatabase(address, module.shown(address), database)
    finally:
        database.close()


@contextmanager
def database_of(context: click.Context) -> Iterator[Database]:
    """The database that was named before or behind the subcommand."""
    with opened_database(context.params.get("database") or context.obj) as found:
        yield found.database


def settings_of(options: Mapping[str, Any]) -> Settings:
    """How the desk is served. Raises UsageError for options that do not go together."""
    module = import_module("qa.desk.settings")
    loopback = import_module("qa.desk.listening").is_loopback(options["host"])
    access = _access(options, loopback=loopback)
    if not loopback and not options["hostnames"]:
        raise UsageError("name with --hostname under which name the desk is asked for")
    networks = options["proxies"] or (_THIS_MACHINE if options["proxy_header"] else ())
    for network in networks:
        _check_network(network)
    found: Settings = module.Settings(
        access=module.Access(access),
        hosts=(*module.LOOPBACK, *(name.lower() for name in options["hostnames"])),
        header=options["proxy_header"] or "",
        proxies=tuple(networks),
        secure=options["https"],
        upload=options["max_upload"] * _MEGABYTE,
        private_feeds=options["private_feeds"],
    )
    return found


def check_people(database: Database, settings: Settings) -> None:
    """Raise UsageError where nobody could log in."""
    if settings.access != "accounts":
        return
    accounts = import_module("qa.desk.people.accounts")
    with database.reading() as session:
        found = accounts.users(session)
    if not any(one.active and one.enters and one.role == "admin" for one in found):
        fix = "'copydesk desk user add NAME --role admin' makes the first"
        raise UsageError(f"nobody could log in: there is no admin with a password; {fix}")


def _access(options: Mapping[str, Any], *, loopback: bool) -> str:
    """How the desk knows people; only what this machine's own browser asks needs no login."""
    header = options["proxy_header"]
    if header and options["login"]:
        raise UsageError("--login and --proxy-header: one or the other knows who is asking")
    if header:
        return "proxy"
    is_ours = loopback and not (options["hostnames"] or options["https"] or options["proxies"])
    return "accounts" if options["login"] or not is_ours else "local"


def _check_network(network: str) -> None:
    try:
        ipaddress.ip_network(network)
    except ValueError as error:
        raise UsageError(f"--proxy {network}: {error}") from None
