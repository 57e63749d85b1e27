from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa.desk.errors import ForbiddenError, InvalidError, NotThereError
from qa.desk.learning.acceptance import Learned
from qa.desk.learning.interval import Share
from qa.desk.learning.muting import Limit, limit, muted, review, set_limit, set_mode
from qa.desk.learning.news import news
from qa.desk.learning.rulings import EVERYWHERE
from qa.desk.people.person import Person
from qa.desk.store.articles import FlagRow
from qa.desk.store.database import Database
from qa.desk.store.people import Record
from qa.desk.words import FlagState, Mute
from tests.desk.learning.made import NOON, article, flag, votes

pytestmark = pytest.mark.desk


def reviewed(session: Session) -> frozenset[str]:
    review(session, None, NOON)
    return muted(session, "id")


@pytest.mark.parametrize(
    ("yes", "no", "is_muted"),
    [(0, 19, False), (0, 20, True), (2, 22, False), (2, 24, True), (5, 15, False), (20, 0, False)],
)
def test_a_rule_is_muted_once_it_is_clear_that_editors_do_not_want_it(
    yes: int, no: int, *, is_muted: bool
) -> None:
    share = Share(yes, yes + no)
    ends = (share.value, share.low, share.high)
    found = Learned("calque", "id", yes, no, 0, *ends, muted=False, mode=Mute.AUTO)
    assert Limit().mutes(found) is is_muted


def test_a_rule_is_muted_for_the_language_alone(database: Database, editor: Person) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 0, 30)
        votes(session, editor, "calque", 30, 0, language="de")
        assert reviewed(session) == {"calque"}
        assert muted(session, "de") == muted(session, None) == frozenset()


def test_articles_without_a_language_have_a_count_of_their_own(
    database: Database, editor: Person
) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 0, 30, language=None)
        assert reviewed(session) == frozenset()
        assert muted(session, None) == {"calque"}


def test_a_muted_rule_speaks_again_when_editors_accept_its_flags(
    database: Database, editor: Person
) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 0, 20)
        assert reviewed(session) == {"calque"}
        votes(session, editor, "calque", 1, 0)
        assert reviewed(session) == {"calque"}
        votes(session, editor, "calque", 4, 0)
        assert reviewed(session) == frozenset()
    with database.reading() as session:
        told = [(one.is_muted, one.agreed, one.decided) for one in news(session)]
    assert told == [(False, 5, 25), (True, 0, 20)]


def test_a_muted_rule_stays_so_though_a_decision_is_taken_back(
    database: Database, editor: Person
) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 0, 20)
        assert reviewed(session) == {"calque"}
        one = session.scalars(select(FlagRow)).first()
        assert one is not None
        one.state, one.by = FlagState.OPEN, None
        session.flush()
        assert reviewed(session) == {"calque"}
        session.execute(FlagRow.__table__.delete())
        assert reviewed(session) == frozenset()


def test_the_review_says_nothing_twice(database: Database, editor: Person) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 0, 20)
        reviewed(session)
        reviewed(session)
        (one,) = news(session)
    assert (one.rule, one.language, one.agreed, one.decided) == ("calque", "id", 0, 20)
    assert one.mode is None


def test_an_admins_word_goes_before_the_desks(
    database: Database, editor: Person, admin: Person
) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 0, 30)
        votes(session, editor, "awkward", 30, 0)
        reviewed(session)
        set_mode(session, admin, "calque", "id", Mute.OFF, "we want to see them")
        set_mode(session, admin, "awkward", "id", Mute.ON, "not our style")
        assert reviewed(session) == {"awkward"}
        set_mode(session, admin, "calque", "id", Mute.AUTO, "")
        set_mode(session, admin, "awkward", "id", Mute.AUTO, "")
        assert reviewed(session) == {"calque"}


def test_a_word_for_the_language_goes_before_one_for_all(
    database: Database, editor: Person, admin: Person
) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 1, 1)
        set_mode(session, admin, "calque", EVERYWHERE, Mute.ON, "noise")
        set_mode(session, admin, "calque", "de", Mute.OFF, "right in German")
        assert muted(session, "id") == muted(session, None) == {"calque"}
        assert muted(session, "de") == frozenset()


def test_a_rule_that_is_never_muted_for_all_languages_is_not_muted_by_the_desk(
    database: Database, editor: Person, admin: Person
) -> None:
    with database.writing() as session:
        votes(session, editor, "calque", 0, 30)
        assert reviewed(session) == {"calque"}
        set_mode(session, admin, "calque", EVERYWHERE, Mute.OFF, "the law asks for it")
        assert reviewed(session) == frozenset()


def test_the_log_has_who_ruled_and_why(database: Database, admin: Person) -> None:
    with database.writing() as session:
        flag(session, article(session), "calque")
        set_mode(session, admin, "calque", "id", Mute.ON, "  too\nmany ")
        (record,) = session.scalars(select(Record))
        (one,) = news(session)
    assert (record.who, record.about) == (admin.name, "calque")
    assert record.detail == {"language": "id", "mode": "on", "reason": "too many"}
    assert (one.who, one.mode, one.reason) == (admin.name, Mute.ON, "too many")


def test_editors_cannot_rule(database: Database, editor: Person) -> None:
    with database.writing() as session:
        flag(session, article(session), "calque")
        with pytest.raises(ForbiddenError):
            set_mode(session, editor, "calque", "id", Mute.ON, "noise")
        with pytest.raises(ForbiddenError):
            set_limit(session, editor, Limit(0.5, 5))


def test_a_ruling_needs_a_reason_and_a_rule(database: Database, admin: Person) -> None:
    with database.writing() as session:
        flag(session, article(session), "calque")
        with pytest.raises(InvalidError, match="say why"):
            set_mode(session, admin, "calque", "id", Mute.ON, "  ")
        with pytest.raises(InvalidError, match="500 characters"):
            set_mode(session, admin, "calque", "id", Mute.ON, "x" * 501)
        with pytest.raises(NotThereError):
            set_mode(session, admin, "nobody-has-seen-it", "id", Mute.ON, "noise")


def test_the_limit_can_be_set(database: Database, editor: Person, admin: Person) -> None:
    with database.writing() as session:
        assert limit(session) == Limit(0.25, 20)
        votes(session, editor, "calque", 0, 6)
        assert reviewed(session) == frozenset()
        set_limit(session, admin, Limit(0.6, 5))
        assert reviewed(session) == {"calque"}
    with database.reading() as session:
        assert limit(session) == Limit(0.6, 5)


@pytest.mark.parametrize(("precision", "decisions"), [(-0.1, 20), (1.1, 20), (0.5, 0)])
def test_a_limit_that_makes_no_sense_is_refused(precision: float, decisions: int) -> None:
    with pytest.raises(InvalidError):
        Limit(precision, decisions)
