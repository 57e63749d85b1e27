from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise

import pytest

from corpora.text import Span
from reports.layout import page_of
from reports.marks import visible
from reports.page import tongue_of
from reports.result import Condition, Outcome, Result, Verdict
from tests.reports.html_reader import read, render
from tests.reports.html_samples import (
    ARABIC,
    BLEU,
    HOSTILE,
    TER,
    document,
    everything,
    flag,
    foreign,
    result,
    segment,
    story,
)
from tests.timing import cpu_seconds


def test_hostile_text_stays_text() -> None:
    page = read(result(foreign()))
    assert len(page.all("script")) == len(page.all("style")) == 1
    assert not page.all("ins")[0].all("script")
    cells = [cell.text for cell in page.all("p", "text")]
    assert cells.count(visible(HOSTILE)) == 2
    assert "49" not in page.all("h2")[1].text
    assert "\x00" not in page.text


def test_every_user_text_is_isolated_and_carries_its_language() -> None:
    page = read(everything())
    cells = page.all("p", "text")
    assert all("dir" in cell.attributes and "lang" in cell.attributes for cell in cells)
    (arabic,) = (cell for cell in cells if cell.text == ARABIC)
    assert (arabic.attributes["lang"], arabic.attributes["dir"]) == ("ar", "rtl")
    source = page.all("div", "other")[0].all("p", "text")[0]
    assert (source.attributes["lang"], source.attributes["dir"]) == ("en", "auto")
    for heading in page.all("section", "document"):
        assert heading.all("h2")[0].all("bdi")


@pytest.mark.parametrize(
    ("code", "direction"),
    [("ar", "rtl"), ("fa-IR", "rtl"), ("az_Arab", "rtl"), ("ur-Latn", "auto"), (None, "auto")],
)
def test_direction_follows_the_language(code: str | None, direction: str) -> None:
    assert tongue_of(code).direction == direction


def test_the_policy_allows_just_the_inline_style_and_script() -> None:
    page = read(everything())
    (policy,) = (m.attributes["content"] for m in page.all("meta") if "http-equiv" in m.attributes)
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        digest = hashlib.sha256(page.all(tag)[0].text.encode()).digest()
        assert f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy


def test_nothing_points_outside_the_page() -> None:
    page = read(everything())
    links = [a.attributes["href"] or "" for a in page.all("a") if "href" in a.attributes]
    ids = re.findall(r'\bid="([^"]+)"', render(everything()))
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert not page.all("img")
    assert not page.all("link")
    assert "url(" not in page.all("style")[0].text


def test_the_same_result_gives_the_same_bytes() -> None:
    assert render(everything()) == render(everything())


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_verdict_is_a_word_with_its_evidence(outcome: Outcome) -> None:
    verdict = Verdict((Condition("bleu>=25", outcome, "BLEU is 24.9"),))
    page = read(result(story(), verdict=verdict))
    assert outcome.value.capitalize() in page.all("h1")[0].text
    (line,) = page.all("ul", "conditions")[0].all("li")
    assert all(words in line.text for words in ("bleu>=25", outcome.value, "BLEU is 24.9"))


def test_totals_count_flags_by_severity() -> None:
    page = read(everything())
    top = page.all("header")[0].text
    assert "8 flags" in top
    assert "2 documents · 7 segments · 180 words" in top
    assert [li.text for li in page.all("header")[0].all("li")] == [
        "1 critical",
        "1 major",
        "5 minor",
        "1 neutral",
    ]


def test_scores_have_interval_direction_and_signature() -> None:
    rows = read(everything()).all("table", "scores")[0].all("tbody")[0].all("tr")
    bleu, ter = ([cell.text for cell in row.all("td")] for row in rows)
    assert bleu[:3] == ["32.1", "27.2 to 36.9 (95%)", "↑ higher is better"]
    assert ter[:3] == ["55.1", "none", "↓ lower is better"]
    assert BLEU.signature in bleu[-1]
    assert TER.signature in ter[-1]


