from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import event

from corpora.annotated.judgements import read_judgements
from corpora.reader import ReadOptions
from corpora.readers import jsonl, mqm, tmx
from corpora.text import Decision, Document, Side, TextFile
from qa.calibrate import _usable
from qa.desk.learning.exports import Format, Wanted, export
from qa.desk.learning.signed import BATCH
from qa.desk.people.person import Person
from qa.desk.store.articles import Article
from qa.desk.store.database import Database
from qa.desk.words import FlagState, State
from tests.desk.learning.made import NOON, Story, article, flag

pytestmark = pytest.mark.desk

READERS = {Format.TMX: tmx.reader, Format.JSONL: jsonl.reader, Format.MQM: mqm.reader}
HARD = 'a\u2028b <v>\x85</v> & "c" \u202e\U0001f469'
_HEAD = 3
"""Statements before the first article's: the transaction's, people, articles."""
ROWS = (
    ("The price rises.", "Harga itu naik naik.", "Harganya naik."),
    ("Good morning.", "Selamat pagi.", "Selamat pagi."),
)
NARROWED = (
    (Wanted(), "abc"),
    (Wanted(since=NOON), "bc"),
    (Wanted(until=NOON), "a"),
    (Wanted(language="de"), "b"),
    (Wanted(language="und"), "c"),
    (Wanted(source_language="en", language="id"), "a"),
    (Wanted(system="nmt-2"), "b"),
    (Wanted(desk=""), "ab"),
    (Wanted(desk="sport"), "c"),
    (Wanted(edited=True), "ab"),
)


def written(database: Database, kind: Format, wanted: Wanted | None = None) -> str:
    with database.reading() as session:
        return "".join(export(session, kind, wanted))


def read(database: Database, kind: Format, wanted: Wanted | None = None) -> list[Document]:
    file = TextFile(f"out.{kind}", written(database, kind, wanted))
    return list(READERS[kind].read(file, ReadOptions()))


def lines(database: Database, wanted: Wanted | None = None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(database, Format.JSONL, wanted).splitlines()]


def story(
    database: Database, editor: Person, name: str = "beras",
    rows: Sequence[tuple[str | None, str, str]] = ROWS, **values: Any,
) -> Article:  # fmt: skip
    with database.writing() as session:
        return Story(session, editor, name, values).signed(*rows)


def test_a_memory_has_source_and_final_text(database: Database, editor: Person) -> None:
    story(database, editor)
    (found,) = read(database, Format.TMX)
    assert (found.id, found.source_language, found.language) == ("beras", "en", "id")
    pairs = [(s.source.text if s.source else None, s.mt.text) for s in found.segments]
    assert pairs == [("The price rises.", "Harganya naik."), ("Good morning.", "Selamat pagi.")]
    root = etree.fromstring(written(database, Format.TMX).encode())
    unit = root.find("body/tu")
    assert unit is not None
    assert root.get("version") == "1.4"
    assert (unit.get("changedate"), unit.get("changeid")) == (
        "20261127T120000Z",
        f"editor-{editor.id}",
    )
    assert [child.tag for child in unit] == ["prop"] * 4 + ["tuv", "tuv"]


def test_a_memory_of_several_languages_says_so(database: Database, editor: Person) -> None:
    story(database, editor)
    story(database, editor, "andere", source_language=None, language="de")
    root = etree.fromstring(written(database, Format.TMX).encode())
    header = root.find("header")
    assert header is not None
    assert header.get("srclang") == "*all*"
    names = {one.get("{http://www.w3.org/XML/1998/namespace}lang") for one in root.iter("tuv")}
    assert names == {"en", "id", "und", "de"}


def test_what_has_one_side_only_is_no_unit(database: Database, editor: Person) -> None:
    story(database, editor, rows=[(None, "a", "b"), ("gone", "a", " "), ("x", "a", "b")])
    root = etree.fromstring(written(database, Format.TMX).encode())
    assert [[seg.text for seg in unit.iter("seg")] for unit in root.iter("tu")] == [["x", "b"]]


def test_every_sign_comes_back(database: Database, editor: Person) -> None:
    story(database, editor, HARD, [(HARD, HARD, HARD + "!")], system="")
    for kind in Format:
        (found,) = read(database, kind)
        text = HARD + "!" if kind is Format.TMX else HARD
        sides = [(s.source.text if s.source else "", s.mt.text) for s in found.segments]
        assert sides == [(HARD, text)], kind


def test_of_nothing_the_file_is_empty_but_right(database: Database) -> None:
    with database.writing() as session:
        article(session, state=State.WAITING)
    memory = etree.fromstring(written(database, Format.TMX).encode())
    assert [child.tag for child in memory] == ["header", "body"]
    assert list(memory.iter("tu")) == []
    table = written(database, Format.MQM)
    assert table.split("\t")[0] == "system"
    assert table.count("\n") == 1
    assert written(database, Format.JSONL) == ""


