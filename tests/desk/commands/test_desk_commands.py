"""The desk from the command line: who may enter, what was done, and what is refused."""

from __future__ import annotations

import json
import socket
import uuid
from pathlib import Path

import pytest

from qa.desk.editing.editor import Editor
from qa.desk.store.database import Database, opened
from tests.conftest import Run
from tests.desk.conftest import person
from tests.desk.editing.toy import Toy, put

pytestmark = pytest.mark.desk

EVERYWHERE = "0.0.0.0"  # noqa: S104 — it is refused
PASSWORD = b"a long enough secret\n"


def test_people_are_added_listed_and_changed(copydesk: Run) -> None:
    on = ("--database", "d.db")
    added = copydesk(
        *("desk", "user", "add", "Sari", "--role", "admin", "--password-stdin", *on),
        stdin=PASSWORD,
    )
    assert (added.code, added.out) == (0, "")
    assert copydesk("desk", "user", "add", "bot", "--no-password", *on).code == 0
    assert copydesk("desk", "user", "role", "bot", "reader", *on).code == 0
    assert copydesk("desk", "user", "shut-out", "bot", *on).code == 0
    listed = copydesk("desk", "user", "list", *on)
    assert listed.out == "Sari\tadmin\tpassword\nbot\treader\tshut out\n"
    assert copydesk("desk", "user", "let-in", "bot", *on).code == 0
    token = copydesk("desk", "user", "token", "Sari", "cms", *on)
    assert token.out.startswith("cdk_")
    changed = copydesk("desk", "user", "password", "Sari", "--password-stdin", *on, stdin=PASSWORD)
    assert changed.code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("user", "add", "Sari"), "--password-stdin"),
        (("user", "add", "", "--no-password"), "name"),
        (("user", "role", "Nobody", "admin"), "nobody of that name"),
        (("--host", EVERYWHERE), "--hostname"),
        (("--host", EVERYWHERE, "--hostname", "desk.example"), "user add"),
        (("--login",), "user add"),
        (("--login", "--proxy-header", "X-User"), "one or the other"),
        (("--proxy", "10.0.0.0/8"), "user add"),
        (("--hostname", "desk.example", "--https"), "user add"),
        (("--proxy-header", "X-User", "--proxy", "10.0.0.0/99"), "10.0.0.0/99"),
        (("--database", "mysql://host/name"), "SQLite or PostgreSQL"),
        (("--database", "."), "database"),
        (("stats", "--report", "html=a.html"), "tables"),
    ],
)
def test_what_is_refused_is_one_line(copydesk: Run, arguments: tuple[str, ...], said: str) -> None:
    done = copydesk("desk", *arguments, env={"COPYDESK_DESK_DATABASE": "d.db"})
    assert done.code == 2
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert said in done.err


def test_a_port_that_is_taken_is_said(copydesk: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = copydesk("desk", "--port", port, env={"COPYDESK_DESK_DATABASE": "d.db"})
    assert (done.code, done.out) == (2, "")
    assert f"port {port}" in done.err


def test_a_file_that_is_no_database_is_left_alone(copydesk: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, " * 100, encoding="utf-8")
    done = copydesk("desk", "stats", "--database", "notes.txt")
    assert done.code == 2
    assert "notes.txt" in done.err
    assert done.err.count("\n") == 1
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8").startswith("not a database")


@pytest.fixture
def worked(tmp_path: Path) -> Database:
    """A desk at which an editor has signed an article off."""
    database = opened(str(tmp_path / "d.db"))
    editor = person(database, "Sari")
    article = put(database, "Ia pergi ke ke Jakarta.", "Selesai.")
    desk = Editor(database, Toy())
    desk.accept(editor, article, 1, uuid.uuid4().hex)
    desk.sign_off(editor, article, uuid.uuid4().hex)
    return database


def test_what_was_done_is_told(copydesk: Run, worked: Database) -> None:
    worked.close()
    shown = copydesk("desk", "stats", "--database", "d.db")
    assert shown.code == 0
    assert "doubled-word" in shown.out
    told = copydesk("desk", "stats", "--json", "--people", "--database", "d.db")
    assert "Sari" in told.out
    assert told.data


def test_what_editors_wrote_is_exported(copydesk: Run, worked: Database, tmp_path: Path) -> None:
    worked.close()
    on = ("--database", "d.db")
    lines = copydesk("desk", "export", *on).out.splitlines()
    first = json.loads(lines[0])
    assert (first["mt"], first["pe"]) == ("Ia pergi ke ke Jakarta.", "Ia pergi ke Jakarta.")
    assert "Sari" not in lines[0]
    assert "Sari" in copydesk("desk", "export", "--names", *on).out
    wrote = copydesk("desk", "export", "--format", "mqm", "--out", "a.tsv", *on)
    assert (wrote.code, wrote.out) == (0, "")
    assert "<v>ke ke</v>" in (tmp_path / "a.tsv").read_text(encoding="utf-8")
    only = copydesk("desk", "export", "--since", "2999-01-01", *on)
    assert only.out == ""
