"""CI files run as their runners would: GitHub's steps, GitLab's scripts; and their schemas."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jsonschema.validators import validator_for

from tests.conftest import ROOT

_EXPRESSION = re.compile(r"\$\{\{ *(.+?) *\}\}")
_INTERPOLATION = re.compile(r"\$\[\[ *inputs\.(.+?) *\]\]")
_PYTHON = f"""#!/bin/sh
# Stands for the python of the action's environment; what copydesk is asked is kept for the test.
if [ "$2" = -m ] && [ -n "$RECORD" ]; then
    shift 3
    for argument; do printf '%s\\0' "$argument"; done >"$RECORD"
    exit "$CODE"
fi
exec {sys.executable} "$@"
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a job ended: what it printed, its outputs, its summary, what copydesk was asked."""

    code: int
    out: str
    err: str
    outputs: dict[str, str]
    summary: str
    asked: list[str]


def errors(kind: str, data: Any) -> list[str]:
    """What a schema (`github-actions`, `github-workflows`, `gitlab-ci`) says against a file."""
    spec = importlib.util.find_spec("check_jsonschema")  # its import would bring all of it
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "builtin_schemas" / "vendor" / f"{kind}.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    found = validator_for(schema)(schema).iter_errors(data)
    return [f"{list(one.absolute_path)}: {one.message}" for one in found]


def documents(path: Path) -> list[Any]:
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def stub(home: Path) -> None:
    """An environment in which copydesk is installed already, so that nothing is downloaded."""
    (home / "copydesk" / "bin").mkdir(parents=True)
    python = home / "copydesk" / "bin" / "python"
    python.write_text(_PYTHON, encoding="utf-8")
    python.chmod(0o755)
    (home / "copydesk" / "installed-from").write_text(str(ROOT), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Runner:
    """A machine that runs GitHub's steps in a workspace; `uses` stands for the steps it lacks."""

    home: Path
    workspace: Path

    def run(
        self, action: dict[str, Any], inputs: Mapping[str, str], env: Mapping[str, str]
    ) -> Ended:
        """Run the steps of a composite action until one fails."""
        temp = self.home / "temp"
        temp.mkdir(exist_ok=True)
        files = {name: self.home / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.write_text("", encoding="utf-8")
        record = self.home / "asked"
        known = {f"inputs.{name}": one.get("default", "") for name, one in action["inputs"].items()}
        known |= {f"inputs.{name}": value for name, value in inputs.items()}
        known |= {
            "github.action_path": str(ROOT),
            "steps.python.outputs.python-path": sys.executable,
        }
        shared = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "RUNNER_TEMP": str(temp),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "our/news",
            "GITHUB_RUN_ID": "42",
            "COPYDESK_CACHE": "off",
            **{name: str(path) for name, path in files.items()},
            **env,
        }
        done = self._steps(action["runs"]["steps"], known, shared)
        outputs = dict(
            line.partition("=")[::2] for line in files["GITHUB_OUTPUT"].read_text().splitlines()
        )
        asked = record.read_text().split("\0")[:-1] if record.exists() else []
        summary = files["GITHUB_STEP_SUMMARY"].read_text()
        return Ended(*done, outputs, summary, asked)

    def _steps(
        self, steps: Sequence[dict[str, Any]], known: Mapping[str, str], shared: dict[str, str]
    ) -> tuple[int, str, str]:
        code, out, err = 0, "", ""
        for step in steps:
            if "run" not in step or code:
                continue
            assert step["shell"] == "bash"
            own = {name: evaluated(value, known) for name, value in step.get("env", {}).items()}
            script = self.home / "step.sh"
            script.write_text(evaluated(step["run"], known), encoding="utf-8")
            command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
            done = subprocess.run(
                command,
                cwd=self.workspace,
                env={**shared, **own},
                capture_output=True,
                text=True,
                check=False,
            )
            code, out, err = done.returncode, out + done.stdout, err + done.stderr
        return code, out, err


def evaluated(text: str, known: Mapping[str, str]) -> str:
    """A text with GitHub's expressions filled in; one that nobody knows is a KeyError."""
    return _EXPRESSION.sub(lambda found: known[found[1]], str(text))


def interpolated(text: str, inputs: Mapping[str, str]) -> str:
    """A text with GitLab's inputs filled in."""
    return _INTERPOLATION.sub(lambda found: inputs[found[1]], text)
