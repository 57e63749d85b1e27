"""All reports for CI of one run of the command line: written together, each valid."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from junitparser import JUnitXml
from prometheus_client.parser import text_string_to_metric_families
from sarif.loader import load_sarif_file
from sarif_kit.validate import validation_errors

from tests.conftest import ROOT, Article, Run

FORMATS = ("sarif", "junit", "gitlab", "comment", "prometheus", "json")


def test_the_articles_reports_are_valid_and_agree(
    article: Article, copydesk: Run, tmp_path: Path
) -> None:
    reports = [part for name in FORMATS for part in ("--report", f"{name}=a.{name}")]
    given = ("--source", article.source, "--reference", article.reference, "--lang", "id")
    done = copydesk("check", article.mt, *given, *reports, "--report", "github=-")
    assert done.code == 1
    texts = {name: (tmp_path / f"a.{name}").read_text(encoding="utf-8") for name in FORMATS}
    data = json.loads(texts["json"])
    flags = [flag for document in data["documents"] for flag in document["flags"]]

    log = json.loads(texts["sarif"])
    assert validation_errors(log) == []
    results = log["runs"][0]["results"]
    assert [one["ruleId"] for one in results] == [flag["rule"] for flag in flags]
    assert all(len(one["locations"]) == 1 for one in results)
    _agrees_with_the_file(article.mt, results)
    assert len(load_sarif_file(str(tmp_path / "a.sarif")).get_records()) == len(flags)

    cases = [case for suite in JUnitXml.fromfile(str(tmp_path / "a.junit")) for case in suite]
    assert len(cases) == len(data["verdict"]["conditions"])
    assert [one["check_name"] for one in json.loads(texts["gitlab"])] == [f["rule"] for f in flags]
    families = {one.name: one for one in text_string_to_metric_families(texts["prometheus"])}
    assert sum(sample.value for sample in families["copydesk_flags"].samples) == len(flags)
    assert texts["comment"].startswith("<!-- copydesk -->")
    assert all(
        line.startswith(("::error ", "::warning ", "::notice ")) for line in _lines(done.out)
    )


def _agrees_with_the_file(path: Path, results: list[Any]) -> None:
    """The regions hold the words of their snippets, by offset and by line and column."""
    text = (ROOT / path).read_text(encoding="utf-8")
    lines = text.split("\n")
    for one in results:
        place = one["locations"][0]["physicalLocation"]
        region = place["region"]
        if place["artifactLocation"]["uri"].endswith(path.name) and "snippet" in region:
            words, start = region["snippet"]["text"], region["charOffset"]
            assert text[start : start + region["charLength"]] == words
            assert region["endLine"] == region["startLine"]
            line = lines[region["startLine"] - 1]
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == words


def _lines(text: str) -> list[str]:
    return text.splitlines()
