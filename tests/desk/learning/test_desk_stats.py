from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from corpora.text import Severity
from qa.desk.errors import InvalidError
from qa.desk.learning.counting import stats
from qa.desk.learning.sheet import stats_sheet
from qa.desk.learning.stats import Stats
from qa.desk.people.person import Person
from qa.desk.queue.ranking import Worth
from qa.desk.store.database import Database
from qa.desk.words import FlagState, State
from qa.plugins import WRITERS, discover
from reports.writer import Style
from tests.desk.learning.made import NOON, Story, article, flag, votes

pytestmark = pytest.mark.desk

DAY = timedelta(days=1)


def counted(database: Database, span: int = 7, *, people: bool = False) -> Stats:
    with database.reading() as session:
        return stats(session, NOON, span, people=people)


def test_articles_a_day_are_counted_in_utc(database: Database, editor: Person) -> None:
    with database.writing() as session:
        article(session, received=NOON - 7 * DAY)
        article(session, received=NOON.replace(hour=0) - 6 * DAY)
        article(session, received=NOON - DAY)
        Story(session, editor, "a", {"signed": NOON - DAY, "received": NOON - DAY}).signed()
        Story(session, editor, "b", {"signed": NOON - DAY, "received": NOON - 9 * DAY}).signed()
        article(session, state=State.WAITING, signed=None, received=NOON.replace(hour=23))
    found = counted(database)
    assert [one.day for one in found.days] == [date(2026, 11, n) for n in range(21, 28)]
    assert [one.received for one in found.days] == [1, 0, 0, 0, 0, 2, 1]
    assert [one.signed for one in found.days] == [0, 0, 0, 0, 0, 2, 0]
    assert (found.received, found.signed) == (4, 2)


def test_work_is_set_against_the_need_at_the_first_check(
    database: Database, editor: Person
) -> None:
    known = {"words": 100, "estimated": 4.0, "weight": 0.0, "seconds": 90.0, "hter": 0.25}
    with database.writing() as session:
        done = Story(session, editor, "a", known).signed()
        heavy = {"severity": Severity.MAJOR, "chance": 0.6}
        flag(session, done, "calque", FlagState.ACCEPTED, editor, **heavy)
        flag(session, done, "calque", FlagState.DISMISSED, editor, **heavy)
        flag(session, done, "calque", FlagState.SILENT, **heavy)
        flag(session, done, "calque", first_start=None, first_end=None, **heavy)
    (found,) = counted(database).efforts
    assert found.need == pytest.approx(Worth(6.0, 4.0, 100, 0.0).value)
    assert (found.minutes, found.hter, found.words) == (1.5, 0.25, 100)