def test_a_line_has_all_that_is_known_of_a_segment(database: Database, editor: Person) -> None:
    done = story(database, editor, desk="foreign")
    with database.writing() as session:
        kept = {"first_start": 10, "first_end": 19, "words": "naik naik", "suggestion": "naik"}
        flag(session, done, "doubled-word", FlagState.ACCEPTED, editor, **kept)
        own = {"first_start": None, "first_end": None}
        flag(session, done, "spacing", FlagState.DISMISSED, editor, reason="no", **own)
    first, second = lines(database)
    assert {key: first[key] for key in ("doc", "seg", "lp", "system", "src", "mt", "pe")} == {
        "doc": "beras", "seg": 0, "lp": "en-id", "system": "nmt-1", "src": "The price rises.",
        "mt": "Harga itu naik naik.", "pe": "Harganya naik.",
    }  # fmt: skip
    assert (first["edited"], second["edited"]) == (True, False)
    assert (first["hter"], second["hter"]) == (1.0, 0.0)
    assert first["signed"] == "2026-11-27T12:00:00Z"
    assert first["editor"] == f"editor-{editor.id}"
    by_rule = {one["rule"]: one for one in first["flags"]}
    accepted, dismissed = by_rule["doubled-word"], by_rule["spacing"]
    assert first["mt"][accepted["start"] : accepted["end"]] == "naik naik"
    assert (accepted["state"], accepted["severity"]) == ("accepted", "minor")
    assert (dismissed["state"], dismissed["reason"], dismissed["start"]) == (
        "dismissed",
        "no",
        None,
    )
    assert second["flags"] == []


def test_lines_are_judgements_for_calibrate_and_evaluate(
    database: Database, editor: Person, tmp_path: Path
) -> None:
    story(database, editor)
    path = tmp_path / "desk.jsonl"
    path.write_text(written(database, Format.JSONL), encoding="utf-8")
    first, second = read_judgements(str(path))
    assert (first.pair, first.document, first.system) == ("en-id", "beras", "nmt-1")
    assert first.scores == {"hter": -1.0}
    assert [word.is_bad for word in first.words or ()] == [True, True, True, False]
    assert [word.is_bad for word in second.words or ()] == [False, False]
    assert list(_usable(str(path))) == [first, second]


def test_names_are_told_only_if_asked_for(database: Database, editor: Person) -> None:
    done = story(database, editor)
    with database.writing() as session:
        flag(session, done, "calque", FlagState.DISMISSED, editor)
    for kind in Format:
        with database.reading() as session:
            named = "".join(export(session, kind, named=True))
        assert editor.name in named
        assert editor.name not in written(database, kind)


def test_the_table_has_the_machines_text_and_what_became_of_its_flags(
    database: Database, editor: Person
) -> None:
    done = story(database, editor)
    with database.writing() as session:
        words = {"first_start": 10, "first_end": 19, "start": 0, "end": 0}
        flag(session, done, "doubled-word", FlagState.FIXED, editor, **words)
        flag(session, done, "calque", FlagState.DISMISSED, editor, reason="idiom", segment=1)
        flag(session, done, "muted", FlagState.MUTED)
        flag(session, done, "own", first_start=None, first_end=None)
    (found,) = read(database, Format.MQM)
    assert [one.mt.text for one in found.segments] == [machine for _, machine, _ in ROWS]
    fixed, dismissed = found.flags
    assert (fixed.rule, fixed.segment, fixed.span.start, fixed.span.end) == (
        "doubled-word",
        0,
        10,
        19,
    )
    assert fixed.span.side is Side.TRANSLATION
    fates = [one.disposition for one in (fixed, dismissed)]
    assert [(fate.decision, fate.reason, fate.author) for fate in fates if fate] == [
        (Decision.FIXED, "", f"editor-{editor.id}"),
        (Decision.DISMISSED, "idiom", f"editor-{editor.id}"),
    ]


def test_segments_of_a_table_are_numbered_through(database: Database, editor: Person) -> None:
    story(database, editor, "one")
    story(database, editor, "two")
    rows = [row.split("\t") for row in written(database, Format.MQM).split("\n")[1:-1]]
    assert [row[1:4] for row in rows] == [
        ["one", "1", "1"], ["one", "2", "2"], ["two", "1", "3"], ["two", "2", "4"],
    ]  # fmt: skip


def test_what_is_wanted_can_be_narrowed_down(database: Database, editor: Person) -> None:
    story(database, editor, "a", signed=NOON - timedelta(days=1))
    story(database, editor, "b", language="de", system="nmt-2")
    story(database, editor, "c", rows=ROWS[1:], language=None, desk="sport")
    with database.writing() as session:
        article(session, "waits", state=State.WAITING)
    for wanted, names in NARROWED:
        assert {line["doc"] for line in lines(database, wanted)} == set(names), wanted


def test_only_edited_segments_keep_their_numbers(database: Database, editor: Person) -> None:
    story(database, editor, rows=[*ROWS[1:], *ROWS[:1]])
    only = Wanted(edited=True)
    assert [line["seg"] for line in lines(database, only)] == [1]
    (row,) = written(database, Format.MQM, only).split("\n")[1:-1]
    assert row.split("\t")[2:4] == ["2", "1"]


def test_an_export_comes_a_few_articles_at_a_time(database: Database, editor: Person) -> None:
    for number in range(60):
        story(database, editor, f"story-{number}")
    loaded: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        loaded.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    with database.reading() as session:
        parts = export(session, Format.JSONL)
        next(parts)
        first = len(loaded)
        assert sum(1 for _ in parts) == 59
    event.remove(database.engine, "before_cursor_execute", hear)
    assert first <= _HEAD + 2 * BATCH < len(loaded)
