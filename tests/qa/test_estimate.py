"""The estimate from the command line: as a score, as flags, as need, and calibrated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import WITH_ESTIMATE, Article, Run
from tests.judged import BAD, GOOD, SOURCE, judged


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in (("src", SOURCE), ("good", GOOD), ("bad", BAD)):
        (tmp_path / f"{name}.txt").write_text(text * 3, encoding="utf-8")
    return tmp_path


def score(copydesk: Run, *arguments: str) -> Any:
    done = copydesk("score", "-m", "estimate", "--lang", "en", "--json", *arguments)
    assert done.code == 0, done.err
    return done.data[0]


@pytest.mark.slow
def test_a_score_needs_no_reference(copydesk: Run, files: Path) -> None:
    del files
    good, bad = (
        score(copydesk, "--mt", f"{name}.txt", "--source", "src.txt", "--source-lang", "ro")
        for name in ("good", "bad")
    )
    assert 0 >= good["value"] > bad["value"]
    assert good["interval"]["low"] <= good["value"] <= good["interval"]["high"]
    assert "copydesk-e5-small-" in good["signature"]
    assert good["signature"].endswith("seen:src")
    alone = score(copydesk, "--mt", "good.txt")
    assert alone["signature"].endswith("seen:mt")


def test_a_segment_has_the_interval_where_a_professional_would_see_it(
    copydesk: Run, files: Path
) -> None:
    del files
    done = copydesk("score", "--mt", "bad.txt", "--lang", "en", "-m", "estimate", "--json",
                    "--level", "segment")  # fmt: skip
    assert len(done.data) == 3
    for row in done.data:
        assert row["interval"]["low"] <= row["value"] <= row["interval"]["high"] <= 0


def test_an_article_is_estimated_with_its_need_and_its_doubtful_phrases(
    copydesk: Run, article: Article
) -> None:
    done = copydesk(
        "check", article.mt, "--source", article.source, "--lang", "id", "--source-lang", "en",
        "--report", "json=-", "--max-flags", "0", env=WITH_ESTIMATE,
    )  # fmt: skip
    assert done.code == 1, done.err
    (document,) = done.data["documents"]
    assert 0 < document["need"]["edits"] < document["need"]["words"] == document["words"]
    assert document["scores"][0]["metric"] == "estimate"
    assert all("estimate" in segment["scores"] for segment in document["segments"])
    spoke = {flag["rule"] for flag in document["flags"]}
    spoke |= {one["rule"] for flag in document["flags"] for one in flag["evidence"]}
    assert {"awkward-phrase", "likely-mistranslation"} & spoke


@pytest.mark.slow
def test_the_terminal_says_what_an_editor_would_change(copydesk: Run, files: Path) -> None:
    del files
    done = copydesk("check", "bad.txt", "--lang", "en", env=WITH_ESTIMATE)
    assert "estimated: an editor would change" in done.out
    without = copydesk("check", "bad.txt", "--lang", "en", "--no-estimate", env=WITH_ESTIMATE)
    assert "estimate" not in without.out


def test_a_language_that_was_not_measured_is_said_not_guessed(copydesk: Run, files: Path) -> None:
    del files
    done = copydesk("check", "bad.txt", "--lang", "kk", env=WITH_ESTIMATE)
    assert "no estimate for this language pair" in done.err
    assert "estimate" not in done.out
    asked = copydesk("score", "--mt", "bad.txt", "--lang", "kk", "-m", "estimate")
    assert (asked.code, asked.out) == (2, "")
    assert "no estimate for this language pair" in asked.err
    assert asked.err.count("\n") == 1


@pytest.mark.slow
def test_a_segment_too_long_to_be_read_whole_is_told(copydesk: Run, tmp_path: Path) -> None:
    words = " ".join(f"The minister opened bridge number {n} on Monday." for n in range(60))
    (tmp_path / "long.txt").write_text(f"{words}\n", encoding="utf-8")
    done = copydesk("check", "long.txt", "--lang", "en", "--format", "lines", env=WITH_ESTIMATE)
    assert "estimate: 1 of 1 segments: too long for the estimate" in done.err


@pytest.mark.slow
def test_a_gate_can_stand_on_the_estimate(copydesk: Run, files: Path) -> None:
    del files
    common = ("--lang", "en", "--source", "src.txt", "--source-lang", "ro", "--fail-on", "never")
    good = score(copydesk, "--mt", "good.txt", "--source", "src.txt", "--source-lang", "ro")
    limit = f"estimate={good['value'] - 0.5}"
    passed = copydesk("gate", "good.txt", *common, "--fail-under", limit, env=WITH_ESTIMATE)
    assert passed.code == 0, passed.out
    failed = copydesk("gate", "bad.txt", *common, "--fail-under", limit, env=WITH_ESTIMATE)
    assert failed.code == 1, failed.out


@pytest.mark.slow
def test_the_estimate_is_evaluated_as_any_metric(copydesk: Run, tmp_path: Path) -> None:
    path = judged(tmp_path / "d.jsonl")
    for hidden in ((), ("--no-reference",), ("--no-reference", "--no-source")):
        done = copydesk("evaluate", path, "-m", "estimate", "--report", "json=-", *hidden,
                        "--resamples", "20")  # fmt: skip
        assert done.code == 0, done.err
        found = done.data["metrics"]["estimate"]
        assert found["within"] == found["system_accuracy"] == 1
        assert found["words"]["r_precision"] > 1.5 * found["words"]["base_rate"]
        assert {"precision", "mcc", "flagged"} <= set(found["words"])


@pytest.mark.slow
def test_what_the_estimate_cannot_judge_the_other_metrics_can(
    copydesk: Run, tmp_path: Path
) -> None:
    path = judged(tmp_path / "d.jsonl", pair="ro-kk")
    asked = ("evaluate", path, "--report", "json=-", "--resamples", "20", "-m", "estimate")
    both = copydesk(*asked, "-m", "chrf")
    assert (both.code, "estimate" in both.data["metrics"]) == (0, False)
    assert both.data["metrics"]["chrf"]["within"] == 1
    assert "no estimate for this language pair (ro → kk)" in both.err
    assert copydesk(*asked).code == 2


@pytest.mark.slow
def test_what_is_blank_is_not_there(copydesk: Run, files: Path) -> None:
    (files / "gap.txt").write_text(f"{SOURCE}\n{SOURCE}", encoding="utf-8")
    asked = ("score", "--mt", "bad.txt", "--lang", "en", "-m", "estimate", "--json",
             "--level", "segment", "--format", "lines")  # fmt: skip
    alone, with_gap = (copydesk(*asked, *more).data for more in ((), ("--source", "gap.txt")))
    assert with_gap[1]["value"] == pytest.approx(alone[1]["value"], rel=1e-3)
    assert with_gap[0]["value"] != pytest.approx(alone[0]["value"], rel=1e-3)


@pytest.mark.slow
def test_each_document_is_estimated_if_its_language_can_be(copydesk: Run, tmp_path: Path) -> None:
    rows = [{"lp": f"ro-{code}", "doc": code, "mt": BAD, "src": SOURCE} for code in ("kk", "en")]
    (tmp_path / "two.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = copydesk("check", "two.jsonl", "--report", "json=-", env=WITH_ESTIMATE)
    kazakh, english = done.data["documents"]
    assert (kazakh["need"], kazakh["scores"]) == (None, [])
    assert english["need"]["edits"] > 0
    assert "no estimate of 1 of 2 documents: not for their language pair" in done.err


def test_a_suppression_of_a_rule_that_did_not_run_is_not_called_unused(
    copydesk: Run, files: Path
) -> None:
    entry = '[[ignore]]\nrule = "awkward-phrase"\nwords = "banana"\nreason = "quoted"\n'
    (files / "copydesk-ignore.toml").write_text(entry, encoding="utf-8")
    for command in (("check", "bad.txt", "--no-estimate"), ("fix", "bad.txt", "--diff")):
        assert "unused" not in copydesk(*command, "--lang", "en").err


def test_a_rule_that_asks_the_estimator_is_silent_without_it(copydesk: Run, files: Path) -> None:
    del files
    asked = ("check", "bad.txt", "--lang", "en", "--rule", "awkward-phrase", "--report", "json=-")
    assert copydesk(*asked, "--no-estimate").data["documents"][0]["flags"] == []


def test_a_variable_of_the_environment_does_not_replace_an_option(
    copydesk: Run, files: Path
) -> None:
    del files
    done = copydesk("check", "bad.txt", "--lang", "en", env={"COPYDESK_VERSION": "1"})
    assert "words" in done.out
