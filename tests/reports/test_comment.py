"""The comment on a pull request, drawn as GitHub draws Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from corpora.text import Severity
from reports.legible import LONGEST, one_line
from reports.markdown_text import BREAK, code, plain
from reports.portion import PortionScore
from reports.result import Condition, Outcome, Result, Verdict
from reports.writer import Style
from reports.writers.comment import writer
from tests.reports.ci_samples import HOSTILE, TEXTS, dated, hostile, many, portion, two_portions
from tests.reports.html_reader import Node, Reader
from tests.reports.html_samples import BLEU, TER, document, everything, result

LIMIT = 60_000
MENTION = re.compile(r"[@#!%~$^&][\w\"']|GH-\d|://|www\.", re.IGNORECASE)


def _text(value: Result, link: str = "") -> str:
    text = writer.render(value, Style(link=link))
    assert isinstance(text, str)
    return text


def _drawn(value: Result, link: str = "") -> Node:
    return _html(_text(value, link))


def _html(markdown: str) -> Node:
    drawn = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader = Reader()
    reader.feed(drawn.render(markdown))
    reader.close()
    assert len(reader.open) == 1
    return reader.open[0]


def _rows(table: Node) -> list[list[str]]:
    return [[cell.text for cell in row.all("td")] for row in table.all("tbody")[0].all("tr")]


def test_it_begins_with_the_mark_that_a_bot_looks_for() -> None:
    assert _text(everything()).startswith("<!-- copydesk -->\n\n## ")


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_verdict_is_a_word(outcome: Outcome) -> None:
    page = _drawn(result(verdict=Verdict((Condition("a", outcome, "b"),))))
    assert page.all("h2")[0].text.endswith(f"copydesk: {outcome.value}")


def test_what_was_not_met_is_in_sight_and_the_rest_folded() -> None:
    page = _drawn(two_portions())
    missed = _rows(page.all("table")[0])
    assert [row[1:3] for row in missed] == [
        ["news, new", "no new flag of severity minor or worse"],
        ["news, other", "BLEU at least 30"],
    ]
    assert [row[0][-5:].strip() for row in missed] == ["fail", "error"]
    (folded,) = page.all("details")
    assert folded.all("summary")[0].text == "1 condition met"
    assert _rows(folded.all("table")[0])[0][2] == "BLEU at least 30"


def test_scores_have_arrows_that_say_what_is_better() -> None:
    rows = _rows(_drawn(dated()).all("table")[2])
    assert rows == [
        ["BLEU", "32.14", "27.20 – 36.90", "▲ +1.14 better", "+0.20 to +2.10", "0.021"],
        ["TER (lower is better)", "55.06", "", "▼ +5.06 worse", "", ""],
    ]


def test_several_portions_are_told_apart() -> None:
    page = _drawn(two_portions())
    scores = next(one for one in page.all("table") if "metric" in one.text)
    assert [row[:3] for row in _rows(scores)] == [
        ["news", "new", "BLEU"],
        ["news", "new", "TER (lower is better)"],
        ["news", "other", "BLEU"],
    ]


def test_a_change_too_small_to_show_is_none() -> None:
    change = portion().scores[0].change
    assert change is not None
    scores = (PortionScore(BLEU, replace(change, delta=-0.001)), PortionScore(TER))
    page = _drawn(replace(dated(), portions=(portion(scores=scores),)))
    assert [row[3] for row in _rows(page.all("table")[2])] == ["= 0 unchanged", ""]


def test_flags_are_counted_as_new_old_and_fixed() -> None:
    page = _drawn(dated())
    assert "Flags since main" in [node.text for node in page.all("h3")]
    assert _rows(page.all("table")[3]) == [["major", "0", "1", "1"], ["minor", "1", "1", "0"]]
    assert "3 flags dismissed earlier" in page.text
    without = _rows(_drawn(everything()).all("table")[3])
    assert without == [["critical", "1"], ["major", "1"], ["minor", "5"], ["neutral", "1"]]


def test_only_new_flags_are_listed_where_there_is_a_baseline() -> None:
    (row,) = _rows(_drawn(dated()).all("table")[4])
    assert row == [
        "minor",
        "mt.txt:1:4",
        "membayar perhatian",
        "a calque (calque)",
        "memberi perhatian",
    ]


def test_the_ten_worst_are_listed() -> None:
    page = _drawn(result(*many(20), *many(4, Severity.MAJOR)))
    rows = _rows(page.all("table")[-1])
    assert [row[0] for row in rows] == [*["major"] * 4, *["minor"] * 6]
    assert "The 10 worst flags of 24" in page.text


def test_the_report_is_linked() -> None:
    (link,) = _drawn(dated(), "https://ci.example/a b/(1)/<x>.html").all("a")
    assert link.attributes["href"] == "https://ci.example/a%20b/%281%29/%3Cx%3E.html"
    assert not _drawn(dated()).all("a")


def test_hidden_flags_are_not_kept_quiet() -> None:
    assert "7 flags of less use" in _text(result(replace(document(), hidden=7)))


def test_it_stays_below_what_github_takes() -> None:
    text = "`|@a" * 400
    conditions = [
        Condition(f"{text} {n}", outcome, text) for n in range(200) for outcome in Outcome
    ]
    scores = tuple(
        PortionScore(replace(BLEU, label=text), portion().scores[0].change) for _ in "12"
    )
    portions = tuple(portion(set=f"{n}{text}", scores=scores) for n in range(100))
    value = replace(hostile(text), portions=portions, verdict=Verdict(tuple(conditions)))
    told = replace(value, documents=value.documents * 10)
    assert 10_000 < len(_text(told, "https://ci.example/" + "x" * 9000)) < LIMIT
    assert "…and " in _text(told)


@given(text=TEXTS)
@settings(max_examples=80)
def test_any_text_comes_back_and_makes_nothing_else(text: str) -> None:
    page = _drawn(hostile(text))
    tables = page.all("table")
    shown = one_line(text).strip()
    assert len(tables) == 4
    cells = {cell.text.replace(BREAK, "") for table in tables for cell in table.all("td")}
    assert shown.strip() in {cell.strip() for cell in cells}
    for tag in ("a", "img", "b", "del"):
        assert not page.all(tag)
    assert len(page.all("h2")) == 1


@given(text=TEXTS)
def test_inline_text_is_shown_as_it_is_and_mentions_nobody(text: str) -> None:
    written = plain(text, LONGEST)
    page = _html(f"x {written} x")
    assert page.text.replace(BREAK, "") == f"<p>x {one_line(text).strip()} x</p>\n"[3:-5] + "\n"
    (paragraph,) = page.all("p")
    assert not [child for child in paragraph.children if isinstance(child, Node)]
    assert not MENTION.search(page.text)


@given(text=TEXTS)
def test_code_in_a_cell_is_shown_as_it_is(text: str) -> None:
    page = _html(f"| a |\n| --- |\n| {code(text, LONGEST)} |\n")
    (cell,) = page.all("td")
    (span,) = cell.all("code")
    assert span.text == (one_line(text).strip() or " ")


@pytest.mark.parametrize(
    "text", ["@team", "#12", "org/repo#1", "!7", "GH-3", "https://github.com/a/b/issues/1", "$x$"]
)
def test_nobody_is_mentioned(text: str) -> None:
    assert text not in _text(hostile(text))
    assert text in _html(plain(text, LONGEST)).text.replace(BREAK, "")


def test_hostile_text_stays_text() -> None:
    page = _drawn(hostile(HOSTILE))
    assert "<b>" not in _text(hostile(HOSTILE)).replace("\\<", "")
    assert not page.all("b")
