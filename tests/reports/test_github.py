"""GitHub's annotations, read as its runner reads them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings

from corpora.text import FileRange, Severity, Span
from reports.legible import said
from reports.result import Condition, Outcome, Place, Result, Verdict
from reports.writer import Style
from reports.writers.github import writer
from tests.reports.ci_samples import HOSTILE, TEXTS, dated, hostile, many, two_portions
from tests.reports.html_samples import document, everything, flag, result, segment

DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
NOTHING = Verdict(())


@dataclass(frozen=True)
class Command:
    kind: str
    properties: dict[str, str]
    message: str


def _unescaped(text: str, signs: tuple[tuple[str, str], ...]) -> str:
    for written, sign in signs:
        text = text.replace(written, sign)
    return text


def _command(line: str) -> Command:
    assert line.startswith("::")
    info, found, message = line[2:].partition("::")
    assert found
    kind, _, told = info.partition(" ")
    pairs = (part.split("=", 1) for part in told.split(",") if part)
    properties = {name: _unescaped(value, PROPERTY) for name, value in pairs}
    return Command(kind, properties, _unescaped(message, DATA))


def _read(value: Result, link: str = "") -> list[Command]:
    text = writer.render(value, Style(link=link))
    assert isinstance(text, str)
    assert text.endswith("\n") or not text
    return [_command(line) for line in re.split(r"\r\n|\r|\n", text)[:-1]]


def test_conditions_come_first_and_then_the_flags_with_the_worst_first() -> None:
    commands = _read(everything())
    assert commands[0].kind == "error"
    assert commands[0].properties == {"title": "copydesk: fail"}
    assert commands[0].message == "critical=0: 1 critical flag, none allowed"
    kinds = [command.kind for command in commands[1:]]
    assert kinds == ["error", "error", *["warning"] * 5, "notice"]
    assert commands[1].properties["title"] == "critical calque"


def test_a_flag_tells_where_it_stands() -> None:
    (command,) = _read(replace(dated(), verdict=NOTHING))
    assert command.kind == "warning"
    assert command.properties == {
        "file": "mt.txt",
        "line": "1",
        "endLine": "1",
        "col": "4",
        "endColumn": "22",
        "title": "minor calque",
    }
    assert command.message == "‘membayar perhatian’: a calque → memberi perhatian"


def test_only_what_is_new_is_annotated_where_there_is_a_baseline() -> None:
    old = "‘*hal*’"
    assert not any(old in command.message for command in _read(dated()))
    without = [replace(one, age=None) for one in dated().flags]
    told = replace(dated().documents[0], flags=tuple(without))
    assert any(old in one.message for one in _read(replace(dated(), documents=(told,))))


def test_a_condition_names_its_portion() -> None:
    titles = [one.properties["title"] for one in _read(two_portions())]
    assert titles[:2] == ["copydesk: fail (news, new)", "copydesk: error (news, other)"]


def test_columns_are_told_only_on_one_line() -> None:
    text = "satu\ndua"
    (one,) = _read(
        result(document(segment(text), flags=(flag(text, Span(0, 8)),)), verdict=NOTHING)
    )
    assert (one.properties["line"], one.properties["endLine"]) == ("1", "2")
    assert "col" not in one.properties


@pytest.mark.parametrize("path", ["<stdin>", "https://example.org/a.txt"])
def test_what_is_no_file_of_the_repository_has_no_place(path: str) -> None:
    one = replace(flag("kata", Span(0, 4)), place=Place(path, FileRange(0, 4), 1, 1))
    told = result(document(segment("kata"), flags=(one,)), verdict=NOTHING)
    assert _read(told)[0].properties == {"title": "minor calque"}


def test_no_more_than_github_shows_and_a_word_about_the_others() -> None:
    documents = (*many(12), *many(15, Severity.MAJOR), *many(11, Severity.NEUTRAL))
    commands = _read(result(*documents), link="https://ci.example/report.html")
    assert Counter(one.kind for one in commands) == {"error": 10, "warning": 10, "notice": 10}
    last = commands[-1]
    assert last.message == (
        "10 more flags not shown here (6 major, 2 minor, 2 neutral);"
        " all are in https://ci.example/report.html"
    )
    assert len(_read(result(*documents))[-1].message) < len(last.message)


def test_many_failed_conditions_leave_no_room_but_do_not_flood() -> None:
    conditions = tuple(Condition(f"bleu>={n}", Outcome.FAIL, "no") for n in range(30))
    commands = _read(result(*many(3, Severity.MAJOR), verdict=Verdict(conditions)))
    assert [one.kind for one in commands] == [*["error"] * 10, "notice"]
    assert "3 more flags" in commands[-1].message


@given(text=TEXTS)
@settings(max_examples=80)
def test_any_text_is_one_command_and_comes_back(text: str) -> None:
    value = hostile(text)
    path = text.strip() or "mt.txt"
    first, second = value.documents[0].flags
    second = replace(second, place=replace(second.place, path=path))
    told = replace(value.documents[0], flags=(first, second))
    commands = _read(replace(value, documents=(told,)))
    assert len(commands) == 4
    assert {one.message for one in commands[2:]} == {said(first), said(second)}
    if "://" not in text and not path.startswith("="):
        assert commands[2].properties["file"] == path


def test_hostile_text_starts_no_command_of_its_own() -> None:
    text = str(writer.render(hostile(HOSTILE), Style()))
    assert text.count("\n") == len(_read(hostile(HOSTILE)))
    assert "\r" not in text
    assert "\x1b" not in text
