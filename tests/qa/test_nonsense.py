"""Input that passes silently elsewhere is warned of or refused, with its file and line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import Run

REF = [
    "The government said on Monday that the budget will be presented next week.",
    "Police in the capital arrested three people after the protest near the station.",
    "The central bank raised interest rates by a quarter of a point to fight inflation.",
    "Heavy rain and strong winds are expected in the north until Friday evening.",
    "The president will meet the German chancellor in Berlin to discuss energy.",
    "The team won the final by two goals to one before sixty thousand fans.",
    "Doctors warned that the number of patients has doubled since January.",
    "The company plans to cut five hundred jobs and close two factories.",
    "Farmers blocked the motorway with tractors for several hours on Tuesday.",
    "Scientists found traces of water on the far side of the moon.",
    "A fire destroyed the old town hall during the night, nobody was hurt.",
    "Voters go to the polls on Sunday to elect a new parliament.",
]
MT = [line.replace("The ", "A ").replace(" will be ", " is ") + " So." for line in REF]
SRC = [
    "Die Regierung sagte am Montag, dass der Haushalt nächste Woche vorgestellt wird.",
    "Die Polizei nahm in der Hauptstadt nach dem Protest am Bahnhof drei Personen fest.",
    "Die Zentralbank hob die Zinsen um einen Viertelpunkt an, um die Inflation zu bekämpfen.",
    "Im Norden werden bis Freitagabend starker Regen und Sturm erwartet.",
    "Der Präsident trifft den deutschen Kanzler in Berlin, um über Energie zu sprechen.",
    "Die Mannschaft gewann das Finale mit zwei zu eins vor sechzigtausend Fans.",
    "Ärzte warnten, dass sich die Zahl der Patienten seit Januar verdoppelt hat.",
    "Das Unternehmen will fünfhundert Stellen streichen und zwei Werke schließen.",
    "Bauern blockierten am Dienstag mehrere Stunden mit Traktoren die Autobahn.",
    "Forscher fanden Spuren von Wasser auf der Rückseite des Mondes.",
    "Ein Feuer zerstörte in der Nacht das alte Rathaus, niemand wurde verletzt.",
    "Die Wähler gehen am Sonntag zur Wahl eines neuen Parlaments.",
]


def _files(folder: Path, mt: Sequence[str], ref: Sequence[str], src: Sequence[str] = SRC) -> None:
    for name, lines in (("hyp.txt", mt), ("gold.txt", ref), ("src.txt", src)):
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _score(copydesk: Run, *more: str, mt: str = "hyp.txt", ref: str = "gold.txt"):  # noqa: ANN202
    return copydesk(
        "score", "--mt", mt, "--reference", ref, "--source", "src.txt", "--lang", "en",
        "--source-lang", "de", "-m", "chrf", *more,
    )  # fmt: skip


def test_good_input_is_silent(copydesk: Run, tmp_path: Path) -> None:
    _files(tmp_path, MT, REF)
    done = _score(copydesk)
    assert (done.code, done.err) == (0, "")


def _some_blank(count: int) -> list[str]:
    return ["" if n < count else line for n, line in enumerate(MT)]


REFUSED = {
    "identical-reference": (REF, REF, "hyp.txt:1: the translation is the reference"),
    "blank-translation": (_some_blank(5), REF, "hyp.txt:1: blank translation (5 of 12"),
    "blank-reference": (MT, ["", "", "", "", *REF[4:]], "gold.txt:1: blank reference (4 of 12"),
    "copied-source": (SRC, REF, "hyp.txt:1: the translation is the source, copied"),
    "copied-reference": (MT, SRC, "gold.txt:1: the reference is the source, copied"),
    "subwords": ([m.replace("ent", "@@ ent") for m in MT] * 1, REF, None),
}


@pytest.mark.parametrize("name", [name for name, case in REFUSED.items() if case[2]])
def test_what_no_score_could_mean_anything_with_is_refused_and_can_be_allowed(
    name: str, copydesk: Run, tmp_path: Path
) -> None:
    mt, ref, said = REFUSED[name]
    _files(tmp_path, mt, ref)
    done = _score(copydesk)
    assert (done.code, done.out) == (2, "")
    assert str(said) in done.err
    assert f"--allow {name}" in done.err
    others = [w for other in REFUSED for w in ("--allow", other)] + ["--allow", "same-language"]
    allowed = _score(copydesk, *others)
    assert allowed.code == 0, allowed.err
    assert str(said) in allowed.err


def test_a_few_blank_lines_are_a_note_with_the_first_line(copydesk: Run, tmp_path: Path) -> None:
    _files(tmp_path, [*MT[:3], "", *MT[4:]], REF)
    done = _score(copydesk)
    assert done.code == 0
    assert "hyp.txt:4: blank translation" in done.err


def test_a_third_of_the_lines_blank_is_refused_for_check_and_compare_too(
    copydesk: Run, tmp_path: Path
) -> None:
    _files(tmp_path, _some_blank(5), ["", "", "", "", "", *REF[5:]])
    (tmp_path / "b.txt").write_text("\n".join(MT), encoding="utf-8")
    _files(tmp_path, REF, REF)
    check = copydesk("check", "hyp.txt", "--reference", "gold.txt", "--lang", "en")
    compare = copydesk("compare", "hyp.txt", "b.txt", "--reference", "gold.txt", "--lang", "en")
    for done in (check, compare):
        assert (done.code, done.out) == (2, "")
        assert "--allow identical-reference" in done.err


def test_swapped_files_are_noticed_by_their_names(copydesk: Run, tmp_path: Path) -> None:
    _files(tmp_path, MT, REF)
    done = _score(copydesk, mt="gold.txt", ref="hyp.txt")
    assert "by their names gold.txt is the reference and hyp.txt the translation" in done.err


def test_source_and_reference_swapped_is_refused(copydesk: Run, tmp_path: Path) -> None:
    _files(tmp_path, MT, SRC, REF)
    done = copydesk(
        "score", "--mt", "hyp.txt", "--reference", "gold.txt", "--source", "src.txt",
        "--lang", "de", "-m", "chrf",
    )  # fmt: skip
    assert done.code == 2
    assert "the translation is in the source's language, 'en'" in done.err


def test_another_language_than_was_named_is_a_note(copydesk: Run, tmp_path: Path) -> None:
    _files(tmp_path, MT, REF)
    done = copydesk(
        "score", "--mt", "hyp.txt", "--reference", "gold.txt", "--lang", "fr", "-m", "chrf"
    )
    assert "the translation looks like 'en', not 'fr'" in done.err


def test_lines_out_of_step_are_refused_where_it_begins(copydesk: Run, tmp_path: Path) -> None:
    ref = [f"{line} This is number {n}." for n in range(8) for line in REF]
    mt = [line.replace("The ", "A ") for line in ref]
    _files(tmp_path, [*mt[:40], *mt[41:], mt[0]], ref, ref)
    done = copydesk("score", "--mt", "hyp.txt", "--reference", "gold.txt", "--lang", "en")
    assert done.code == 2
    assert (
        "hyp.txt:41: from here on each translation answers the reference 1 line later" in done.err
    )


def test_tokenised_text_and_pieces_of_words_are_noticed(copydesk: Run, tmp_path: Path) -> None:
    tokenised = [line.replace(",", " ,").replace(".", " .") for line in MT]
    _files(tmp_path, tokenised, REF)
    assert "the translation looks tokenised" in _score(copydesk).err
    _files(tmp_path, [line.replace("ment", "@@ ment") for line in MT], REF)
    assert "hyp.txt:1: the translation is cut into pieces of words" in _score(copydesk).err
    _files(tmp_path, [line.replace(" ", " ▁") for line in MT], REF)
    done = _score(copydesk)
    assert (done.code, "--allow subwords" in done.err) == (2, True)


def test_a_byte_order_mark_costs_no_score_and_one_within_is_noticed(
    copydesk: Run, tmp_path: Path
) -> None:
    _files(tmp_path, MT, REF)
    plain = _score(copydesk, "--json").data[0]["value"]
    (tmp_path / "hyp.txt").write_text("\n".join(MT), encoding="utf-8-sig")
    assert _score(copydesk, "--json").data[0]["value"] == plain
    _files(tmp_path, [*MT[:5], f"\ufeff{MT[5]}", *MT[6:]], REF)
    assert "hyp.txt:6: a byte order mark (U+FEFF) within the text" in _score(copydesk).err


def test_one_answer_to_everything_is_noticed(copydesk: Run, tmp_path: Path) -> None:
    _files(tmp_path, ["I am sorry, I cannot translate this."] * 6 + MT[6:], REF)
    done = _score(copydesk)
    assert done.code == 2
    assert "one translation stands for 6 different sentences" in done.err


def test_different_line_counts_name_both_files_and_where_it_begins(
    copydesk: Run, tmp_path: Path
) -> None:
    _files(tmp_path, [*MT[:4], *MT[5:]], REF)
    done = _score(copydesk, "--format", "lines")
    assert (done.code, done.out) == (2, "")
    assert "hyp.txt has 11 lines and gold.txt has 12" in done.err
    assert "gold.txt:5" in done.err


def test_only_what_there_is_can_be_allowed(copydesk: Run, tmp_path: Path) -> None:
    _files(tmp_path, MT, REF)
    done = _score(copydesk, "--allow", "everything")
    assert done.code == 2
    assert "identical-reference" in done.err


def test_one_file_for_both_sides_is_refused_whatever_it_holds(
    copydesk: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Nur eins.\n", encoding="utf-8")
    done = copydesk("score", "--mt", "a.txt", "--reference", "a.txt", "--lang", "de")
    assert done.code == 2
    assert "one and the same file" in done.err
    assert copydesk("score", "--mt", "a.txt", "--reference", "a.txt", "--lang", "de",
                    "--allow", "same-file").code == 0  # fmt: skip


@pytest.mark.parametrize("line", ["今天天气很好我们去公园吧第{}", "Three word line {}"])
def test_short_lines_that_are_all_the_reference_are_refused(
    line: str, copydesk: Run, tmp_path: Path
) -> None:
    lines = [line.format(n) for n in range(30)]
    _files(tmp_path, lines, lines, lines)
    done = copydesk("score", "--mt", "hyp.txt", "--reference", "gold.txt", "--lang", "zh")
    assert (done.code, "--allow identical-reference" in done.err) == (2, True)


@pytest.mark.parametrize("line", ["-", "[untranslated]", "nan"])
def test_a_placeholder_for_everything_is_refused(line: str, copydesk: Run, tmp_path: Path) -> None:
    _files(tmp_path, [line] * len(REF), REF)
    done = _score(copydesk)
    assert (done.code, "--allow repeated-translation" in done.err) == (2, True)


def test_what_cannot_be_seen_is_blank(copydesk: Run, tmp_path: Path) -> None:
    _files(tmp_path, ["\u200b" if n < 5 else line for n, line in enumerate(MT)], REF)
    assert "--allow blank-translation" in _score(copydesk).err


def test_swapped_folders_are_noticed_too(copydesk: Run, tmp_path: Path) -> None:
    for folder, lines in (("mt", MT), ("ref", REF)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "news.txt").write_text("\n".join(lines), encoding="utf-8")
    done = copydesk("score", "--mt", "ref", "--reference", "mt", "--lang", "en", "-m", "chrf")
    assert "by their names ref is the reference and mt the translation" in done.err


def test_the_same_sentence_in_two_languages_that_are_alike_is_no_copy(
    copydesk: Run, tmp_path: Path
) -> None:
    lines = [f"Ovo je rečenica broj {n} koja je ista na oba jezika." for n in range(8)]
    other = [line.replace("broj", "brojka") for line in lines]
    _files(tmp_path, lines, other, lines)
    done = copydesk("score", "--mt", "hyp.txt", "--reference", "gold.txt", "--source", "src.txt",
                    "--lang", "sr", "--source-lang", "hr", "-m", "chrf")  # fmt: skip
    assert done.code == 0, done.err
