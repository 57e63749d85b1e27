"""`copydesk score`: reports, parameters, and signatures that are read back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import Run

MT = ["The cat sat on the mat today.", "It's 45,000 people, isn't it?", "A third line of text."]
REF = ["The cat is sitting on a mat.", "It is 45,000 people.", "A third line of words."]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    for name, lines in (("mt.txt", MT), ("ref.txt", REF)):
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ("--mt", "mt.txt", "--reference", "ref.txt", "--lang", "en")


def test_one_run_writes_every_format(files: tuple[str, ...], copydesk: Run, tmp_path: Path) -> None:
    names = {"json": "a.json", "csv": "a.csv", "latex": "a.tex", "markdown": "a.md"}
    reports = [word for kind, name in names.items() for word in ("--report", f"{kind}={name}")]
    done = copydesk("score", *files, *reports)
    assert (done.code, done.out) == (0, "")
    texts = {kind: (tmp_path / name).read_text("utf-8") for kind, name in names.items()}
    scores = {row["metric"]: row for row in json.loads(texts["json"])}
    rows = list(csv.DictReader(io.StringIO(texts["csv"])))
    assert {row["metric"]: float(row["score"]) for row in rows} == {
        name: row["value"] for name, row in scores.items()
    }
    assert all(row["signature"] == scores[row["metric"]]["signature"] for row in rows)
    assert f"{scores['bleu']['value']:.2f}" in texts["latex"]
    assert "% BLEU|nrefs:1" in texts["latex"]
    assert texts["markdown"].startswith("| metric")
    assert scores["ter"]["signature"] in texts["markdown"]


@pytest.mark.parametrize("level", ["document", "segment"])
def test_levels_come_as_csv_too(files: tuple[str, ...], level: str, copydesk: Run) -> None:
    done = copydesk("score", *files, "--level", level, "--report", "csv=-", "-m", "chrf")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert len(rows) == (1 if level == "document" else len(MT))
    assert all(0 < float(row["chrF2"]) < 100 for row in rows)


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(
    copydesk: Run, tmp_path: Path
) -> None:
    text = "doc\tmt\tref\n=cmd()\tThe cat sat on it.\tThe cat sat.\n"
    (tmp_path / "rows.tsv").write_text(text, encoding="utf-8")
    done = copydesk(
        "score", "--mt", "rows.tsv", "--lang", "en", "--level", "document", "--report", "csv=-"
    )
    assert "\n'=cmd()," in done.out


def test_parameters_change_the_score_and_the_signature(
    files: tuple[str, ...], copydesk: Run
) -> None:
    done = copydesk(
        "score", *files, "-m", "bleu:case=lc,smooth=floor[0.5]", "-m", "chrf:nw=2", "--json"
    )
    assert done.code == 0, done.err
    bleu, chrf = done.data
    assert "|case:lc|" in bleu["signature"]
    assert "smooth:floor[0.50]" in bleu["signature"]
    assert (bleu["metric"], "nw:2" in chrf["signature"]) == ("bleu:case=lc,smooth=floor[0.5]", True)


SIGNATURES = {
    "BLEU|nrefs:1|case:lc|eff:no|tok:intl|smooth:exp|version:{}": 0,
    "nrefs:1|case:mixed|eff:no|tok:13a|smooth:floor[0.10]|version:{}": 0,
    "BLEU|#:1|bs:200|rs:12345|c:mixed|e:no|tok:char|s:exp|v:{}": 0,
    "chrF2++|nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:{}": 0,
    "TER|nrefs:1|case:lc|tok:tercom|norm:yes|punct:yes|asian:no|version:{}": 0,
    "TER|#:1|c:lc|t:tercom|nr:no|pn:no|as:no|v:{}": 0,
    "BLEU|nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp|version:{}": 1,
    "BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:1.0.0": 1,
}


@pytest.mark.parametrize(("signature", "code"), SIGNATURES.items())
def test_a_signature_is_reproduced_or_what_differs_is_said(
    files: tuple[str, ...], signature: str, code: int, copydesk: Run
) -> None:
    from sacrebleu.version import __version__  # noqa: PLC0415

    given = signature.format(__version__)
    done = copydesk("score", *files, "--signature", given, "--json")
    assert done.code == code, done.err
    (score,) = done.data
    if code == 0:
        assert done.err == ""
        keys = {part.split(":")[-1] for part in given.split("|") if ":" in part}
        assert keys <= {part.split(":")[-1] for part in score["signature"].split("|")}
    else:
        assert "the signature has" in done.err
        assert "here it is" in done.err


@pytest.mark.parametrize(("language", "word"), [("ja", "ja-mecab"), ("ko", "ko-mecab")])
def test_a_signature_with_a_tokenizers_version_is_read_back(
    language: str, word: str, copydesk: Run, tmp_path: Path
) -> None:
    for name, text in (("mt.txt", "猫が座る。고양이"), ("ref.txt", "猫は座った。고양이는")):
        (tmp_path / name).write_text(f"{text}\n", encoding="utf-8")
    files = ("--mt", "mt.txt", "--reference", "ref.txt", "--lang", language)
    (first,) = copydesk("score", *files, "-m", "bleu", "--json").data
    assert f"tok:{word}-" in first["signature"]
    again = copydesk("score", *files, "--signature", f"BLEU|{first['signature']}", "--json")
    assert (again.code, again.data[0]["value"]) == (0, first["value"])


@pytest.mark.parametrize(
    ("signature", "word"),
    [
        ("", "not LABEL|key:value"),
        ("BLEU", "not LABEL|key:value"),
        ("WER|nrefs:1|case:lc", "no metric is called 'WER'"),
        ("nrefs:1|version:2.6.0", "begin it with the metric"),
        ("BLEU|nrefs:1|bs:many", "bs:many is no number"),
        ("BLEU|nrefs:1|tok:nonsense", "no tokenizer is called 'nonsense'"),
    ],
)
def test_what_is_no_signature_is_one_line(
    files: tuple[str, ...], signature: str, word: str, copydesk: Run
) -> None:
    done = copydesk("score", *files, "--signature", signature)
    assert (done.code, done.out) == (2, "")
    assert word in done.err
    assert len(done.err.splitlines()) == 1


def test_check_writes_its_flags_as_a_table(copydesk: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Police found found a | bag.\n", encoding="utf-8")
    done = copydesk("check", "a.txt", "--lang", "en", "--report", "markdown=-", "--exit-zero")
    assert "doubled-word" in done.out
    assert "found found" in done.out
    table = copydesk("check", "a.txt", "--lang", "en", "--report", "csv=-", "--exit-zero")
    (row, *_) = csv.DictReader(io.StringIO(table.out))
    assert (row["rule"], row["line"], row["suggestion"]) == ("doubled-word", "1", "found")
