"""Many editors at once: each act is done once or refused, and the tables are what the acts say."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from qa.desk.editing.editor import Editor
from qa.desk.errors import ConflictError, InvalidError
from qa.desk.people.person import Person
from qa.desk.queue.claims import next_article
from qa.desk.queue.filters import Filters
from qa.desk.store.articles import Action
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.work.live import Live
from tests.desk.conftest import person
from tests.desk.together.small_article import check, check_ledger, look, put
from tests.desk.together.small_rules import NoRules, SimpleRules

pytestmark = pytest.mark.desk

FEW = 8
MANY = 20
REFUSALS = (ConflictError, InvalidError)


@dataclass(frozen=True, slots=True)
class Sent:
    """An act that was sent, and the id of the action that was acknowledged, if one was."""

    key: str
    acknowledged: int | None


@dataclass(frozen=True, slots=True)
class Window:
    """A browser's window: somebody doing things at random, each under a name of its own."""

    editor: Editor
    person: Person
    article: int
    flags: tuple[int, ...]
    name: str
    seed: str

    def work(self, turns: int) -> list[Sent]:
        """Do so many things. Two windows with one name and seed send the same ones."""
        chosen = random.Random(self.seed)
        return [self._send(chosen, f"{self.name}-{turn}") for turn in range(turns)]

    def _send(self, chosen: random.Random, key: str) -> Sent:
        flag, kind = chosen.choice(self.flags), chosen.random()
        try:
            action = self._act(flag, kind, key)
        except REFUSALS:
            return Sent(key, None)
        return Sent(key, None if action is None else action.id)

    def _act(self, flag: int, kind: float, key: str) -> Action | None:
        if kind < 0.3:
            return self.editor.accept(self.person, self.article, flag, key)
        if kind < 0.6:
            return self.editor.dismiss(self.person, self.article, flag, "bukan salah", key)
        if kind < 0.75:
            return self.editor.reopen(self.person, self.article, flag, key)
        return self.editor.undo(self.person, self.article, key)


def at_once(windows: Sequence[Window], turns: int) -> Iterator[Sent]:
    """What all windows sent, working at once."""
    with ThreadPoolExecutor(len(windows)) as pool:
        for sent in pool.map(lambda window: window.work(turns), windows):
            yield from sent


def check_once(database: Database, article: int, sent: Sequence[Sent]) -> None:
    """What was acknowledged is in the tables, once; nothing else is."""
    told: dict[str, set[int]] = {}
    for one in sent:
        if one.acknowledged is not None:
            told.setdefault(one.key, set()).add(one.acknowledged)
    assert all(len(ids) == 1 for ids in told.values())
    kept = {action.key: {action.id} for action in look(database, article).actions}
    assert kept == told
    assert kept


def together(database: Database, people: Sequence[Person], live: Live, count: int) -> None:
    """Windows on one article, two and two the same: every request of theirs is sent twice."""
    article = put(database)
    flags = tuple(flag.id for flag in look(database, article).flags)
    editor = Editor(database, live)
    windows = [
        Window(
            editor, people[nth // 2 % len(people)], article, flags, f"w{nth // 2}", f"s{nth // 2}"
        )
        for nth in range(count)
    ]
    sent = list(at_once(windows, turns=8))
    check_once(database, article, sent)
    seen = look(database, article)
    check(seen)
    if isinstance(live, NoRules):
        check_ledger(seen)


@pytest.mark.parametrize("live", [NoRules(), SimpleRules()])
def test_windows_of_one_editor(database: Database, editor: Person, live: Live) -> None:
    together(database, [editor], live, FEW)


def test_an_article_is_one_editors(database: Database, editor: Person) -> None:
    people = [editor, person(database, "Budi"), person(database, "Wati")]
    together(database, people, NoRules(), FEW)


@pytest.mark.slow
@pytest.mark.parametrize("live", [NoRules(), SimpleRules()])
@pytest.mark.parametrize("seed", range(3))
def test_many_windows(database: Database, editor: Person, live: Live, seed: int) -> None:
    people = [editor, *(person(database, f"Editor {seed}-{nth}") for nth in range(2))]
    together(database, people, live, MANY)


def test_nobody_is_given_what_another_has(database: Database) -> None:
    articles = {put(database, f"article {nth}") for nth in range(MANY)}
    people = [person(database, f"Editor {nth}") for nth in range(MANY)]

    def take(one: Person) -> int | None:
        with database.writing() as session:
            found = next_article(session, one, now(), Filters())
            return None if found is None else found.id

    with ThreadPoolExecutor(MANY) as pool:
        taken = list(pool.map(take, people))
    given = [one for one in taken if one is not None]
    assert len(given) == len(set(given))
    assert set(given) <= articles
    # Who came while another's row was being taken may have gone away without: then they ask again.
    again = [take(one) for one, had in zip(people, taken, strict=True) if had is None]
    assert sorted([*given, *(one for one in again if one is not None)]) == sorted(articles)
