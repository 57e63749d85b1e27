"""The page on CI shows what works: its files are valid, its options and inputs exist."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest
import yaml

from qa.assertions import Copydesk
from qa.plugins import WRITERS, names
from tests.conftest import ROOT, Run
from tests.ways import steps

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def files() -> list[Any]:
    """Workflow, GitLab file and hooks; in YAML 1.1 the word `on` is True."""
    found = [yaml.safe_load(one) for one in blocks("yaml")]
    return [{"on" if key is True else key: value for key, value in one.items()} for one in found]


def test_the_workflow_is_valid_and_gives_the_action_inputs_that_it_has(files: list[Any]) -> None:
    workflow = files[0]
    assert steps.errors("github-workflows", workflow) == []
    (action,) = steps.documents(ROOT / "action.yml")
    (step,) = (s for s in workflow["jobs"]["copydesk"]["steps"] if s.get("id") == "copydesk")
    assert set(step["with"]) <= set(action["inputs"])
    used = set(re.findall(r"steps\.copydesk\.outputs\.([\w-]+)", blocks("yaml")[0]))
    assert used
    assert used <= set(action["outputs"])


def test_the_gitlab_file_is_valid_and_gives_the_template_inputs_that_it_has(
    files: list[Any],
) -> None:
    assert steps.errors("gitlab-ci", files[1]) == []
    head, _ = steps.documents(ROOT / "templates" / "copydesk.yml")
    (included,) = files[1]["include"]
    assert set(included["inputs"]) <= set(head["spec"]["inputs"])


def test_the_hooks_are_ours(files: list[Any]) -> None:
    (hooks,) = steps.documents(ROOT / ".pre-commit-hooks.yaml")
    (repo,) = files[2]["repos"]
    assert [one["id"] for one in repo["hooks"]] == [one["id"] for one in hooks]


def test_every_report_is_known() -> None:
    table = re.findall(r"^\| (`[^|]*) \|", PAGE, re.MULTILINE)
    listed = {name for row in table for name in re.findall(r"`(\w+)`", row.split(" on ")[0])}
    assert {"github", "sarif", "junit", "gitlab", "comment", "html", "prometheus"} <= listed
    reports = listed & set(names(WRITERS)) | set(re.findall(r"--report (\w+)=", PAGE))
    assert reports <= set(names(WRITERS))
    assert {"github", "sarif", "junit", "gitlab", "comment", "prometheus"} <= set(names(WRITERS))


def test_every_option_exists(copydesk: Run) -> None:
    known = set(re.findall(r"--[\w-]+", copydesk("check", "--help").out))
    lines = [line for line in PAGE.splitlines() if re.search(r"copydesk (check|gate)|args:", line)]
    lines = [line for line in lines if "docker run" not in line]
    used = {option for line in lines for option in re.findall(r"(?<![\w-])--[a-z][\w-]+", line)}
    assert len(used) > 8
    assert used <= known


def test_the_python_is_python_and_its_arguments_exist() -> None:
    (code,) = blocks("python")
    known = set(Copydesk.assert_translation.__annotations__)
    calls = [
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "copydesk.assert_translation"
    ]
    assert len(calls) == 2
    assert {one.arg for call in calls for one in call.keywords} <= known
    rows = re.findall(r"^\| (`\w+=[^|]*) \|", PAGE, re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`(\w+)=", row)}
    beside = {"mt", "source", "reference", "lang", "source_lang", "severity", "return"}
    assert told | beside == known
