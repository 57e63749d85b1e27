"""A gate vouches for nothing that nobody looked at, and leaves alone what it is not about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.conftest import Run
from tests.qa.gate_projects import judged, project, sentences, spoiled


def _two_sets(folder: Path, gates: Sequence[str]) -> None:
    """The project with a second test set, in another language."""
    project(folder, gates, spoiled(sentences(60), 6))
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
    done = judged(copydesk)
    assert [line.partition(": chrF2")[0].partition(": TER")[0].partition(": no")[0]
            for line in done.out.splitlines()[:-1]] == [
        "pass: news, new", "pass: news, new", "pass: sport, new",
    ]  # fmt: skip
    part = judged(copydesk, "--set", "sport")
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
