"""What editors do with an article, and what becomes of its flags and its text."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from qa.desk.editing.editor import Editor
from qa.desk.editing.result import result_of
from qa.desk.editing.signing import hter
from qa.desk.errors import ConflictError, ForbiddenError, InvalidError, NotThereError
from qa.desk.people.person import Person
from qa.desk.store.articles import Action
from qa.desk.store.database import Database
from qa.desk.words import FlagState, Role, State
from tests.desk.conftest import person
from tests.desk.editing.at_work import TEXTS, flags, key, story, texts
from tests.desk.editing.toy import RULE, Toy, put


def test_an_accepted_suggestion_stands_in_the_text(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    first, second, third = flags(database, article)
    desk.accept(editor, article, first.id, key())
    desk.accept(editor, article, second.id, key())
    assert texts(database, article)[:2] == ["Ia pergi ke Jakarta.", "Ia itu baik dan dan besar."]
    first, second, third = flags(database, article)
    assert [f.state for f in (first, second, third)] == ["accepted", "accepted", "open"]
    assert (third.start, third.end, third.words) == (12, 19, "dan dan")
    assert story(database, article).major == 1
    assert story(database, article).held_by == editor.id


def test_an_act_sent_twice_is_done_once(desk: Editor, database: Database, editor: Person) -> None:
    article = put(database, *TEXTS)
    first = flags(database, article)[0]
    name = key()
    action = desk.accept(editor, article, first.id, name)
    assert desk.accept(editor, article, first.id, name).id == action.id
    with database.reading() as session:
        assert len(session.scalars(select(Action)).all()) == 1
    with pytest.raises(ConflictError, match="another action"):
        desk.sign_off(editor, article, name)
    with pytest.raises(ConflictError, match="dealt with"):
        desk.accept(editor, article, first.id, key())


def test_dismissed_with_a_reason_and_taken_up_again(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    first = flags(database, article)[0]
    desk.dismiss(editor, article, first.id, "  a name\nindeed ", key())
    first = flags(database, article)[0]
    assert (first.state, first.reason, first.by) == ("dismissed", "a name indeed", editor.id)
    desk.reopen(editor, article, first.id, key())
    assert flags(database, article)[0].state == FlagState.OPEN
    with pytest.raises(ConflictError, match="open already"):
        desk.reopen(editor, article, first.id, key())


def test_an_edit_fixes_the_flags_whose_words_it_changes(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    desk.edit(editor, article, 1, "Dia itu baik dan dan besar.", key(), before=TEXTS[1])
    first, second, third = flags(database, article)
    assert [f.state for f in (first, second, third)] == ["open", "fixed", "open"]
    assert texts(database, article)[1][third.start : third.end] == "dan dan"
    with pytest.raises(ConflictError, match="changed since"):
        desk.edit(editor, article, 1, "x", key(), before=TEXTS[1])


def test_an_edit_that_makes_a_new_fault_is_flagged(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    desk.edit(editor, article, 2, "Selesai selesai selesai.", key())
    new = flags(database, article)[-1]
    assert (new.segment, new.state, new.words, new.first_start) == (
        2, "open", "selesai selesai", None,
    )  # fmt: skip
    assert story(database, article).major == 4


def test_everything_undone_is_as_it_was(desk: Editor, database: Database, editor: Person) -> None:
    article = put(database, *TEXTS)
    before = [(f.state, f.start, f.end, f.words) for f in flags(database, article)]
    first, second, _ = flags(database, article)
    desk.accept(editor, article, second.id, key())
    desk.edit(editor, article, 1, "Ia itu baik baik dan kecil.", key())
    desk.dismiss(editor, article, first.id, "no", key())
    undone = 0
    while desk.undo(editor, article, key()) is not None:
        undone += 1
    assert undone == 3
    assert texts(database, article) == list(TEXTS)
    now_ = [(f.state, f.start, f.end, f.words) for f in flags(database, article)]
    assert now_[:3] == before
    assert {state for state, *_ in now_[3:]} <= {"fixed"}
    assert story(database, article).major == 3


def test_undo_sent_twice_takes_back_one_act(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    first, second, _ = flags(database, article)
    desk.dismiss(editor, article, first.id, "", key())
    desk.dismiss(editor, article, second.id, "", key())
    name = key()
    desk.undo(editor, article, name)
    desk.undo(editor, article, name)
    assert [f.state for f in flags(database, article)][:2] == ["dismissed", "open"]


def test_signed_off_with_its_hter_and_taken_back(
    desk: Editor, database: Database, editor: Person
) -> None:
    article = put(database, *TEXTS)
    desk.accept(editor, article, flags(database, article)[0].id, key())
    desk.sign_off(editor, article, key())
    done = story(database, article)
    assert (done.state, done.signed_by, done.held_by) == (State.SIGNED, editor.id, None)
    assert done.hter == pytest.approx(1 / 15)  # one word out; 12 words and 3 full stops are left
    with pytest.raises(ConflictError, match="signed off"):
        desk.undo(editor, article, key())
    desk.take_back(editor, article, key())
    again = story(database, article)
    assert (again.state, again.hter, again.held_by) == (State.WAITING, None, editor.id)


def test_who_has_it_open_keeps_it(desk: Editor, database: Database, editor: Person) -> None:
    article = put(database, *TEXTS)
    first = flags(database, article)[0]
    desk.dismiss(editor, article, first.id, "", key())
    with pytest.raises(ConflictError, match="Sari"):
        desk.accept(person(database, "Budi"), article, first.id, key())


def test_what_cannot_be_done(desk: Editor, database: Database, editor: Person) -> None:
    article, other = put(database, *TEXTS), put(database, *TEXTS, name="other")
    flag = flags(database, other)[0].id
    reader = person(database, "Tamu", Role.READER)
    with pytest.raises(ForbiddenError):
        desk.dismiss(reader, article, flag, "", key())
    with pytest.raises(ForbiddenError):
        desk.preview(reader, article, 0, "x")
    with pytest.raises(NotThereError):
        desk.accept(editor, article, flag, key())
    with pytest.raises(NotThereError):
        desk.accept(editor, 999, flag, key())
    with pytest.raises(NotThereError):
        desk.edit(editor, article, 9, "x", key())
    with pytest.raises(InvalidError):
        desk.edit(editor, article, 0, "x" * 30_000, key())
    with pytest.raises(InvalidError):
        desk.sign_off(editor, article, "")
    assert desk.undo(editor, article, key()) is None


def test_the_rules_may_be_deaf(desk: Editor, database: Database, editor: Person, toy: Toy) -> None:
    article = put(database, *TEXTS)
    toy.is_deaf = True
    desk.edit(editor, article, 0, "Ia pergi pergi ke ke Jakarta.", key())
    first, *_ = flags(database, article)
    assert len(flags(database, article)) == 3
    assert (first.state, first.start) == ("open", 15)


def test_a_preview_stores_nothing(desk: Editor, database: Database, editor: Person) -> None:
    article = put(database, *TEXTS)
    found = desk.preview(editor, article, 2, "Selesai ya ya.")
    assert found is not None
    assert [flag.text for flag in found.flags] == ["ya ya"]
    assert texts(database, article) == list(TEXTS)
    assert len(flags(database, article)) == 3


def test_the_article_as_writers_take_it(desk: Editor, database: Database, editor: Person) -> None:
    article = put(database, *TEXTS)
    first, second, _ = flags(database, article)
    desk.accept(editor, article, first.id, key())
    desk.dismiss(editor, article, second.id, "house style", key())
    with database.reading() as session:
        result = result_of(session, story(database, article))
        machine = result_of(session, story(database, article), machine=True)
    assert result.segments[0].mt == "Ia pergi ke Jakarta."
    assert machine.segments[0].mt == TEXTS[0]
    fates = [flag.disposition and flag.disposition.decision for flag in machine.flags]
    assert fates == ["accepted", "dismissed", None]
    assert machine.flags[1].disposition is not None
    assert machine.flags[1].disposition.author == "Sari"
    assert [f.text for f in machine.flags] == [
        machine.segments[f.segment].mt[f.span.start : f.span.end] for f in machine.flags
    ]
    assert {flag.rule for flag in result.flags} == {RULE}


@pytest.mark.parametrize(
    ("machine", "final", "rate"),
    [
        (["a b c ."], ["a b c ."], 0.0),
        (["a b c d"], ["a x c d"], 1 / 4),
        (["c d a b"], ["a b c d"], 1 / 4),
        (["a"], [""], 1.0),
        ([""], [""], 0.0),
        (["你好吗"], ["你好"], 1 / 2),
        ([], [], 0.0),
    ],
)
def test_hter(machine: list[str], final: list[str], rate: float) -> None:
    assert hter(machine, final) == pytest.approx(rate)
