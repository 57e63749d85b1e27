"""The GitHub Action: its file is valid, and its steps do what they say."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Article
from tests.ways import steps
from tests.ways.steps import Ended, Runner

Act = Callable[..., Ended]
ALWAYS = ["gate", "--report", "github=-"]


@pytest.fixture
def action() -> dict[str, Any]:
    (found,) = steps.documents(ROOT / "action.yml")
    return dict(found)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    made = tmp_path / "workspace"
    made.mkdir()
    return made


@pytest.fixture
def ask(tmp_path: Path, workspace: Path, action: dict[str, Any]) -> Act:
    """What the action asks of copydesk, which here only writes it down and ends with a code."""
    steps.stub(tmp_path / "temp")

    def run(code: int = 0, **inputs: str) -> Ended:
        env = {"RECORD": str(tmp_path / "asked"), "CODE": str(code)}
        named = {name.replace("_", "-"): value for name, value in inputs.items()}
        return Runner(tmp_path, workspace).run(action, named, env)

    return run


@pytest.fixture
def act(tmp_path: Path, workspace: Path, action: dict[str, Any]) -> Act:
    """The action with copydesk itself, which need not be installed."""
    steps.stub(tmp_path / "temp")

    def run(**inputs: str) -> Ended:
        named = {name.replace("_", "-"): value for name, value in inputs.items()}
        env = {"COPYDESK_NO_ESTIMATE": "1", "RECORD": ""}
        return Runner(tmp_path, workspace).run(action, named, env)

    return run


def test_the_file_is_what_the_schema_wants(action: dict[str, Any]) -> None:
    assert steps.errors("github-actions", action) == []
    assert steps.errors("github-actions", {**action, "runs": {"using": "composite"}})


def test_nothing_from_outside_is_pasted_into_a_script(action: dict[str, Any]) -> None:
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert len(scripts) == 2
    assert not [script for script in scripts if "${{" in script]


def test_every_input_reaches_a_step_and_every_output_is_written(
    action: dict[str, Any], ask: Act
) -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", text))
    assert used == set(action["inputs"])
    assert ask().outputs.keys() == action["outputs"].keys()


def test_other_actions_are_pinned_to_a_major_version(action: dict[str, Any]) -> None:
    used = [step["uses"] for step in action["runs"]["steps"] if "uses" in step]
    assert used == ["actions/setup-python@v6"]


def test_without_inputs_the_configuration_is_judged(ask: Act, tmp_path: Path) -> None:
    done = ask()
    assert [one.name for one in (tmp_path / "temp").iterdir()] == ["copydesk"]  # nothing is left
    assert done.code == 0, done.err
    assert done.asked[:3] == ALWAYS
    assert done.asked[-1] == "--"


def test_inputs_become_options(ask: Act, workspace: Path) -> None:
    done = ask(
        paths="mt/one.txt\nmt/two words.txt",
        source="src/",
        reference="ref a/\nref-b/",
        lang="id",
        source_lang="en",
        config="ci.toml",
        baseline="git:origin/main",
        changed="origin/main",
        sarif="out/a.sarif",
        html="out/a.html",
        junit="out/a.xml",
        comment="out/a.md",
        args='--gate "chrf >= 55" --fail-on critical',
    )
    assert done.code == 0, done.err
    (json,) = [one for one in done.asked if one.startswith("json=")]
    assert done.asked == [
        *ALWAYS, "--changed=origin/main", "--source=src/", "--reference=ref a/",
        "--reference=ref-b/", "--lang=id", "--source-lang=en", "--config=ci.toml",
        "--baseline=git:origin/main", "--report", "comment=out/a.md",
        "--report", "sarif=out/a.sarif", "--report", "html=out/a.html",
        "--report", "junit=out/a.xml", "--report", json,
        "--report-url=https://github.com/our/news/actions/runs/42",
        "--gate", "chrf >= 55", "--fail-on", "critical",
        "--", "mt/one.txt", "mt/two words.txt",
    ]  # fmt: skip
    assert (workspace / "out").is_dir()


def test_true_means_changed_since_the_last_commit_and_false_means_all(ask: Act) -> None:
    assert "--changed" in ask(changed="true").asked
    assert not [one for one in ask(changed="false").asked if one.startswith("--changed")]


def test_without_annotations_the_log_has_the_flags_in_plain_words(ask: Act) -> None:
    assert ask(annotations="false").asked[:3] == ["check", "--report", "terminal=-"]


def test_no_input_is_run_by_a_shell(ask: Act, action: dict[str, Any], workspace: Path) -> None:
    evil = "x$(touch${IFS}pwned)`touch${IFS}pwned`;touch${IFS}pwned"
    flags = ("summary", "annotations", "python-version", "install-from")
    texts = [name for name in action["inputs"] if name not in flags]
    done = ask(**{name: f"{name}-{evil}" for name in texts})
    assert done.code == 0, done.err
    for name in texts:
        assert [one for one in done.asked if one.endswith(f"{name}-{evil}")], name
    assert not [one for one in workspace.rglob("pwned*") if one.is_file()]


def test_quotes_that_do_not_end_are_said(ask: Act) -> None:
    done = ask(args='--gate "chrf >= 55')
    assert done.code == 2
    assert done.err == "copydesk: the input 'args' cannot be read: No closing quotation\n"
    assert done.asked == []
    assert done.outputs["verdict"] == "error"


@pytest.mark.parametrize("code", [1, 2])
def test_it_ends_as_copydesk_ends(ask: Act, code: int) -> None:
    done = ask(code=code, sarif="a.sarif")
    assert done.code == code
    assert done.outputs["exit-code"] == str(code)
    assert done.outputs["sarif"] == ""  # it was not written


def test_an_article_is_judged_annotated_and_summed_up(
    act: Act, workspace: Path, article: Article
) -> None:
    (workspace / "mt.txt").write_bytes(article.mt.read_bytes())
    done = act(paths="mt.txt", lang="id", sarif="out/a.sarif", junit="out/a.xml", html="out/a.html")
    assert done.code == 1, done.err
    assert done.outputs == {
        "verdict": "fail", "exit-code": "1", "sarif": "out/a.sarif", "html": "out/a.html",
        "junit": "out/a.xml", "comment": "",
    }  # fmt: skip
    assert "::error file=mt.txt,line=" in done.out
    assert "verdict: fail" in done.err
    assert "actions/runs/42" in done.summary
    assert all((workspace / "out" / name).stat().st_size for name in ("a.sarif", "a.xml", "a.html"))


@pytest.mark.slow
def test_the_verdict_is_fail_even_where_the_job_goes_on(
    act: Act, workspace: Path, article: Article
) -> None:
    (workspace / "mt.txt").write_bytes(article.mt.read_bytes())
    for name in ("qa", "metrics"):  # packages of the project do not get in the way
        (workspace / name).mkdir()
        (workspace / name / "__init__.py").write_text("raise SystemExit(99)\n")
    done = act(paths="mt.txt", lang="id", args="--exit-zero", summary="false", comment="pr.md")
    assert done.code == 0, done.err
    assert done.outputs["verdict"] == "fail"
    assert done.outputs["comment"] == "pr.md"
    assert done.summary == ""


def test_what_cannot_be_judged_is_an_error(act: Act) -> None:
    done = act(paths="nowhere.txt", lang="id")
    assert done.code == 2
    assert "nowhere.txt: no such file" in done.err
    assert done.outputs["verdict"] == "error"


@pytest.mark.slow
def test_it_installs_the_checkout_it_lies_in(
    tmp_path: Path, workspace: Path, action: dict[str, Any], article: Article
) -> None:
    runner = Runner(tmp_path, workspace)
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    inputs = {"paths": str(article.mt), "lang": "id"}
    done = runner.run(action, inputs, {**pip, "COPYDESK_NO_ESTIMATE": "1"})
    assert done.code == 1, done.err
    assert done.outputs["verdict"] == "fail"
    again = runner.run(action, inputs, {"COPYDESK_NO_ESTIMATE": "1", "PIP_NO_INDEX": "1"})
    assert again.code == 1, again.err
    assert "installed already" in again.out
