"""A PostgreSQL server of our own: in a temporary folder, on a socket there, gone with us.

It is Debian's, found in `/usr/lib/postgresql` or on PATH. It refuses to run as root; then it runs
as the user `postgres`, who owns the folder.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

_HOME, _ACCOUNT = Path("/usr/lib/postgresql"), "postgres"
_PATIENCE = 30.0
_SAFE = ("fsync=on", "synchronous_commit=on")
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
_SETTINGS = ("listen_addresses=", "max_connections=300", "shared_buffers=64MB", "timezone=UTC")
GUARDED = "guarded"
"""A role that nobody gets in as without a password."""
_WHO_GETS_IN = f"local all {GUARDED} scram-sha-256\nlocal all all trust\n"
# It stops with whoever started it: their end of the pipe closes, however they end.
_GUARDIAN = '"$@" </dev/null & cat >/dev/null; kill -INT $!; wait; rm -rf "$PWD"'


class NoPostgresError(Exception):
    """There is no PostgreSQL here, or it does not start; its text says what to do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server; its socket is in `folder`."""

    folder: Path

    def address(self, name: str, who: str = _ACCOUNT) -> str:
        """The URL of a database of it."""
        return f"postgresql://{who}@/{name}?host={self.folder}"

    def new(self, template: str = "template1") -> str:
        """The name of a new database, made like another to which nobody is connected."""
        name = f"desk_{secrets.token_hex(6)}"
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self.run(made.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        """Throw a database away, whoever is connected to it."""
        self.run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def run(self, statement: sql.SQL | sql.Composed, name: str = "postgres") -> None:
        """Run a statement, by itself, in a database."""
        with psycopg.connect(self.address(name), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running(*, durable: bool = False) -> Iterator[Cluster]:
    """A new server, stopped at the end or when this process dies.

    `durable` writes to the disk as a newsroom's would; tests are faster without. Raises
    NoPostgresError.
    """
    programs = _programs()
    # A socket's path has at most some 100 characters: a test's own folder is too deep for it.
    folder = Path(tempfile.mkdtemp(prefix="copydesk-postgresql-", dir="/tmp"))
    user = _owner(folder)
    try:
        _made(programs, folder, user)
        with _started(programs, folder, user, _SAFE if durable else _FAST):
            yield Cluster(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    numbered = [(int(found.name), found / "bin") for found in _HOME.glob("[0-9]*")]
    known = [folder for _, folder in sorted(numbered, reverse=True)]
    on_path = shutil.which("initdb")
    known += [Path(on_path).resolve().parent] if on_path else []
    for folder in known:
        if all((folder / name).is_file() for name in ("initdb", "postgres")):
            return folder
    raise NoPostgresError("these tests need PostgreSQL: apt-get install postgresql")


def _owner(folder: Path) -> str | None:
    """Who is to run the server, if not we ourselves."""
    if os.getuid() != 0:
        return None
    try:
        account = pwd.getpwnam(_ACCOUNT)
    except KeyError:
        raise NoPostgresError(
            f"PostgreSQL does not run as root, and there is no user '{_ACCOUNT}'"
        ) from None
    os.chown(folder, account.pw_uid, account.pw_gid)
    return _ACCOUNT


def _made(programs: Path, folder: Path, user: str | None) -> None:
    options = ["--username", _ACCOUNT, "--auth", "trust", "--no-sync", "--no-instructions"]
    told = subprocess.run(
        [programs / "initdb", "-D", "data", *options, "--encoding=UTF8", "--locale=C.UTF-8"],
        **_as(user, folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode != 0:
        raise NoPostgresError(f"initdb failed: {' '.join(told.stderr.split())}")
    (folder / "data" / "pg_hba.conf").write_text(_WHO_GETS_IN)


@contextmanager
def _started(
    programs: Path, folder: Path, user: str | None, settings: tuple[str, ...]
) -> Iterator[None]:
    options = (*_SETTINGS, *settings, f"unix_socket_directories={folder}")
    words = [part for option in options for part in ("-c", option)]
    with (folder / "log").open("w") as log:
        guardian = subprocess.Popen(
            ["sh", "-c", _GUARDIAN, "sh", programs / "postgres", "-D", "data", *words],
            **_as(user, folder),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait(folder)
        yield
    finally:
        guardian.communicate(timeout=_PATIENCE)  # closes its standard input, then waits


def _wait(folder: Path) -> None:
    ends = time.monotonic() + _PATIENCE
    while True:
        try:
            psycopg.connect(Cluster(folder).address("postgres")).close()
        except psycopg.OperationalError:
            if time.monotonic() > ends:
                told = " ".join((folder / "log").read_text().split())
                raise NoPostgresError(f"PostgreSQL does not start: {told}") from None
            time.sleep(0.05)
        else:
            return


def _as(user: str | None, folder: Path) -> dict[str, Any]:
    """How a program is started: as whom, where, and with no settings of the caller's."""
    path = os.environ.get("PATH", os.defpath)
    who = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    return {"cwd": folder, "env": {"PATH": path, "LC_ALL": "C.UTF-8"}, **who}
