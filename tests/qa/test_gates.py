"""Gates as sentences, from the command line: on test sets, systems, parts; errors where blind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from tests.conftest import WITH_ESTIMATE, Article, Done, Run

WORDS = """
menteri negara presiden kota rapat warga harga beras pasar jalan sekolah guru murid rumah
bank kapal hutan sungai dokter obat pabrik buruh partai pemilu suara gempa banjir kebakaran
"""
SAME = ("--allow", "identical-reference")
CONFIG = """
metrics = ["chrf"]
gates = [
{gates}
]

[sets.news]
mt = "{{system}}.txt"
source = "src.txt"
references = ["ref.txt"]
lang = "id"
source-lang = "en"
format = "lines"
domain = "politics"

[systems.new]
[systems.main]
judged = false
"""


def _sentences(count: int, seed: int = 0) -> list[str]:
    """Different sentences of 4 to 13 words; every tenth has a sign that rules look at."""
    random = Random(seed)
    return [
        " ".join(random.choices(WORDS.split(), k=4 + number % 10)).capitalize() + f" kata {number}."
        for number in range(count)
    ]


def _spoiled(sentences: Sequence[str], every: int) -> list[str]:
    """Every so many a sentence loses half of its words."""
    return [
        " ".join(one.split()[::2]) + "." if number % every == 0 else one
        for number, one in enumerate(sentences)
    ]


def _project(
    folder: Path, gates: Sequence[str], new: Sequence[str], main: Sequence[str] | None = None
) -> None:
    """A project with a reference, the system `new` and the system `main` before it."""
    reference = _sentences(60)
    new = [new[0].replace("kata", "kalimat"), *new[1:]]
    sources = [f"Sentence number {number} says something." for number in range(60)]
    lines = {
        "ref.txt": reference,
        "src.txt": sources,
        "new.txt": new,
        "main.txt": _spoiled(reference, 6) if main is None else main,
    }
    for name, content in lines.items():
        (folder / name).write_text("\n".join(content) + "\n", encoding="utf-8")
    listed = "\n".join(f"    {one}," for one in gates)
    (folder / "copydesk.toml").write_text(CONFIG.format(gates=listed), encoding="utf-8")


def _gate(copydesk: Run, *more: str) -> Done:
    return copydesk("gate", "-q", "--rule", "doubled-word", *SAME, *more)


def test_a_worse_system_fails_and_a_better_one_passes(tmp_path: Path, copydesk: Run) -> None:
    gates = ['"chrf no worse than main, p < 0.05"', '"chrf >= 20"']
    reference = _sentences(60)
    _project(tmp_path, gates, _spoiled(reference, 2))
    worse = _gate(copydesk)
    assert worse.code == 1, worse.err
    first, second, last = worse.out.splitlines()
    assert first.startswith("fail: news, new: chrF2 no worse than main (p < 0.05): chrF2 was ")
    assert "p = 0.001, 60 segments" in first
    assert second.startswith("pass: news, new: chrF2 at least 20: chrF2 is ")
    assert last == "verdict: fail"
    _project(tmp_path, gates, _spoiled(reference, 10))
    assert _gate(copydesk).code == 0


def test_a_small_difference_is_noise_unless_points_are_limited(
    tmp_path: Path, copydesk: Run
) -> None:
    reference = _sentences(60)
    main = _spoiled(reference, 6)
    new = [*main]
    new[1] = new[1].replace(" kata", "")
    _project(tmp_path, ['"chrf no worse than main; no more than 0.01 points"'], new, main)
    done = _gate(copydesk)
    assert done.code == 1
    test, limit, _ = done.out.splitlines()
    assert test.startswith("pass: news, new: chrF2 no worse than main")
    assert limit.startswith("fail: news, new: chrF2 loses at most 0.01 points to main")


def test_a_margin_bears_a_fall_however_sure_it_is(tmp_path: Path, copydesk: Run) -> None:
    reference = _sentences(60)
    gates = ['"chrf no worse than main"', '"chrf no more than 60 worse than main"']
    _project(tmp_path, gates, _spoiled(reference, 2))
    strict, wide, _ = _gate(copydesk).out.splitlines()
    assert strict.startswith("fail: ")
    assert wide.startswith("pass: news, new: chrF2 no more than 60 points worse than main")


def test_several_tests_are_one_family(tmp_path: Path, copydesk: Run) -> None:
    gates = ['"chrf no worse than main"', '{ require = "chrf no worse than main", lengths = "9-" }']
    _project(tmp_path, gates, _spoiled(_sentences(60), 5))
    done = _gate(copydesk)
    assert done.out.count("(corrected for 2 tests)") == 2


def test_a_gate_is_about_its_part(tmp_path: Path, copydesk: Run) -> None:
    """Only the long sentences are spoiled."""
    reference = _sentences(60)
    new = [one if len(one.split()) < 12 else one[: len(one) // 2] for one in reference]
    gates = [
        '{ name = "short", require = "chrf >= 99", lengths = "-11" }',
        '{ name = "long", require = "chrf >= 99", lengths = "12-" }',
        '{ require = "chrf >= 1", pairs = ["en-id"], domains = ["politics"] }',
        '{ require = "chrf >= 1", pairs = ["de-*"] }',
        '{ require = "no flags", systems = ["new"] }',
    ]
    _project(tmp_path, gates, new)
    short, long, pair, named, other, last = _gate(copydesk).out.splitlines()
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
    _project(tmp_path, gates, _sentences(60))
    done = _gate(copydesk)
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
    assert _gate(copydesk, "--exit-zero").code == 2


def test_two_versions_of_few_segments_cannot_be_told_apart(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "copydesk.toml").write_text(
        'gates = ["chrf no worse than old"]\n[sets.a]\nmt = "{system}.txt"\n'
        'references = ["ref.txt"]\nlang = "id"\nformat = "lines"\n'
        "[systems.new]\n[systems.old]\njudged = false\n",
        encoding="utf-8",
    )
    reference = _sentences(19)
    old = _spoiled(reference, 6)
    for name, lines in {"ref": reference, "old": old, "new": _spoiled(reference, 2)}.items():
        (tmp_path / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = _gate(copydesk)
    assert (done.code, "over 19 segments; a test needs 20" in done.out) == (2, True)
    (tmp_path / "new.txt").write_text("\n".join(old) + "\n", encoding="utf-8")
    assert _gate(copydesk).code == 0


def test_gates_of_files_on_the_command_line(tmp_path: Path, copydesk: Run) -> None:
    _project(tmp_path, ['"no new major"', '"chrf no worse than main"', '"chrf >= 20"',
                        '{ require = "no flags", sets = ["news"] }'], _sentences(60))  # fmt: skip
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
    arguments: tuple[str, ...], words: str, tmp_path: Path, copydesk: Run
) -> None:
    _project(tmp_path, ['"chrf >= 20"'], _sentences(60))
    done = copydesk("gate", *arguments, *SAME)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_missing_file_of_a_test_set_is_an_error(tmp_path: Path, copydesk: Run) -> None:
    _project(tmp_path, ['"chrf >= 20"'], _sentences(60))
    (tmp_path / "new.txt").unlink()
    done = _gate(copydesk)
    assert done.code == 2
    assert "new.txt" in done.err


def test_need_and_estimates_are_judged(article: Article, copydesk: Run) -> None:
    arguments = ("gate", article.mt, "--source", article.source, "--lang", "id", "-q")
    gates = ("--gate", "no article above 0.05", "--gate", "every article has an estimate")
    done = copydesk(*arguments, *gates, "--gate", "no article above 0.9", env=WITH_ESTIMATE)
    assert [line.split(":")[0] for line in done.out.splitlines()] == [
        "fail", "pass", "pass", "verdict",
    ]  # fmt: skip
    assert "1 of 1 articles; most: article.mt.id.txt 0." in done.out


def test_all_sets_and_systems_stand_in_the_reports(tmp_path: Path, copydesk: Run) -> None:
    _project(tmp_path, ['"chrf no worse than main"'], _spoiled(_sentences(60), 2))
    done = copydesk("check", "-q", "--rule", "doubled-word", "--report", "json=-")
    assert done.code == 1, done.err
    new, main = done.data["portions"]
    assert (new["set"], new["system"], main["system"]) == ("news", "new", "main")
    change = new["scores"][0]["change"]
    assert (change["against"], change["segments"]) == ("main", 60)
    assert change["delta"] < 0
    assert main["scores"][0]["change"] is None


def _two_sets(folder: Path, gates: Sequence[str]) -> None:
    """The project with a second test set, in another language."""
    _project(folder, gates, _spoiled(_sentences(60), 6))
    more = (
        '[sets.sport]\nmt = "{system}.txt"\nreferences = ["ref.txt"]\nlang = "ms"\n'
        'source = "src.txt"\nsource-lang = "en"\nformat = "lines"\ndomain = "sport"\n'
        'metrics = ["bleu"]\n'
    )
    path = folder / "copydesk.toml"
    path.write_text(path.read_text("utf-8").replace("[systems.new]", f"{more}[systems.new]"))


def test_gates_about_some_sets_leave_the_others_alone(tmp_path: Path, copydesk: Run) -> None:
    gates = [
        '{ require = "chrf >= 1", pairs = ["en-id"] }',
        '{ require = "ter <= 500", domains = ["sport"] }',
        '{ require = "no critical", sets = ["news"] }',
    ]
    _two_sets(tmp_path, gates)
    done = _gate(copydesk)
    assert [line.partition(": chrF2")[0].partition(": TER")[0].partition(": no")[0]
            for line in done.out.splitlines()[:-1]] == [
        "pass: news, new", "pass: news, new", "pass: sport, new",
    ]  # fmt: skip
    part = _gate(copydesk, "--set", "sport")
    assert (part.code, len(part.out.splitlines())) == (2, 3)  # the pair is of no article there
    assert "no flag" not in part.out


def test_a_rule_that_could_not_look_at_all_segments_is_not_vouched_for(
    tmp_path: Path, copydesk: Run
) -> None:
    rows = [f"Kata {n} itu benar.\t{f'That word {n} is right.' if n % 2 else ''}" for n in range(9)]
    (tmp_path / "a.tsv").write_text("mt\tsrc\n" + "\n".join(rows) + "\n", encoding="utf-8")
    arguments = ("gate", "a.tsv", "--lang", "id", "--source-lang", "en", "-q")
    assert copydesk(*arguments, "--write-baseline", "b.json").code == 0
    for gate in ("rule number-mismatch = 0", "no new rule unit-mismatch"):
        done = copydesk(*arguments, "--gate", gate, "--baseline", "b.json")
        assert (done.code, "could not look at 1 of 1" in done.out) == (2, True), done.out
    assert copydesk(*arguments, "--gate", "rule doubled-word = 0").code == 0
    assert copydesk(*arguments, "--gate", "rule accuracy = 0", "--rule", "calque").code == 2


def test_a_system_that_lost_a_third_is_not_compared(tmp_path: Path, copydesk: Run) -> None:
    """The segments that are left are no sample of all."""
    rows = [f"Kata {n} itu benar sekali.\tKata {n} itu memang benar." for n in range(90)]
    arguments = ("gate", "a.tsv", "--lang", "id", "-q", "--rule", "calque")
    (tmp_path / "a.tsv").write_text("mt\tref\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert copydesk(*arguments, "--write-baseline", "b.json").code == 0
    (tmp_path / "a.tsv").write_text("mt\tref\n" + "\n".join(rows[:60]) + "\n", encoding="utf-8")
    gate = ("--baseline", "b.json", "--gate", "chrf no worse than baseline")
    done = copydesk(*arguments, *gate)
    assert (done.code, "only 60 of the 90 segments" in done.out) == (2, True), done.out


def test_blank_references_are_none(tmp_path: Path, copydesk: Run) -> None:
    rows = [f"Kata {n} itu benar.\t{f'Kata {n} memang benar.' if n else ''}" for n in range(5)]
    (tmp_path / "a.tsv").write_text("mt\tref\n" + "\n".join(rows) + "\n", encoding="utf-8")
    done = copydesk(
        "gate", "a.tsv", "--lang", "id", "-q", "--gate", "every article has a reference",
        "--allow", "blank-reference",
    )  # fmt: skip
    assert (done.code, "0 of 1 articles have one" in done.out) == (1, True), done.out


def test_a_fault_that_comes_again_counts_for_each_length(tmp_path: Path, copydesk: Run) -> None:
    short, long = "Ia pergi pergi.", "Kemarin pagi ia pergi pergi ke kota besar itu dengan bus."
    (tmp_path / "copydesk.toml").write_text(
        'gates = [{ require = "no flags", lengths = "8-" }]\n[rules]\nselect = ["doubled-word"]\n',
        encoding="utf-8",
    )
    for order in ((short, long), (long, short)):
        (tmp_path / "a.txt").write_text("\n\n".join(order) + "\n", encoding="utf-8")
        assert copydesk("gate", "a.txt", "--lang", "id", "-q").code == 1
    (tmp_path / "a.txt").write_text(f"{short}\n", encoding="utf-8")
    done = copydesk("gate", "a.txt", "--lang", "id", "-q")
    assert (done.code, "no segment is of this kind" in done.out) == (2, True)
