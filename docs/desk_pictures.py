"""Makes the README's pictures of the editors' desk: python docs/desk_pictures.py.

The articles are the bundled example and runs of its sentences; their flags, scores and estimates
are what copydesk says of them, and each edit is the reference's wording. What editors decide, when
articles come and go, and how long the work takes is made up, by a generator with a fixed seed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, ViewportSize, sync_playwright
from sqlalchemy import select, update

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docs.picture import CHROMIUM, FLAGS  # noqa: E402
from qa.desk.editing.editor import Editor  # noqa: E402
from qa.desk.editing.tally import tally  # noqa: E402
from qa.desk.errors import DeskError  # noqa: E402
from qa.desk.people.accounts import add_user  # noqa: E402
from qa.desk.people.person import Person  # noqa: E402
from qa.desk.queue.adding import NewArticle, add_article  # noqa: E402
from qa.desk.queue.claims import claim  # noqa: E402
from qa.desk.store.articles import Action, Article, FlagRow, SegmentRow  # noqa: E402
from qa.desk.store.columns import now  # noqa: E402
from qa.desk.store.database import Database, opened  # noqa: E402
from qa.desk.web.pages.example import bundled  # noqa: E402
from qa.desk.words import FlagState, Role  # noqa: E402
from qa.desk.work.checking import Checker  # noqa: E402
from qa.desk.work.live import LiveHere  # noqa: E402
from qa.desk.work.sides import Texts  # noqa: E402
from qa.desk.work.worker import Worker  # noqa: E402
from reports.result import SegmentResult  # noqa: E402

_SIZE: ViewportSize = {"width": 1440, "height": 900}
_SEED = 8
_PASSWORD = "a picture of a desk"  # noqa: S105 — of a desk that lasts a minute
_PEOPLE = {"Ibu Ketua": Role.ADMIN} | dict.fromkeys(("Sari", "Budi", "Wati"), Role.EDITOR)
_WAITING, _SIGNED, _DAYS = 9, 40, 27
_SHORTEST, _LONGEST, _STEP, _TITLE = 3, 8, 3, 7
_SYSTEMS, _DESKS = ("main", "nightly"), ("dunia", "pertahanan", "ekonomi")
_REASONS = ("not an error", "house style", "too minor")


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A desk that is filled: who works there, and what with."""

    database: Database
    checker: Checker
    people: tuple[Person, ...]
    chosen: Random

    def bring(self, new: NewArticle) -> int:
        """Add an article and check it; its id."""
        with self.database.writing() as session:
            number = add_article(session, self.people[0], new).id
        Worker(self.database, lambda: self.checker.check).work_off()
        return number

    def work(self, number: int) -> None:
        """Deal with an article's flags, take some of the reference's wording, sign it off."""
        editor, person = Editor(self.database, LiveHere(self.checker)), self._somebody()
        for flag in self._open(number):
            self._decide(editor, person, flag)
        for segment in self._segments(number):
            better = segment.reference if self.chosen.random() < 1 / 4 else None
            if better and better != segment.text:
                editor.edit(person, number, segment.number, better, self._key())
        editor.sign_off(person, number, self._key())

    def _decide(self, editor: Editor, person: Person, flag: FlagRow) -> None:
        """Take most suggestions, dismiss some other flags; an act may have settled it already."""
        try:
            if flag.suggestion is not None and self.chosen.random() < flag.chance:
                editor.accept(person, flag.article_id, flag.id, self._key())
            elif self.chosen.random() < 1 / 2:
                reason = self.chosen.choice(_REASONS)
                editor.dismiss(person, flag.article_id, flag.id, reason, self._key())
        except DeskError:
            return

    def date(self, number: int, received: datetime, worked: timedelta | None = None) -> None:
        """Say when an article came in, and when it was signed off, after how much work."""
        with self.database.writing() as session:
            article = session.get_one(Article, number)
            article.received = received
            article.checked = received + timedelta(seconds=20)
            if worked is not None:
                article.signed = min(received + timedelta(hours=3) + worked, now())
                article.seconds = worked.total_seconds()
                for table, column in ((Action, "at"), (FlagRow, "touched")):
                    mine = update(table).where(table.article_id == number)
                    session.execute(mine.values({column: article.signed}))
            tally(session, article, article.signed or received)

    def minutes(self, number: int) -> float:
        """A time that the work may have taken: some for reading, some for each decision."""
        with self.database.reading() as session:
            words = session.get_one(Article, number).words
            acts = session.scalars(select(Action).where(Action.article_id == number)).all()
        noise: float = self.chosen.lognormvariate(0.0, 0.35)
        return (0.4 + words / 180 + len(acts) / 5) * noise

    def _somebody(self) -> Person:
        return self.chosen.choice(self.people[1:])

    def _key(self) -> str:
        return f"{self.chosen.getrandbits(64):x}"

    def _open(self, number: int) -> tuple[FlagRow, ...]:
        wanted = select(FlagRow).filter_by(article_id=number, state=FlagState.OPEN)
        with self.database.reading() as session:
            return tuple(session.scalars(wanted.order_by(FlagRow.id)))

    def _segments(self, number: int) -> tuple[SegmentRow, ...]:
        wanted = select(SegmentRow).where(SegmentRow.article_id == number)
        with self.database.reading() as session:
            return tuple(session.scalars(wanted.order_by(SegmentRow.number)))


