"""The process beside the server looks again at what editors write, and never holds them up."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from qa.desk.work.checking import Checker
from qa.desk.work.live import LiveHere, LiveProcess
from qa.desk.work.sides import Sides
from tests.desk.work.test_desk_worker import until

pytestmark = pytest.mark.desk

ROWS = [Sides(0, 0, "Rumah itu itu besar.", None, None, realigned=False)]
LONG = 60.0


@pytest.fixture(scope="module")
def live() -> Iterator[LiveProcess]:
    found = LiveProcess(patience=LONG)
    yield found
    found.close()


def rules(live: LiveProcess | LiveHere, name: str = "a") -> list[str] | None:
    again = live.again(name, ROWS, "id", None)
    return None if again is None else [flag.rule for flag in again.flags]


def next_request(live: LiveProcess, monkeypatch: pytest.MonkeyPatch) -> Event:
    """Set once the next request is in the process's pipe."""
    there, pipe = Event(), live._pipe
    assert pipe is not None
    real = pipe.send

    def send(work: object) -> None:
        real(work)
        there.set()

    monkeypatch.setattr(pipe, "send", send)
    return there


def test_it_says_what_the_rules_say(live: LiveProcess, checker: Checker) -> None:
    assert rules(live) == rules(LiveHere(checker)) == ["doubled-word"]
    assert live.again("a", ROWS, "id", None) == checker.again("a", ROWS, "id", None)


def test_many_threads_are_answered_each_with_its_own(live: LiveProcess) -> None:
    def ask(number: int) -> tuple[int, int]:
        rows = [Sides(number, 0, "Rumah itu itu besar.", None, None, realigned=False)]
        again = live.again(f"article {number}", rows, "id", None)
        assert again is not None
        return number, again.flags[0].segment

    with ThreadPoolExecutor(40) as pool:
        assert all(asked == told for asked, told in pool.map(ask, range(80)))


@pytest.mark.slow
def test_one_that_dies_is_started_again(live: LiveProcess) -> None:
    assert rules(live)
    before = live.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    until(lambda: live.pid != before)
    rules(live)  # the one who is in the way of it may go without
    assert rules(live) == ["doubled-word"]
    assert live.pid != before


@pytest.mark.slow
def test_one_that_dies_in_mid_request_leaves_nobody_waiting(
    live: LiveProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rules(live)
    pid, there = live.pid, next_request(live, monkeypatch)
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)  # it takes the request and does not answer
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(rules, live)
        assert there.wait(LONG)
        os.kill(pid, signal.SIGKILL)
        assert asked.result(LONG) is None
    assert rules(live) == ["doubled-word"]


@pytest.mark.slow
def test_one_that_hangs_is_given_up_and_replaced() -> None:
    live = LiveProcess(patience=LONG)
    try:
        assert rules(live)
        pid = live.pid
        assert pid is not None
        live._patience = 0.2
        os.kill(pid, signal.SIGSTOP)
        assert rules(live) is None
        until(lambda: live.pid != pid)
        live._patience = LONG
        assert rules(live) == ["doubled-word"]
    finally:
        live.close()


def test_what_is_typed_gives_way_to_what_is_newer(
    live: LiveProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rules(live)
    pid, there = live.pid, next_request(live, monkeypatch)
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(5) as pool:
            first = pool.submit(rules, live, "first")  # it is in the process already
            assert there.wait(LONG)
            saved = pool.submit(rules, live)
            until(lambda: len(live._waiting) == 1)
            typed = pool.submit(live.again, "a", ROWS, "id", None, passing=True)
            until(lambda: len(live._waiting) == 2)
            newer = pool.submit(live.again, "a", ROWS, "id", None, passing=True)
            assert typed.result(LONG) is None
            until(lambda: len(live._waiting) == 2)
            os.kill(pid, signal.SIGCONT)
            assert first.result(LONG) == saved.result(LONG) == ["doubled-word"]
            assert newer.result(LONG) is not None
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.mark.slow
def test_a_closed_one_leaves_no_process_and_answers_nothing() -> None:
    live = LiveProcess(patience=LONG)
    until(lambda: live.pid is not None)
    pid = live.pid
    assert pid is not None
    live.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert rules(live) is None
    live.close()