def test_medians_and_the_distribution_of_changes(database: Database, editor: Person) -> None:
    with database.writing() as session:
        for number, hter in enumerate([0.0, 0.0, 0.1, 0.11, 1.7]):
            values = {"hter": hter, "seconds": 60.0 * number}
            Story(session, editor, f"s{number}", values).signed()
    found = counted(database)
    assert (found.minutes, found.hter) == (2.0, 0.1)
    assert [one.count for one in found.bins] == [2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert (found.bins[0].high, found.bins[1].high, found.bins[-1].high) == (0.0, 0.1, None)
    assert found.agreement is None


def test_whether_need_foretells_work_is_told_of_ten_articles_on(
    database: Database, editor: Person
) -> None:
    with database.writing() as session:
        for number in range(10):
            values = {"estimated": float(number), "seconds": 60.0 * number**2}
            Story(session, editor, f"s{number}", values).signed()
    assert counted(database).agreement == pytest.approx(1.0)


def test_suggestions_count_where_there_was_one(database: Database, editor: Person) -> None:
    with database.writing() as session:
        one = article(session)
        for state in (FlagState.ACCEPTED, FlagState.ACCEPTED, FlagState.FIXED, FlagState.DISMISSED):
            flag(session, one, "calque", state, editor, suggestion="better")
        flag(session, one, "calque", FlagState.DISMISSED, editor)
        flag(session, one, "calque", suggestion="better")
        flag(
            session, one, "calque", FlagState.ACCEPTED, editor,
            suggestion="better", touched=NOON - 30 * DAY,
        )  # fmt: skip
    found = counted(database).suggestions
    assert (found.hits, found.count, found.value) == (2, 4, 0.5)


def test_faults_are_counted_for_a_thousand_words_of_each_system(
    database: Database, editor: Person
) -> None:
    with database.writing() as session:
        good, bad = article(session, system="good", words=3000), article(session, system="bad")
        article(session, system="bad", words=300)
        article(session, system="nothing", words=0)
        article(session, system="bad", words=5000, state=State.CHECKING)
        for _ in range(3):
            flag(session, good, "calque")
        flag(session, bad, "calque", FlagState.ACCEPTED, editor)
        flag(session, bad, "spacing", FlagState.FIXED, editor)
        flag(session, bad, "spacing")
        for state in (FlagState.DISMISSED, FlagState.SILENT, FlagState.MUTED):
            flag(session, bad, "spacing", state)
    found = [(f.system, f.rule, f.flags, f.words, f.rate) for f in counted(database).faults]
    assert found == [
        ("good", "calque", 3, 3000, 1.0),
        ("bad", "spacing", 2, 400, 5.0),
        ("bad", "calque", 1, 400, 2.5),
    ]


def test_what_each_editor_did_is_told_only_if_asked_for(
    database: Database, editor: Person, admin: Person
) -> None:
    with database.writing() as session:
        done = Story(session, editor, "a", {"seconds": 300.0}).signed()
        flag(session, done, "calque", FlagState.DISMISSED, editor)
        flag(session, done, "calque", FlagState.OPEN, editor)
        flag(session, done, "calque", FlagState.FIXED)
    assert counted(database).people == ()
    (one,) = counted(database, people=True).people
    assert (one.name, one.signed, one.decided, one.minutes) == (editor.name, 1, 1, 5.0)
    assert admin.name != one.name


def test_a_span_that_makes_no_sense_is_refused(database: Database) -> None:
    for span in (0, -1, 367):
        with pytest.raises(InvalidError):
            counted(database, span)


def full(database: Database, editor: Person) -> Stats:
    with database.writing() as session:
        votes(session, editor, "calque", 3, 1)
        Story(session, editor, "a", {"hter": 0.2}).signed()
        flag(session, article(session, system=""), "spacing")
    return counted(database, people=True)


def test_every_writer_can_write_the_sheet(database: Database, editor: Person) -> None:
    empty, busy = counted(database, 1), full(database, editor)
    for name in ("terminal", "json", "csv", "markdown", "latex"):
        show = discover(WRITERS)[name].value.show
        assert show is not None
        assert len(show(stats_sheet(empty), Style())) < len(show(stats_sheet(busy), Style()))


def test_the_terminal_shows_what_there_is(database: Database, editor: Person) -> None:
    show = discover(WRITERS)["terminal"].value.show
    assert show is not None
    empty = show(stats_sheet(counted(database)), Style())
    assert "articles signed off" in empty
    assert "Commonest faults" not in empty
    text = show(stats_sheet(full(database, editor)), Style())
    assert "Commonest faults" in text
    assert "75 %" in text
    assert editor.name in text


def test_json_has_all_of_it(database: Database, editor: Person) -> None:
    show = discover(WRITERS)["json"].value.show
    assert show is not None
    data: dict[str, Any] = json.loads(show(stats_sheet(full(database, editor)), Style()))
    assert (data["received"], data["signed"], data["median_hter"]) == (3, 1, 0.2)
    assert data["rules"][0] | {"low": 0, "high": 0} == {
        "rule": "calque", "language": "id", "accepted": 3, "dismissed": 1, "fixed": 0,
        "share": 0.75, "low": 0, "high": 0, "muted": False, "mode": "auto",
    }  # fmt: skip
    assert data["days"][-1] == {"day": "2026-11-27", "received": 3, "signed": 1}
    assert set(data["suggestions"]) == {"hits", "count", "share", "low", "high"}
    assert [one["name"] for one in data["people"]] == [editor.name]
