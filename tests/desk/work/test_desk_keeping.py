"""What a check found is kept once, with what editors said of it before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from qa.desk.people.person import Person
from qa.desk.store.articles import Article, FlagRow, SegmentRow
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.store.work import Job, RuleMute
from qa.desk.words import FlagState, JobKind, Mute, State
from qa.desk.work.checking import Checker
from qa.desk.work.jobs import Lost, put, take
from qa.desk.work.keeping import keep
from qa.desk.work.sides import Texts
from qa.desk.work.worker import Worker
from tests.desk.work.conftest import Post

pytestmark = pytest.mark.desk

DOUBLED = "Rumah itu itu besar sekali."
AGAIN = f"{DOUBLED} Ia sudah pergi."


def flags_of(database: Database, article: int) -> list[FlagRow]:
    with database.reading() as session:
        wanted = select(FlagRow).where(FlagRow.article_id == article).order_by(FlagRow.id)
        return list(session.scalars(wanted))


def decide(database: Database, article: int, state: FlagState, person: Person) -> None:
    """As an editor does with the only flag."""
    (flag,) = flags_of(database, article)
    with database.writing() as session:
        row = session.get_one(FlagRow, flag.id)
        row.state, row.by, row.touched = state, person.id, now()
        row.reason = "so they say there" if state == FlagState.DISMISSED else ""


def test_an_article_waits_with_its_segments_flags_and_rank(
    database: Database, post: Post, worker: Worker
) -> None:
    number = post("a", DOUBLED, source="The house is very big.")
    assert worker.work_off() == 1
    with database.reading() as session:
        article = session.get_one(Article, number)
        (row,) = session.scalars(select(SegmentRow)).all()
    (flag,) = flags_of(database, number)
    assert (article.state, article.checks, article.words) == (State.WAITING, 1, 5)
    assert (article.language, article.source_language) == ("id", "en")
    assert article.checked is not None
    assert article.rank is not None
    assert article.major + article.minor == 1
    assert article.weight == pytest.approx(flag.severity * flag.chance)
    assert (row.machine, row.text, row.source) == (DOUBLED, DOUBLED, "The house is very big.")
    assert (flag.rule, flag.state, flag.words) == ("doubled-word", FlagState.OPEN, "itu itu")
    assert (flag.first_start, flag.first_end) == (flag.start, flag.end)
    assert flag.fingerprint


def test_scores_are_kept(database: Database, post: Post, worker: Worker) -> None:
    number = post("a", DOUBLED, reference="Rumah itu besar sekali.")
    worker.work_off()
    with database.reading() as session:
        (score,) = session.get_one(Article, number).scores
    assert score["metric"] == "chrf"
    assert 0 < score["value"] < 100


def test_what_was_dismissed_stays_silent_in_later_rounds(
    database: Database, post: Post, worker: Worker, editor: Person
) -> None:
    first = post("a", DOUBLED)
    worker.work_off()
    decide(database, first, FlagState.DISMISSED, editor)
    second, third = post("a", AGAIN), 0
    worker.work_off()
    third = post("a", f"{AGAIN} Benar.")
    worker.work_off()
    for number in (second, third):
        (flag,) = flags_of(database, number)
        assert (flag.state, flag.reason, flag.by) == (
            FlagState.SILENT,
            "so they say there",
            editor.id,
        )
    with database.reading() as session:
        assert session.get_one(Article, third).weight == 0
        assert session.get_one(Article, second).state == State.REPLACED


@pytest.mark.parametrize("state", [FlagState.OPEN, FlagState.FIXED, FlagState.ACCEPTED])
def test_the_last_word_counts(
    database: Database, post: Post, worker: Worker, editor: Person, state: FlagState
) -> None:
    first = post("a", DOUBLED)
    worker.work_off()
    decide(database, first, FlagState.DISMISSED, editor)
    second = post("a", AGAIN)
    worker.work_off()
    decide(database, second, state, editor)
    third = post("a", f"{AGAIN} Benar.")
    worker.work_off()
    (flag,) = flags_of(database, third)
    assert flag.state == FlagState.OPEN


def test_other_articles_are_not_silenced(
    database: Database, post: Post, worker: Worker, editor: Person
) -> None:
    first = post("a", DOUBLED)
    worker.work_off()
    decide(database, first, FlagState.DISMISSED, editor)
    other = post("b", DOUBLED)
    worker.work_off()
    (flag,) = flags_of(database, other)
    assert flag.state == FlagState.OPEN


def test_muted_rules_are_kept_and_weigh_nothing(
    database: Database, post: Post, worker: Worker
) -> None:
    with database.writing() as session:
        session.add(RuleMute(rule="doubled-word", language="id", mode=Mute.ON, by="Sari"))
    number = post("a", DOUBLED, language="id")
    worker.work_off()
    (flag,) = flags_of(database, number)
    assert flag.state == FlagState.MUTED
    with database.reading() as session:
        assert session.get_one(Article, number).weight == 0


def test_a_lost_job_keeps_nothing(database: Database, post: Post, checker: Checker) -> None:
    number = post("a", DOUBLED)
    slow = take(database, "one", 60)
    assert slow is not None
    with database.writing() as session:
        session.execute(update(Job).values(lease=now() - timedelta(seconds=1)))
    assert take(database, "two", 60) is not None
    checked = checker.check(Texts("a", DOUBLED))
    with pytest.raises(Lost), database.writing() as session:
        keep(session, slow, checked, {})
    assert flags_of(database, number) == []
    with database.reading() as session:
        article = session.get_one(Article, number)
        assert (article.checks, article.state) == (0, State.CHECKING)


def test_a_second_job_does_not_undo_an_editor(
    database: Database, post: Post, worker: Worker, editor: Person
) -> None:
    number = post("a", DOUBLED)
    worker.work_off()
    decide(database, number, FlagState.DISMISSED, editor)
    with database.writing() as session:
        put(session, JobKind.CHECK, article_id=number)
    assert worker.work_off() == 1
    (flag,) = flags_of(database, number)
    assert flag.state == FlagState.DISMISSED
    with database.reading() as session:
        assert session.get_one(Article, number).checks == 1


def test_an_article_that_is_checked_anew_has_nothing_twice(
    database: Database, post: Post, worker: Worker, editor: Person
) -> None:
    number = post("a", DOUBLED)
    worker.work_off()
    decide(database, number, FlagState.DISMISSED, editor)
    with database.writing() as session:
        session.get_one(Article, number).state = State.CHECKING
        put(session, JobKind.CHECK, article_id=number)
    worker.work_off()
    (flag,) = flags_of(database, number)
    assert (flag.state, flag.by) == (FlagState.SILENT, editor.id)


def test_what_cannot_be_checked_fails_with_a_line(
    database: Database, post: Post, worker: Worker
) -> None:
    long = "\n".join(f"Sentence {n} of another, much longer story." for n in range(60))
    bad, good = post("bad", DOUBLED, source=long), post("good")
    assert worker.work_off() == 2
    with database.reading() as session:
        article = session.get_one(Article, bad)
        assert article.state == State.FAILED
        assert "cannot be aligned" in article.note
        assert session.get_one(Article, good).state == State.WAITING
