"""What the rules made of flags after an action is taken back along with it."""

from __future__ import annotations

import pytest

from qa.desk.editing.editor import Editor
from qa.desk.errors import ConflictError
from qa.desk.people.person import Person
from qa.desk.store.articles import FlagRow
from qa.desk.store.database import Database
from qa.desk.words import FlagState
from tests.desk.together.small_article import TEXTS, Seen, check, look, put
from tests.desk.together.small_rules import LateRules, SimpleRules

pytestmark = pytest.mark.desk

TWICE = ("Harga aneh buruk buruk sekali.", "Hujan turun.")
MOVED = ("Hujan turun.", "Kemarin harga beras buruk sekali di pasar, kata pedagang.")


def test_a_flag_that_an_edit_brought_back(database: Database, editor: Person) -> None:
    act, article = Editor(database, SimpleRules()), put(database, texts=TWICE)
    begun = look(database, article)
    first = begun.flags[0].id
    act.accept(editor, article, first, "accept")
    accepted = look(database, article)
    act.edit(editor, article, 0, TWICE[0], "edit")
    assert look(database, article).states[first] == FlagState.OPEN
    act.undo(editor, article, "undo the edit")
    assert look(database, article).states == accepted.states
    act.undo(editor, article, "undo the acceptance")
    assert look(database, article).states == begun.states
    assert look(database, article).texts == begun.texts


def test_a_flag_that_an_edit_raised(database: Database, editor: Person) -> None:
    rules = LateRules()
    act, article = Editor(database, rules), put(database, texts=TWICE)
    begun = look(database, article).states
    act.edit(editor, article, 1, "Hujan buruk turun.", "edit")
    (raised,) = set(look(database, article).states) - set(begun)
    rules.is_late = True
    act.undo(editor, article, "undo")
    check(look(database, article))
    assert look(database, article).states == {**begun, raised: FlagState.FIXED}


def test_what_somebody_did_since_stands(database: Database, editor: Person) -> None:
    act, article = Editor(database, SimpleRules()), put(database, texts=TWICE)
    first = look(database, article).flags[0].id
    act.edit(editor, article, 0, "Harga sekali.", "edit")
    assert look(database, article).states[first] == FlagState.FIXED
    act.edit(editor, article, 0, TWICE[0], "edit back")
    assert look(database, article).states[first] == FlagState.OPEN
    act.dismiss(editor, article, first, "begitulah", "dismiss")
    act.undo(editor, article, "undo the dismissal")
    assert look(database, article).states[first] == FlagState.OPEN
    act.undo(editor, article, "undo the edit back")
    assert look(database, article).states[first] == FlagState.FIXED


def test_a_sentence_that_is_copied_takes_no_flag_away(database: Database, editor: Person) -> None:
    act, article = Editor(database, SimpleRules()), put(database, texts=MOVED)
    begun = look(database, article)
    act.edit(editor, article, 0, MOVED[1], "copy")
    copied = look(database, article)
    assert [(one.state, one.segment) for one in copied.flags] == [("open", 1), ("open", 0)]
    act.undo(editor, article, "undo")
    assert places(look(database, article))[:1] == places(begun)
    assert look(database, article).flags[1].state == FlagState.FIXED


@pytest.mark.parametrize("is_late", [False, True])
def test_a_flag_that_moved_along_comes_back(
    database: Database, editor: Person, *, is_late: bool
) -> None:
    rules = LateRules()
    act, article = Editor(database, rules), put(database, texts=MOVED)
    flag = look(database, article).flags[0].id
    act.dismiss(editor, article, flag, "begitulah", "dismiss")
    dismissed = look(database, article)
    act.edit(editor, article, 1, "Kata pedagang.", "cut")
    act.edit(editor, article, 0, "Kemarin harga beras buruk sekali di pasar.", "paste")
    assert look(database, article).flags[0].segment == 0
    rules.is_late = is_late
    act.undo(editor, article, "undo pasting")
    check(look(database, article))
    act.undo(editor, article, "undo cutting")
    check(look(database, article))
    assert places(look(database, article)) == places(dismissed)


def test_saving_what_is_there_keeps_nothing_from_being_undone(
    database: Database, editor: Person
) -> None:
    rules = LateRules()
    act, article = Editor(database, rules), put(database)
    begun = look(database, article)
    flag = begun.flags[-1].id
    rules.is_late = True
    for key in ("copy", "save it again"):
        act.edit(editor, article, 0, TEXTS[2], key)
    rules.is_late = False
    act.dismiss(editor, article, flag, "begitulah", "dismiss")
    act.undo(editor, article, "undo the dismissal")
    (raised,) = look(database, article).flags[len(begun.flags) :]
    assert (raised.segment, raised.state) == (0, FlagState.OPEN)
    act.undo(editor, article, "undo copying")
    ended = look(database, article)
    assert ended.texts == begun.texts
    assert places(ended)[:-1] == places(begun)
    assert ended.flags[-1].state == FlagState.FIXED


def test_who_takes_back_does_not_agree(database: Database, editor: Person) -> None:
    act = Editor(database, SimpleRules())
    article = put(database, texts=('Ia berkata "baik" kemarin.',))
    act.edit(editor, article, 0, 'Ia berkata "baik kemarin.', "edit")
    (raised,) = look(database, article).flags
    assert (raised.rule, raised.state) == ("quote", FlagState.OPEN)
    act.undo(editor, article, "undo")
    (closed,) = look(database, article).flags
    assert (closed.state, closed.by) == (FlagState.FIXED, None)


def test_words_that_are_gone_are_not_replaced(database: Database, editor: Person) -> None:
    act, article = Editor(database, SimpleRules()), put(database)
    flag = look(database, article).flags[0].id
    with database.writing() as session:
        session.get_one(FlagRow, flag).start -= 1
    with pytest.raises(ConflictError, match="no longer in the text"):
        act.accept(editor, article, flag, "accept")


def places(seen: Seen) -> list[tuple[int, str, int, int, str]]:
    """Where each flag stands, and its state."""
    return [(one.id, one.state, one.segment, one.start, one.words) for one in seen.flags]
