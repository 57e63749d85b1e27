"""The command line as a user meets it: streams, exit codes, errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Article, Run

INDONESIAN = "Menteri itu mengatakan bahwa perundingan akan dilanjutkan pekan depan di Jakarta.\n"


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n\t\n", "empty"),
        ("latin1.txt", "Menteri caf\u00e9".encode("latin-1"), "UTF-8"),
        ("binary.txt", bytes(range(256)) * 4, "not a text file"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "a picture"),
        ("nul.txt", b"Menteri\0itu", "not a text file"),
        ("no_mt.tsv", b"a\tb\n1\t2\n", "translation"),
        ("header.tsv", b"mt\tsrc\n", "no rows"),
        ("ragged.tsv", b"mt\tsrc\na\tb\tc\n", "fields"),
        ("open.csv", b'mt,src\n"a,b\n', "CSV"),
        ("broken.jsonl", b'{"mt": "a"}\n{"mt": \n', "JSON"),
        ("list.jsonl", b"[1]\n", "object"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(
    name: str, content: bytes, word: str, tmp_path: Path, copydesk: Run
) -> None:
    (tmp_path / name).write_bytes(content)
    done = copydesk("check", name, "--lang", "id", "--report", "html=out.html")
    assert (done.code, done.out) == (2, "")
    assert len(done.err.strip().splitlines()) == 1
    assert name in done.err
    assert word in done.err
    assert not (tmp_path / "out.html").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "missing.txt"],
        ["check", "empty-folder"],
        ["check", "a.txt", "--nonsense"],
        ["check", "a.txt", "--lang", "not a code"],
        ["check", "a.txt", "--format", "docx"],
        ["check", "a.txt", "--encoding", "utf-99"],
        ["check", "a.txt", "--rule", "no-such-rule"],
        ["check", "a.txt", "--metric", "blue"],
        ["check", "a.txt", "--report", "pdf=x"],
        ["check", "a.txt", "--report", "html"],
        ["check", "a.txt", "--report", "html=-", "--report", "json=-"],
        ["check", "a.txt", "--report", "html=no/such/folder/x.html"],
        ["check", "a.txt", "--fail-on", "sometimes"],
        ["check", "a.txt", "a.txt", "--source", "a.txt"],
        ["check", "a.txt", "--source", "missing.txt"],
        ["check", "a.txt", "--reference", "."],
        ["explain", "broken-sentense"],
        ["nonsense"],
    ],
    ids=" ".join,
)
def test_a_users_mistake_is_one_line_and_exit_2(
    arguments: list[str], tmp_path: Path, copydesk: Run
) -> None:
    (tmp_path / "a.txt").write_text(INDONESIAN, encoding="utf-8")
    (tmp_path / "empty-folder").mkdir()
    done = copydesk(*arguments, "-q") if arguments[0] == "check" else copydesk(*arguments)
    assert (done.code, done.out) == (2, ""), done.err
    assert len(done.err.strip().splitlines()) == 1, done.err
    assert done.err.startswith("copydesk: ")


def test_files_of_different_length_are_named_with_their_counts(
    tmp_path: Path, copydesk: Run
) -> None:
    (tmp_path / "mt.txt").write_text(INDONESIAN * 50, encoding="utf-8")
    (tmp_path / "ref.txt").write_text(INDONESIAN * 2000, encoding="utf-8")
    for format_ in ("lines", "text"):
        done = copydesk(
            "score", "--mt", "mt.txt", "--reference", "ref.txt", "--format", format_, "--lang", "id"
        )
        assert (done.code, done.out) == (2, "")
        assert "mt.txt has 50 " in done.err
        assert "ref.txt has 2,000" in done.err


def test_data_goes_to_stdout_and_diagnostics_to_stderr(
    article: Article, tmp_path: Path, copydesk: Run
) -> None:
    arguments = ("check", article.mt, "--reference", article.reference)
    done = copydesk(*arguments, "--report", "json=-", "--report", "html=out.html")
    assert done.data["schema"] == "copydesk-result-1"
    assert "taken for 'id'" in done.err
    assert "wrote out.html" in done.err
    assert (tmp_path / "out.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert copydesk(*arguments, "-q", "--report", "json=-").err == ""


def test_standard_input_is_read(copydesk: Run) -> None:
    done = copydesk("check", "-", "--lang", "id", stdin=INDONESIAN.encode() + b"Ia di di sini.\n")
    assert "<stdin>:2:4: minor doubled-word" in done.out


def test_bom_and_crlf_move_no_flag(tmp_path: Path, copydesk: Run) -> None:
    text = "Menteri itu tiba.\r\nIa pergi ke ke Jakarta.\r\n"
    places = []
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (tmp_path / "a.txt").write_bytes(text.encode(encoding))
        done = copydesk("check", "a.txt", "--lang", "id", "--report", "json=-")
        (flag,) = done.data["documents"][0]["flags"]
        places.append(flag["file"])
        assert text[flag["file"]["start"] : flag["file"]["end"]] == "ke ke"
    assert places[0] == places[1] == places[2]
    assert places[0]["line"] == 2


def test_a_folder_is_a_corpus_and_finds_its_partners(tmp_path: Path, copydesk: Run) -> None:
    for side in ("mt", "ref"):
        (tmp_path / side / "deep").mkdir(parents=True)
        for name in (f"a.{side}.txt", f"deep/b.{side}.txt"):
            (tmp_path / side / name).write_text(INDONESIAN, encoding="utf-8")
    done = copydesk("check", "mt", "--reference", "ref", "--lang", "id", "--report", "json=-")
    assert [d["id"] for d in done.data["documents"]] == ["a.mt.txt", "deep/b.mt.txt"]
    assert done.data["scores"][0]["segments"] == 2


def test_rows_bring_their_own_languages(tmp_path: Path, copydesk: Run) -> None:
    sides = ("45,000 \\u201cmen\\u201d", "Ada \\u201c54.000\\u201d orang")
    row = '{{"lp": "en-id", "src": "{}", "mt": "{}"}}\n'.format(*sides)
    (tmp_path / "a.jsonl").write_text(row, encoding="utf-8")
    done = copydesk("check", "a.jsonl", "--report", "json=-")
    (document,) = done.data["documents"]
    assert (document["language"], document["source_language"]) == ("id", "en")
    (flag,) = document["flags"]
    assert (flag["rule"], flag["suggestion"]) == ("number-mismatch", "45.000")
    assert row[flag["file"]["start"] : flag["file"]["end"]] == "54.000"


def test_rows_without_languages_are_looked_at(tmp_path: Path, copydesk: Run) -> None:
    mt = "Menteri itu mengatakan bahwa perundingan akan dilanjutkan di di Jakarta."
    source = "The minister said that the talks would be continued in Jakarta."
    (tmp_path / "a.tsv").write_text(f"mt\tsrc\n{mt}\t{source}\n", encoding="utf-8")
    done = copydesk("check", "a.tsv", "--report", "json=-")
    (document,) = done.data["documents"]
    assert (document["language"], document["source_language"]) == ("id", "en")
    assert "taken for 'id'" in done.err


def test_version_help_rules_explain_and_completion(copydesk: Run) -> None:
    assert copydesk("--version").out.startswith("copydesk")
    for command in ("check", "gate", "score", "rules", "explain", "completion"):
        assert copydesk(command, "--help").code == 0
    assert "calque" in copydesk("rules").out
    assert "## Why that is bad" in copydesk("explain", "calque").out
    assert "did you mean 'calque'" in copydesk("explain", "calqe").err
    for shell in ("bash", "zsh", "fish"):
        assert "_COPYDESK_COMPLETE" in copydesk("completion", shell).out


def test_only_the_chosen_rules_speak(article: Article, copydesk: Run) -> None:
    done = copydesk("check", article.mt, "--lang", "id", "--rule", "calque", "--report", "json=-")
    assert {flag["rule"] for flag in done.data["documents"][0]["flags"]} == {"calque"}
