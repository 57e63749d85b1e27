"""The GitLab template: it is valid, and its script does what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT, Article
from tests.ways import steps

TEMPLATE = ROOT / "templates" / "copydesk.yml"
TARGET = "git:origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"


def inputs_of(**given: str) -> dict[str, str]:
    """All inputs: those given, the others as the template presets them."""
    head, _ = steps.documents(TEMPLATE)
    preset = {name: one["default"] for name, one in head["spec"]["inputs"].items()}
    return {**preset, **{name.replace("_", "-"): value for name, value in given.items()}}


def job_of(**given: str) -> dict[str, Any]:
    """The job that GitLab makes of the template."""
    body = TEMPLATE.read_text(encoding="utf-8").split("\n---\n")[1]
    made = yaml.safe_load(steps.interpolated(body, inputs_of(**given)))
    ((_, job),) = made.items()
    return dict(job)


def run(job: dict[str, Any], home: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a job's scripts as a runner does: one shell, which ends at the first failure."""
    lines = [*job["before_script"], *job["script"]]
    shared = {
        "PATH": f"{home}/bin:{os.environ['PATH']}",
        "HOME": str(home),
        "CI_PROJECT_DIR": str(home / "project"),
        "CI_JOB_URL": "https://gitlab.example/our/news/-/jobs/42",
        "COPYDESK_CACHE": "off",
        "COPYDESK_NO_ESTIMATE": "1",
        **{name: value for name, value in job["variables"].items() if name.startswith("COPYDESK")},
        **env,
    }
    return subprocess.run(
        ["sh", "-e", "-c", "\n".join(lines)],
        cwd=home / "project", env=shared, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, article: Article) -> Path:
    """A machine whose image holds copydesk, and a project with the article."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "copydesk"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -I -m qa "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "mt.txt").write_bytes(article.mt.read_bytes())
    return tmp_path


def test_the_job_is_what_the_schema_wants() -> None:
    head, _ = steps.documents(TEMPLATE)
    assert steps.errors("gitlab-ci", head) == []
    job = {"copydesk": job_of()}
    assert steps.errors("gitlab-ci", job) == []
    assert steps.errors("gitlab-ci", {"copydesk": {**job["copydesk"], "when": "ever"}})


def test_every_input_is_used() -> None:
    body = TEMPLATE.read_text(encoding="utf-8").split("\n---\n")[1]
    assert not [name for name in inputs_of() if f"$[[ inputs.{name} ]]" not in body]


def test_a_merge_request_is_compared_with_its_target() -> None:
    merge, branch = job_of()["rules"]
    assert merge["variables"] == {"COPYDESK_BASELINE": TARGET}
    assert "variables" not in branch
    assert job_of()["variables"]["GIT_DEPTH"] == "0"


def test_the_job_can_have_another_name() -> None:
    body = TEMPLATE.read_text(encoding="utf-8").split("\n---\n")[1]
    made = yaml.safe_load(steps.interpolated(body, inputs_of(job_name="copydesk id")))
    assert list(made) == ["copydesk id"]


def test_an_article_is_judged_and_its_reports_are_where_the_job_says(home: Path) -> None:
    job = job_of(paths="mt.txt", args='--lang id --gate "at most 3 major" --gate "no critical"')
    done = run(job, home, {})
    assert done.returncode == 1, done.stderr
    assert "fail: at most 3 flags of severity major or worse" in done.stdout
    artifacts = job["artifacts"]
    project = home / "project"
    for report in artifacts["reports"].values():
        assert (project / report).stat().st_size
    (folder,) = artifacts["paths"]
    names = {one.name for one in (project / folder).iterdir()}
    assert names == {"junit.xml", "codequality.json", "copydesk.html", "comment.md"}
    page = "https://gitlab.example/our/news/-/jobs/42/artifacts/file/copydesk-reports/copydesk.html"
    assert page in (project / folder / "comment.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_what_the_target_has_is_no_ones_fault(home: Path) -> None:
    project = home / "project"
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example"]
    for command in (
        ["init", "-q", "-b", "work"],
        ["add", "."],
        ["commit", "-q", "-m", "first"],
        ["update-ref", "refs/remotes/origin/main", "HEAD"],
    ):
        subprocess.run([*git, *command], cwd=project, check=True)
    baseline = TARGET.replace("$CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")
    job = job_of(paths="mt.txt", args="--lang id")
    done = run(job, home, {"COPYDESK_BASELINE": baseline})
    assert done.returncode == 0, done.stderr + done.stdout
    assert "no new flag" in done.stdout


@pytest.mark.slow
def test_it_installs_what_it_is_told_to(tmp_path: Path, home: Path) -> None:
    (home / "bin" / "copydesk").unlink()
    job = job_of(paths="mt.txt", args="--lang id", install=str(ROOT))
    moved = {**job, "before_script": [
        line.replace("/tmp/copydesk", str(tmp_path / "venv"))  # noqa: S108 — what it says there
        for line in job["before_script"]
    ]}  # fmt: skip
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    done = run(moved, home, pip)
    assert done.returncode == 1, done.stderr
    assert "verdict: fail" in done.stdout
