"""`copydesk calibrate`: the estimator fitted to a team's own judgements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import WITH_ESTIMATE, Run
from tests.judged import BAD, judged


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "bad.txt").write_text(BAD * 3, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_team_calibrates_it_to_its_own_readers(copydesk: Run, tmp_path: Path) -> None:
    path = judged(tmp_path / "d.jsonl")
    done = copydesk("calibrate", path, "-o", "own.json", "--precision", "0.8")
    assert done.code == 0, done.err
    assert "src+ref" in done.out
    evaluated = copydesk(
        "evaluate", path, "-m", "estimate", "--calibration", "own.json", "--report", "json=-"
    )
    found = evaluated.data["metrics"]["estimate"]
    assert found["words"]["precision"] >= 0.8
    shipped = copydesk("evaluate", path, "-m", "estimate", "--report", "json=-")
    assert shipped.data["metrics"]["estimate"]["signature"] != found["signature"]


@pytest.mark.slow
def test_the_configuration_names_a_calibration(copydesk: Run, files: Path) -> None:
    path = judged(files / "d.jsonl")
    assert copydesk("calibrate", path).code == 0
    (files / "copydesk.toml").write_text('[rules]\ncalibration = "copydesk-estimate.json"\n')
    done = copydesk("check", "bad.txt", "--lang", "en", "--report", "json=-", env=WITH_ESTIMATE)
    plain = copydesk("check", "bad.txt", "--lang", "en", "--report", "json=-", "--no-config",
                     env=WITH_ESTIMATE)  # fmt: skip
    signatures = {one.data["scores"][0]["signature"] for one in (done, plain)}
    assert len(signatures) == 2


@pytest.mark.slow
def test_judged_translations_open_a_language(copydesk: Run, files: Path) -> None:
    done = copydesk("calibrate", judged(files / "d.jsonl", pair="ro-sw"), "-o", "own.json")
    assert done.code == 0, done.err
    asked = ("score", "--mt", "bad.txt", "--lang", "sw", "-m", "estimate")
    assert copydesk(*asked).code == 2
    assert copydesk(*asked, "--calibration", "own.json").code == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [({"mqm": 5.0}, "line 1: mqm is 5, but points lost are negative here: 0 is best"),
     ({"lp": ""}, "line 1: lp is '', and the translation's language is needed")],
)  # fmt: skip
def test_judgements_that_cannot_be_right_are_told(
    copydesk: Run, tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    path = judged(tmp_path / "d.jsonl")
    rows = [json.loads(line) | change for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = copydesk("calibrate", path)
    assert (done.code, done.out) == (2, "")
    assert message in done.err.replace(":1: ", ": line 1: ")


def test_too_few_judgements_are_told(copydesk: Run, tmp_path: Path) -> None:
    done = copydesk("calibrate", judged(tmp_path / "d.jsonl", 5))
    assert (done.code, done.out) == (2, "")
    assert "10 rows have MQM points or marked words; 30 are needed" in done.err
    assert not (tmp_path / "copydesk-estimate.json").exists()


@pytest.mark.parametrize(
    "content",
    ["", "{}", "not json", '{"situations": {}, "hter": {}, "pairs": []}'],
)
def test_a_broken_calibration_is_told(copydesk: Run, files: Path, content: str) -> None:
    (files / "own.json").write_text(content)
    done = copydesk("check", "bad.txt", "--lang", "en", "--calibration", "own.json")
    assert (done.code, done.out) == (2, "")
    assert "own.json: not a calibration" in done.err
    assert done.err.count("\n") == 1
