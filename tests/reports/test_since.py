"""What the older reports tell of baselines and portions, and that they tell nothing without."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from corpora.text import Severity
from reports.result import Condition, Outcome, Result, Verdict
from reports.since import history_of, worst
from reports.writer import Style
from reports.writers import csv as csv_format
from reports.writers import json as json_format
from reports.writers import jsonl, latex, markdown, terminal
from tests.conftest import ROOT
from tests.reports.ci_samples import GONE, dated, portion, two_portions
from tests.reports.html_reader import read
from tests.reports.html_samples import everything, result

PLAIN = replace(everything(), portions=(portion(set="", system="", since=None, scores=()),))
"""A real run without baseline and names: one portion, which has nothing to tell."""


def _shown(value: Result, format_: Any = terminal) -> str:
    return str(format_.writer.render(value, Style(width=120)))


def _records(value: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_shown(value, csv_format))))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    path = ROOT / "reports" / "schemas" / "result-1.schema.json"
    return jsonschema.Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def test_the_histories_of_all_portions_are_one() -> None:
    other = portion(system="other")
    history = history_of(replace(dated(), portions=(portion(), other)))
    assert history is not None
    assert (history.name, history.fixed, history.dismissed) == ("main", (GONE, GONE), 6)
    assert history_of(everything()) is None


def test_the_worst_are_the_new_ones() -> None:
    assert [one.flag.text for one in worst(dated())] == ["membayar perhatian"]
    severities = [one.flag.severity for one in worst(everything())]
    assert severities == sorted(severities, reverse=True)
    assert severities[0] is Severity.CRITICAL


@pytest.mark.parametrize("format_", [terminal, csv_format, markdown, latex])
def test_one_portion_without_a_name_changes_nothing(format_: Any) -> None:
    assert _shown(PLAIN, format_) == _shown(everything(), format_)


def test_the_page_of_one_portion_without_a_name_is_the_same() -> None:
    assert read(PLAIN).text == read(everything()).text


def test_the_terminal_shows_only_what_is_new_and_counts_the_rest() -> None:
    out = _shown(dated())
    assert re.findall(r"^\S+:\d+:\d+: ", out, re.MULTILINE) == ["mt.txt:1:4: "]
    assert (
        "1 new flag (1 minor); 2 old ones not shown, 1 fixed since main, 3 dismissed earlier;"
        " 1 document, 90 words\n"
    ) in out


def test_the_terminal_tells_what_became_of_the_scores() -> None:
    bleu, ter = (line for line in _shown(dated()).splitlines() if re.match("(BLEU|TER) ", line))
    assert " ".join(bleu.split()).endswith("better ▲ +1.14 better +0.20 to +2.10 0.021")
    assert ter.endswith("▼ +5.06 worse")


def test_the_terminal_tells_portions_apart() -> None:
    out = _shown(two_portions())
    assert re.search(r"^set +system +metric ", out, re.MULTILINE)
    assert re.search(r"^news +other +BLEU ", out, re.MULTILINE)
    assert "error: news, other: BLEU at least 30: nothing was measured" in out


def test_scores_compared_with_different_things_say_with_what() -> None:
    change = portion().scores[0].change
    assert change is not None
    first, second = portion().scores
    scores = (replace(first, change=replace(change, against="engine 2")), second)
    out = _shown(replace(dated(), portions=(portion(scores=scores),)))
    assert "+1.14 better since engine 2" in out
    assert "+5.06 worse since main" in out


def test_csv_has_columns_for_what_there_is() -> None:
    assert [row["status"] for row in _records(dated())] == ["new", "old", "old"]
    assert {(row["set"], row["system"]) for row in _records(dated())} == {("news", "new")}
    assert not {"status", "set", "system"} & set(_records(everything())[0])
    unnamed = replace(dated(), portions=(portion(set=""),))
    assert "set" not in _records(unnamed)[0]
    undated = replace(
        dated().documents[0], flags=tuple(replace(f, age=None) for f in dated().flags)
    )
    assert [row["status"] for row in _records(replace(dated(), documents=(undated,)))] == [""] * 3


def test_json_has_ages_and_portions(validator: jsonschema.Draft202012Validator) -> None:
    data = json.loads(_shown(two_portions(), json_format))
    assert [error.message for error in validator.iter_errors(data)] == []
    first, second = data["documents"]
    assert [(flag["age"], flag["alias"]) for flag in first["flags"]] == [
        ("new", None),
        ("old", "a" * 16),
        ("old", None),
    ]
    assert (first["set"], first["system"], second["set"]) == ("news", "engine", "news")
    new, other = data["portions"]
    assert (new["system"], other["system"], other["since"]) == ("new", "other", None)
    assert new["since"]["fixed"][0]["text"] == "hilang"
    assert new["scores"][0]["change"]["p"] == 0.021
    assert new["scores"][1]["change"]["interval"] is None
    assert other["scores"][0]["change"] is None
    assert new["flags"][1] == {"rule": "calque", "severity": "major", "count": 1}
    assert data["verdict"]["conditions"][0]["portion"] == "news, new"


def test_json_of_a_result_without_portions_is_valid(
    validator: jsonschema.Draft202012Validator,
) -> None:
    data = json.loads(_shown(result(), json_format))
    assert [error.message for error in validator.iter_errors(data)] == []
    assert data["portions"] == []


def test_the_schema_refuses_what_it_should(validator: jsonschema.Draft202012Validator) -> None:
    for spoil in (
        lambda data: data["portions"][0].pop("words"),
        lambda data: data["portions"][0]["scores"][0].pop("change"),
        lambda data: data["portions"][0]["scores"][0].update(more=1),
        lambda data: data["scores"][0].update(more=1),
        lambda data: data["portions"][0]["since"].update(new=-1),
        lambda data: data["documents"][0]["flags"][0].update(age="young"),
    ):
        data = json.loads(_shown(dated(), json_format))
        spoil(data)
        assert list(validator.iter_errors(data))


def test_json_lines_have_them_too() -> None:
    *flags, end = map(json.loads, _shown(dated(), jsonl).splitlines())
    assert [(one["age"], one["set"]) for one in flags] == [
        ("new", "news"),
        ("old", "news"),
        ("old", "news"),
    ]
    assert end["portions"] == json.loads(_shown(dated(), json_format))["portions"]


def test_the_page_marks_what_is_new() -> None:
    page = read(dated())
    cards = page.all("li", "flag")
    assert [len(card.all("span", "new")) for card in cards] == [1, 0, 0]
    assert "new" in cards[0].all("h4")[0].text
    assert not read(everything()).all("span", "new")


def test_the_page_tells_what_became_of_the_flags() -> None:
    page = read(dated())
    board = next(
        one for one in page.all("section", "board") if "since main" in one.all("h2")[0].text
    )
    assert "1 new, 2 old, 1 fixed, 3 dismissed earlier" in board.text
    (fixed,) = board.all("details")
    assert all(words in fixed.text for words in ("hilang", "calque", "major", "story"))


def test_the_page_tells_what_became_of_the_scores() -> None:
    page = read(two_portions())
    table = page.all("table", "scores")[0]
    heads = [head.text for head in table.all("thead")[0].all("th")]
    assert heads[:3] == ["Set", "System", "Metric"]
    assert "Change since main" in heads
    rows = [[cell.text for cell in row.all("td")] for row in table.all("tbody")[0].all("tr")]
    assert rows[0][:2] == ["news", "new"]
    assert "▲ +1.14 better" in rows[0]
    assert rows[2][1] == "other"
    assert [len(row) + 1 for row in rows] == [len(heads)] * 3
    assert any("news, other: BLEU at least 30" in li.text for li in page.all("li", "error"))


def test_a_condition_without_a_portion_is_named_alone() -> None:
    told = result(verdict=Verdict((Condition("a", Outcome.FAIL, "b"),)))
    assert "fail: a: b\n" in _shown(told)
