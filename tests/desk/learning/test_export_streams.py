"""An export for whoever takes it slowly is the same, and keeps nothing open in the database."""

from __future__ import annotations

import pytest

from qa.desk.errors import InvalidError
from qa.desk.learning.exports import Format, Wanted, export, stream
from qa.desk.people.person import Person
from qa.desk.store.database import Database
from tests.desk.learning.made import Story

pytestmark = pytest.mark.desk


def story(database: Database, editor: Person, name: str) -> None:
    with database.writing() as session:
        Story(session, editor, name).signed(("Good morning.", "Selamat.", "Selamat pagi."))


def written(database: Database, kind: Format) -> str:
    with database.reading() as session:
        return "".join(export(session, kind))


@pytest.mark.parametrize("kind", list(Format))
def test_a_stream_is_the_export_and_holds_no_connection(
    database: Database, editor: Person, kind: Format
) -> None:
    for number in range(30):
        story(database, editor, f"story-{number}")
    parts = list[bytes]()
    for part in stream(database, kind):
        parts.append(part)
        assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert b"".join(parts).decode() == written(database, kind)
    assert len(parts) >= 30


def test_a_stream_goes_on_while_others_write(database: Database, editor: Person) -> None:
    for number in range(30):
        story(database, editor, f"story-{number}")
    parts = stream(database, Format.JSONL)
    next(parts)
    story(database, editor, "late")
    assert b"late" in b"".join(parts)


@pytest.mark.parametrize("name", ["\udcff", "a\0b"])
@pytest.mark.parametrize("what", ["desk", "system", "language", "source_language"])
def test_what_no_database_keeps_is_not_wanted(what: str, name: str) -> None:
    with pytest.raises(InvalidError, match="UTF-8"):
        Wanted(**{what: name})  # type: ignore[arg-type]