def fill(database: Database) -> int:
    """Fill a desk with a month of work; the id of the example, which waits."""
    people = tuple(
        add_user(database, "pictures", name, _PASSWORD, role) for name, role in _PEOPLE.items()
    )
    room = Newsroom(database, Checker(), people, Random(_SEED))  # noqa: S311
    new = bundled()
    whole = room.checker.check(
        Texts(new.name, new.mt, new.source, new.reference, new.language, new.source_language)
    )
    stories = runs(whole.segments, room.chosen)
    begins = now() - timedelta(days=_DAYS)
    for nth in range(_SIGNED):
        number = room.bring(next(stories))
        room.work(number)
        came = begins + timedelta(days=_DAYS * (nth + room.chosen.random()) / (_SIGNED + 1))
        room.date(number, came, timedelta(minutes=room.minutes(number)))
    for _ in range(_WAITING):
        number = room.bring(next(stories))
        room.date(number, now() - timedelta(hours=room.chosen.uniform(0.2, 30)))
    with database.writing() as session:
        claim(session, people[2], number, now())
    example = room.bring(replace(bundled(), origin="Tengrinews", desk="dunia", system="main"))
    room.date(example, now() - timedelta(minutes=25))
    return example


def runs(segments: tuple[SegmentResult, ...], chosen: Random) -> Iterator[NewArticle]:
    """Articles made of some sentences of another one that follow each other."""
    for nth in count():
        length = chosen.randint(_SHORTEST, _LONGEST)
        start = _STEP * nth % (len(segments) - _LONGEST)
        part = segments[start : start + length]
        yield NewArticle(
            mt="\n".join(one.mt for one in part),
            source="\n".join(one.source or "" for one in part),
            reference="\n".join(next(iter(one.references), "") for one in part),
            name=f"story {nth}",
            title=" ".join(re.findall(r"[\w-]+", part[0].mt)[:_TITLE]),
            language="id",
            source_language="en",
            origin="Tengrinews",
            desk=chosen.choice(_DESKS),
            system=chosen.choice(_SYSTEMS),
        )


@contextmanager
def served(address: str) -> Iterator[str]:
    """The desk's address while it is served."""
    command = [sys.executable, "-m", "qa", "desk", "--database", address, "--port", "0"]
    process = subprocess.Popen(  # noqa: S603
        [*command, "--login", "--workers", "0", "--no-browser"],
        cwd=ROOT,
        env=os.environ,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        said = iter(process.stderr or ())
        yield next(found[0] for line in said if (found := re.search(r"http://\S+(?=/)", line)))
    finally:
        process.terminate()
        process.wait()


def enter(page: Page, url: str) -> None:
    """Log in as an editor."""
    page.goto(url)
    page.locator("#name").fill("Sari")
    page.locator("#password").fill(_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.locator(".entry").first.wait_for()


def take_pictures(url: str, example: int, folder: Path) -> None:
    """The queue, the example with a flag chosen, the statistics."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(viewport=_SIZE, color_scheme="light", locale="en-GB")
        enter(page, url)
        page.screenshot(path=folder / "desk-queue.png")
        page.goto(f"{url}/articles/{example}")
        page.get_by_text("You have it open").wait_for()
        page.evaluate("document.activeElement.blur()")
        page.screenshot(path=folder / "desk-article.png")
        page.goto(f"{url}/stats")
        page.screenshot(path=folder / "desk-stats.png")
        browser.close()


def main() -> None:
    """Fill a desk, serve it, take the pictures."""
    with TemporaryDirectory() as folder:
        address = str(Path(folder, "desk.db"))
        database = opened(address)
        example = fill(database)
        database.close()
        with served(address) as url:
            take_pictures(url, example, Path(__file__).parent)


if __name__ == "__main__":
    main()
