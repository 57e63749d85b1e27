"""Do twenty editors at once get their pages in time, and is nothing that they do lost or doubled?

Run: python -m benchmarks.desk [--database sqlite|postgresql|both|ADDRESS] [--editors 20]

The desk is started as users start it, on a new database, with accounts. Its queue's page is first
asked for by all editors while the desk is empty; then 200 articles come in, are checked, and the
editors work: queue, next article, its page, accept, dismiss, edit, undo, sign off, with a little
time to think. Then the tables are compared with what they were told. Target: the 95th percentile of
a page is under 5 times that of the empty page.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from sqlalchemy import func, select

from benchmarks.desk_articles import articles
from benchmarks.desk_editors import PASSWORD, Took, Visitor
from benchmarks.desk_truth import Truth, compare
from qa.desk.people.accounts import add_user
from qa.desk.store.articles import Article
from qa.desk.store.database import Database, opened
from qa.desk.words import Role, State
from tests.desk.crash.served import served
from tests.desk.postgres import running

PAGES = ("queue", "article")
TARGET = 5.0
_EMPTY, _LOOK = "empty queue", 0.2


@dataclass(frozen=True, slots=True)
class Options:
    """How much is asked of the desk; `think` and `seconds` are in seconds."""

    articles: int
    editors: int
    think: float
    seconds: float
    workers: int


@dataclass(frozen=True, slots=True)
class Run:
    """What one database gave: seconds to send and to check all articles, and of the editing."""

    took: tuple[Took, ...]
    sending: float
    checking: float
    editing: float
    signed: int
    truth: Truth


def measure(address: str, options: Options, folder: Path) -> Run:
    """Serve a desk on a new database and have it used."""
    database = opened(address)
    names = [f"editor-{number}" for number in range(options.editors)]
    for name in names:
        add_user(database, "bench", name, PASSWORD, Role.EDITOR)
    add_user(database, "bench", "admin", PASSWORD, Role.ADMIN)
    more = ("--login", "--workers", str(options.workers))
    with served(address, folder / "desk.log", *more) as desk:
        visitors = [
            Visitor(desk.url, name, options.think, number) for number, name in enumerate(names)
        ]
        run = _used(database, visitors, options)
    database.close()
    return run


def _used(database: Database, visitors: Sequence[Visitor], options: Options) -> Run:
    _all(visitors, Visitor.log_in)
    # As often as each then asks for the queue: all begin at once, and with other numbers one 95th
    # percentile would lie among those first requests, and the other beyond them.
    looks = options.articles // options.editors + 2
    _all(visitors, lambda one: one.look(looks, _EMPTY))
    begun = time.monotonic()
    _send(visitors, options.articles)
    sent = time.monotonic()
    _wait_checked(database)
    checked = time.monotonic()
    _all(visitors, lambda one: one.work(checked + options.seconds))
    ended = time.monotonic()
    signed = [article for one in visitors for article in one.signed]
    truth = compare(database, [told for one in visitors for told in one.told], signed)
    took = tuple(took for one in visitors for took in one.took)
    return Run(took, sent - begun, checked - begun, ended - checked, len(signed), truth)


def _all(visitors: Sequence[Visitor], deed: Callable[[Visitor], None]) -> None:
    with ThreadPoolExecutor(len(visitors)) as pool:
        list(pool.map(deed, visitors))


def _send(visitors: Sequence[Visitor], count: int) -> None:
    forms = [new.form() for new in articles(count)]
    shares = [forms[number :: len(visitors)] for number in range(len(visitors))]

    def send(number: int) -> None:
        visitors[number].prepare()
        for form in shares[number]:
            visitors[number].add(form)

    with ThreadPoolExecutor(len(visitors)) as pool:
        list(pool.map(send, range(len(visitors))))


def _wait_checked(database: Database) -> None:
    left = select(func.count(Article.id)).where(Article.state == State.CHECKING)
    while True:
        with database.reading() as session:
            if not session.scalar(left):
                return
        time.sleep(_LOOK)


def tell(name: str, run: Run, options: Options) -> bool:
    """Print what was measured; whether all is right."""
    by_kind: dict[str, list[float]] = defaultdict(list)
    for one in run.took:
        by_kind[one.what].append(1000 * one.seconds)
    print(f"\n{name}: {options.editors} editors, {options.articles} articles")
    print(f"{'':14}{'count':>7}{'p50':>9}{'p95':>9}{'p99':>9}  ms")
    for what, times in by_kind.items():
        marks = np.percentile(times, (50, 95, 99))
        print(f"{what:14}{len(times):7}" + "".join(f"{mark:9.1f}" for mark in marks))
    empty = np.percentile(by_kind[_EMPTY], 95)
    ratios = {page: float(np.percentile(by_kind[page], 95) / empty) for page in PAGES}
    for page, ratio in ratios.items():
        print(f"p95 of the {page} page is {ratio:.2f} × that of the empty page (under {TARGET:g})")
    _tell_rest(run, options)
    broken = [one for one in run.took if one.status >= 500]
    print(f"answers 5xx: {len(broken)}")
    for fault in run.truth.faults[:20]:
        print(f"  FAULT {fault}")
    return not broken and not run.truth.faults and max(ratios.values()) < TARGET


def _tell_rest(run: Run, options: Options) -> None:
    rate = len([one for one in run.took if one.what != _EMPTY]) / run.editing
    print(f"articles: sent in {run.sending:.1f} s, checked {options.articles / run.checking:.1f}/s")
    print(f"editing: {run.editing:.1f} s, {run.signed} signed off, {rate:.1f} requests/s")
    truth = run.truth
    print(
        f"acts acknowledged: {truth.acknowledged}, flags decided: {truth.flags}"
        f" ({truth.found_again} accepted ones found again by the rules);"
        f" lost, doubled or wrong: {len(truth.faults)}"
    )


@contextmanager
def _addresses(wanted: str, folder: Path) -> Iterator[dict[str, str]]:
    found = {"SQLite": str(folder / "desk.db")} if wanted in {"sqlite", "both"} else {}
    if wanted not in {"postgresql", "both"}:
        yield found or {"the database": wanted}
        return
    with running(durable=True) as cluster:
        yield found | {"PostgreSQL": cluster.address(cluster.new())}


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="both")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--editors", type=int, default=20)
    parser.add_argument("--think", type=float, default=0.5)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=1)
    given = vars(parser.parse_args())
    wanted = given.pop("database")
    options = Options(**given)
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{platform.machine()}, {os.cpu_count()} cores, {python}, think {options.think} s")
    print(", ".join(f"{name} {version(name)}" for name in ("fastapi", "uvicorn", "sqlalchemy")))
    with tempfile.TemporaryDirectory() as made, _addresses(wanted, Path(made)) as addresses:
        fine = [
            tell(name, measure(address, options, Path(made)), options)
            for name, address in addresses.items()
        ]
    sys.exit(not all(fine))


if __name__ == "__main__":
    main()
