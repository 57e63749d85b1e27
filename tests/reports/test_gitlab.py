"""GitLab's Code Quality report: the fields that its manual names, and no fingerprint twice."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
from hypothesis import given

from corpora.text import Severity
from reports.legible import said
from reports.result import Result
from reports.writer import Style
from reports.writers.gitlab import writer
from tests.reports.ci_samples import TEXTS, dated, hostile, many
from tests.reports.html_samples import everything, result

SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "minLength": 1},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": False,
                        "properties": {
                            "begin": {"type": "integer", "minimum": 1},
                            "end": {"type": "integer", "minimum": 1},
                        },
                    },
                },
            },
        },
    },
}


def _issues(value: Result) -> Any:
    text = writer.render(value, Style())
    assert isinstance(text, str)
    assert not text.startswith("\ufeff")
    issues = json.loads(text)
    jsonschema.validate(issues, SCHEMA)
    prints = [one["fingerprint"] for one in issues]
    assert len(set(prints)) == len(prints)
    return issues


def test_a_flag_is_an_issue() -> None:
    first, second, third = _issues(dated())
    assert first["description"] == "‘membayar perhatian’: a calque → memberi perhatian"
    assert (first["check_name"], first["severity"]) == ("calque", "minor")
    assert first["location"] == {"path": "mt.txt", "lines": {"begin": 1, "end": 1}}
    assert second["severity"] == "major"
    assert third["location"]["path"] == "src/source text.txt"


def test_severities_are_gitlabs() -> None:
    documents = tuple(many(1, severity)[0] for severity in sorted(Severity))
    severities = [one["severity"] for one in _issues(result(*documents))]
    assert severities == ["info", "minor", "major", "critical"]


def test_the_same_fingerprint_twice_is_told_apart() -> None:
    told = everything().documents[1]
    same = tuple(replace(one, fingerprint="0" * 16) for one in told.flags)
    none = tuple(replace(one, fingerprint="") for one in told.flags)
    issues = _issues(result(replace(told, flags=(*same, *same, *none)), told))
    assert len(issues) == 4 * len(told.flags)


def test_fingerprints_do_not_change_when_lines_move() -> None:
    told = dated().documents[0]
    moved = tuple(replace(one, place=replace(one.place, line=99)) for one in told.flags)
    before, after = _issues(dated()), _issues(result(replace(told, flags=moved)))
    assert [one["fingerprint"] for one in before] == [one["fingerprint"] for one in after]


def test_no_flags_make_an_empty_list() -> None:
    assert _issues(result()) == []


@given(text=TEXTS)
def test_any_text_makes_a_valid_report_and_comes_back(text: str) -> None:
    value = hostile(text)
    if said(value.documents[0].flags[1]):
        issues = _issues(value)
        assert [one["description"] for one in issues] == [said(one) for one in value.flags]
