"""Gates as sentences, from the command line: on test sets, systems, parts; errors where blind."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.errors import CopydeskError
from qa.commands.check import gate
from tests.conftest import WITH_ESTIMATE, Article, Run
from tests.qa.gate_projects import SAME, judged, project, sentences, spoiled


def test_a_worse_system_fails_and_a_better_one_passes(tmp_path: Path, copydesk: Run) -> None:
    gates = ['"chrf no worse than main, p < 0.05"', '"chrf >= 20"']
    reference = sentences(60)
    project(tmp_path, gates, spoiled(reference, 2))
    worse = judged(copydesk)
    assert worse.code == 1, worse.err
    first, second, last = worse.out.splitlines()
    assert first.startswith("fail: news, new: chrF2 no worse than main (p < 0.05): chrF2 was ")
    assert "p = 0.001, 60 segments" in first
    assert second.startswith("pass: news, new: chrF2 at least 20: chrF2 is ")
    assert last == "verdict: fail"
    project(tmp_path, gates, spoiled(reference, 10))
    assert judged(copydesk).code == 0


def test_a_small_difference_is_noise_unless_points_are_limited(
    tmp_path: Path, copydesk: Run
) -> None:
    reference = sentences(60)
    main = spoiled(reference, 6)
    new = [*main]
    new[1] = new[1].replace(" kata", "")
    project(tmp_path, ['"chrf no worse than main; no more than 0.01 points"'], new, main)
    done = judged(copydesk)
    assert done.code == 1
    test, limit, _ = done.out.splitlines()
    assert test.startswith("pass: news, new: chrF2 no worse than main")
    assert limit.startswith("fail: news, new: chrF2 loses at most 0.01 points to main")


def test_a_margin_bears_a_fall_however_sure_it_is(tmp_path: Path, copydesk: Run) -> None:
    reference = sentences(60)
    gates = ['"chrf no worse than main"', '"chrf no more than 60 worse than main"']
    project(tmp_path, gates, spoiled(reference, 2))
    strict, wide, _ = judged(copydesk).out.splitlines()
    assert strict.startswith("fail: ")
    assert wide.startswith("pass: news, new: chrF2 no more than 60 points worse than main")


def test_several_tests_are_one_family(tmp_path: Path, copydesk: Run) -> None:
    gates = ['"chrf no worse than main"', '{ require = "chrf no worse than main", lengths = "9-" }']
    project(tmp_path, gates, spoiled(sentences(60), 5))
    done = judged(copydesk)
    assert done.out.count("(corrected for 2 tests)") == 2


def test_a_gate_is_about_its_part(tmp_path: Path, copydesk: Run) -> None:
    """Only the long sentences are spoiled."""
    reference = sentences(60)
    new = [one if len(one.split()) < 12 else one[: len(one) // 2] for one in reference]
    gates = [
        '{ name = "short", require = "chrf >= 99", lengths = "-11" }',
        '{ name = "long", require = "chrf >= 99", lengths = "12-" }',
        '{ require = "chrf >= 1", pairs = ["en-id"], domains = ["politics"] }',
        '{ require = "chrf >= 1", pairs = ["de-*"] }',
        '{ require = "no flags", systems = ["new"] }',
    ]
    project(tmp_path, gates, new)
    short, long, pair, named, other, last = judged(copydesk).out.splitlines()
    assert short.startswith("pass: news, new: short: chrF2 at least 99 [segments of 0 to 11 words]")
    assert long.startswith("fail: news, new: long: chrF2 at least 99")
    assert "[en-id, politics]" in pair
    assert other.startswith("error: chrF2 at least 1 [de-*]: nothing that it is about was judged")
    assert named == "pass: news, new: no flag: 0 flags"
    assert last == "verdict: error"


def test_what_lacks_its_evidence_is_an_error(tmp_path: Path, copydesk: Run) -> None:
    gates = [
        '"bleu no worse than before"',
        '"no new major"',
        '"chrf no worse than baseline"',
        '"rule number-mismatch = 0"',
        '"no article above 0.5"',
        '"every article has an estimate"',
    ]
    project(tmp_path, gates, sentences(60))
    done = judged(copydesk)
    assert done.code == 2
    *lines, last = done.out.splitlines()
    said = [line.rpartition("): ")[2] if "): " in line else line for line in lines]
    assert [line.partition(":")[0] for line in lines] == ["error"] * 5 + ["fail"]
    assert said[0] == "'before' is neither a system nor the baseline; there is: main"
    assert "there is no baseline" in lines[1]
    assert "there is no baseline" in lines[2]
    assert "number-mismatch could not look at 1 of 1 articles" in lines[3]
    assert "no estimate for 1 of 1 articles" in lines[4]
    assert last == "verdict: error"
    assert judged(copydesk, "--exit-zero").code == 2


def test_two_versions_of_few_segments_cannot_be_told_apart(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "copydesk.toml").write_text(
        'gates = ["chrf no worse than old"]\n[sets.a]\nmt = "{system}.txt"\n'
        'references = ["ref.txt"]\nlang = "id"\nformat = "lines"\n'
        "[systems.new]\n[systems.old]\njudged = false\n",
        encoding="utf-8",
    )
    reference = sentences(19)
    old = spoiled(reference, 6)
    for name, lines in {"ref": reference, "old": old, "new": spoiled(reference, 2)}.items():
        (tmp_path / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = judged(copydesk)
    assert (done.code, "over 19 segments; a test needs 20" in done.out) == (2, True)
    (tmp_path / "new.txt").write_text("\n".join(old) + "\n", encoding="utf-8")
    assert judged(copydesk).code == 0


def test_gates_of_files_on_the_command_line(tmp_path: Path, copydesk: Run) -> None:
    project(tmp_path, ['"no new major"', '"chrf no worse than main"', '"chrf >= 20"',
                        '{ require = "no flags", sets = ["news"] }'], sentences(60))  # fmt: skip
    arguments = ("gate", "new.txt", "--reference", "ref.txt", "--lang", "id", "-q", *SAME)
    done = copydesk(*arguments, "--gate", "every article has a reference")
    assert [line.split(":")[0] for line in done.out.splitlines()] == [
        "error", "pass", "pass", "verdict",
    ]  # fmt: skip
    assert "no new flag" in done.out
    free = copydesk(*arguments, "--no-config", "--gate", "chrf >= 99", "--gate", "no critical")
    assert (free.code, len(free.out.splitlines())) == (0, 3)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--set", "nwes"), "did you mean 'news'?"),
        (("--system", "nwe"), "did you mean 'new'?"),
        (("--source", "src.txt"), "--source goes with a PATH; none is named"),
        (("--reference", "ref.txt"), "--reference goes with a PATH"),
        (("--source-lang", "en"), "--source-lang goes with a PATH"),
        (("new.txt", "--set", "news"), "name no PATH"),
        (("--no-config",), "name a file, or test sets in copydesk.toml"),
        (("--gate", "chrf is nice"), "is not understood"),
        (("--prune", "--changed"), "--prune needs a run over everything"),
        (("--journal", "j", "--gate", "no flags"), "--gate does not go with --journal"),
        (("--journal", "j"), "take gates out"),
        (("--baseline", "none.json"), "none.json: no such baseline; write one"),
        (("--baseline", "git:main"), "git"),
        (("new.txt", "--source", "-", "--baseline", "git:main"), "standard input is read but once"),
    ],
)
def test_options_that_make_no_sense_are_one_line(
    arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, ['"chrf >= 20"'], sentences(60))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COPYDESK_NO_ESTIMATE", "1")
    with pytest.raises(CopydeskError) as error:
        gate.main(["-q", *arguments, *SAME], standalone_mode=False)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_such_an_error_is_one_line_and_exit_code_2(tmp_path: Path, copydesk: Run) -> None:
    project(tmp_path, ['"chrf >= 20"'], sentences(60))
    done = copydesk("gate", "--set", "nwes")
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)


def test_a_missing_file_of_a_test_set_is_an_error(tmp_path: Path, copydesk: Run) -> None:
    project(tmp_path, ['"chrf >= 20"'], sentences(60))
    (tmp_path / "new.txt").unlink()
    done = judged(copydesk)
    assert done.code == 2
    assert "new.txt" in done.err


@pytest.mark.slow
def test_need_and_estimates_are_judged(article: Article, copydesk: Run) -> None:
    arguments = ("gate", article.mt, "--source", article.source, "--lang", "id", "-q")
    gates = ("--gate", "no article above 0.05", "--gate", "every article has an estimate")
    done = copydesk(*arguments, *gates, "--gate", "no article above 0.9", env=WITH_ESTIMATE)
    assert [line.split(":")[0] for line in done.out.splitlines()] == [
        "fail", "pass", "pass", "verdict",
    ]  # fmt: skip
    assert "1 of 1 articles; most: article.mt.id.txt 0." in done.out


def test_all_sets_and_systems_stand_in_the_reports(tmp_path: Path, copydesk: Run) -> None:
    project(tmp_path, ['"chrf no worse than main"'], spoiled(sentences(60), 2))
    done = copydesk("check", "-q", "--rule", "doubled-word", "--report", "json=-")
    assert done.code == 1, done.err
    new, main = done.data["portions"]
    assert (new["set"], new["system"], main["system"]) == ("news", "new", "main")
    change = new["scores"][0]["change"]
    assert (change["against"], change["segments"]) == ("main", 60)
    assert change["delta"] < 0
    assert main["scores"][0]["change"] is None