def test_documents_are_listed_with_the_heaviest_first_and_shown_in_order() -> None:
    page = read(everything())
    rows = page.all("table", "ranking")[0].all("tbody")[0].all("tr")
    assert [row.all("a")[0].attributes["href"] for row in rows] == ["#d2", "#d1"]
    assert [s.attributes["id"] for s in page.all("section", "document")] == ["d1", "d2"]


def test_many_documents_are_folded_but_all_listed() -> None:
    names = [f"story-{number}" for number in range(20)]
    page = read(result(*(document(segment("Kata."), name=name) for name in names)))
    listed = [a.text for table in page.all("table", "ranking") for a in table.all("a")]
    assert listed == names


def test_one_document_is_not_listed() -> None:
    assert not read(result(story())).all("table", "ranking")


def test_blank_segments_are_left_out_and_paragraphs_grouped() -> None:
    page = read(result(story()))
    assert [a.attributes["id"] for a in page.all("article")] == ["d1s1", "d1s2", "d1s3"]
    assert [len(p.all("article")) for p in page.all("div", "paragraph")] == [2, 1]


def test_a_blank_segment_with_a_flag_is_shown() -> None:
    blank = result(document(segment(""), flags=(flag("", Span(0, 0)),)))
    assert len(read(blank).all("article")) == 1


def test_realigned_segments_and_segment_scores_are_noted() -> None:
    notes = [note.text for note in read(result(story())).all("div", "note")]
    assert ["realigned" in note for note in notes] == [False, True, False]
    assert "BLEU 45.1" in notes[0]


def test_a_flag_in_the_source_is_marked_there() -> None:
    page = read(result(story()))
    (mark,) = page.all("div", "other")[0].all("mark")
    assert mark.text == "5"
    cards = [card for card in page.all("li", "flag") if "in the source" in card.text]
    assert [card.all("a", "count")[0].attributes["href"] for card in cards] == ["#m3"]
    assert [cell.all("p")[0].text for cell in page.all("div", "other")][:3] == [
        "Source",
        "Reference 1",
        "Reference 2",
    ]


def test_cards_say_what_to_write_instead() -> None:
    cards = [card.text for card in read(result(story())).all("li", "flag")]
    assert "menteri pertahanan" in cards[0]
    assert "suggestion" not in cards[1]
    assert "delete it" in cards[3]
    assert all("70% sure" in card and "fluency/awkward" in card for card in cards)


def test_marks_are_described_by_severity_rule_and_message() -> None:
    page = read(result(story()))
    texts = {
        node.attributes["id"]: node.text
        for card in page.all("li", "flag")
        for node in card.all("h4") + card.all("p", "message")
    }
    link = page.all("mark")[0].all("a")[0]
    said = " ".join(texts[name] for name in (link.attributes["aria-describedby"] or "").split())
    assert all(words in said for words in ("minor", "calque", "a calque"))


def test_a_rule_page_is_read_as_paragraphs() -> None:
    rule = read(result(story())).all("details", "rule")[0]
    assert [p.text for p in rule.all("p")] == [
        "What it is about.",
        "What it finds",
        "Words like UAV sistem, as they <stand>.",
    ]
    assert [code.text for code in rule.all("p", "plain")[0].all("code")] == ["UAV sistem"]


def test_headings_go_down_by_one_step_at_most() -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)", render(everything()))]
    assert levels[0] == 1
    steps = pairwise(levels)
    assert all(after - before <= 1 for before, after in steps)


@pytest.mark.parametrize(
    "value",
    [result(verdict=Verdict(())), result(document()), result(document(segment("Kata.")))],
    ids=["no documents", "no segments", "no flags"],
)
def test_little_to_show_still_makes_a_page(value: Result) -> None:
    page = read(value)
    assert "No flags" in page.all("header")[0].text
    assert not page.all("table", "scores")
    assert not page.all("section", "tools")


def test_a_big_result_is_laid_out_in_linear_time() -> None:
    text = "Perusahaan itu menjual radar."
    segments = [segment(text, index, source=text) for index in range(2000)]
    flags = [flag(text, Span(0, 10), segment=index) for index in range(0, 2000, 2)]
    big = result(document(*segments, flags=tuple(flags)))
    assert page_of(big).flags == 1000
    assert cpu_seconds(lambda: render(big)) < 2
