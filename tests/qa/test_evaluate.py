"""`copydesk evaluate`: metrics against what people said, from a file to a table or JSON."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

REFERENCE = "The minister opened the new bridge on Monday ."
OUTPUTS = {
    "best": ("The minister opened the new bridge on Monday .", 0.0),
    "middling": ("The minister opened new bridge at Monday .", -2.0),
    "worst": ("Minister the bridge open in moon day .", -11.0),
}


def rows(documents: int = 4) -> list[dict[str, Any]]:
    return [
        {
            "lp": "de-en", "doc": f"d{document}", "seg": 1, "system": system, "src": "Quelle",
            "ref": f"{REFERENCE} {document}", "mt": f"{mt} {document}", "mqm": score - document / 9,
            "raters": [{"spans": [{"start": 0, "end": 8, "sev": "Major", "cat": "Accuracy"}]}]
            if system == "worst" else [{"spans": []}],
        }
        for document in range(documents)
        for system, (mt, score) in OUTPUTS.items()
    ]  # fmt: skip


def written(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_metric_is_compared_with_people_and_with_baselines(copydesk: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "d.jsonl", rows())
    done = copydesk("evaluate", path, "--metric", "chrf", "--report", "json=-")
    assert done.code == 0, done.err
    assert (done.data["segments"], done.data["items"], done.data["systems"]) == (12, 4, 3)
    chrf = done.data["metrics"]["chrf"]
    assert chrf["system_accuracy"] == chrf["acc_eq"] == chrf["within"] == 1
    assert {"pearson", "spearman", "kendall", "words", "intervals"} <= set(chrf)
    assert chrf["intervals"]["pearson"][0] <= chrf["pearson"] <= chrf["intervals"]["pearson"][1]
    chance = done.data["metrics"]["random"]
    assert chance["words"]["base_rate"] == pytest.approx(1 / 25)
    assert "length" in done.data["metrics"]


def test_the_table_is_for_people(copydesk: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "d.jsonl", rows())
    done = copydesk("evaluate", path, "--resamples", "0")
    assert done.code == 0, done.err
    assert "12 segments, 4 source items, 3 systems, 4 documents; human score: mqm" in done.out
    assert "Kendall within items" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_packed_files_named_references_and_other_scores(copydesk: Run, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl.gz"
    lines = [
        {**{k: v for k, v in row.items() if k not in {"ref", "mqm", "raters"}},
         "refs": {"A": row["ref"], "B": None}, "da_mean": 100 + row["mqm"]}
        for row in rows()
    ]  # fmt: skip
    path.write_bytes(gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode()))
    done = copydesk("evaluate", path, "-m", "chrf", "--report", "json=-", "--resamples", "0")
    assert done.code == 0, done.err
    assert done.data["human"] == "da_mean"
    assert done.data["metrics"]["chrf"]["acc_eq"] == 1
    assert done.data["metrics"]["chrf"]["words"] is None


def test_a_human_translation_is_left_out_and_never_its_own_reference(
    copydesk: Run, tmp_path: Path
) -> None:
    human = [
        {**row, "system": "Human-A", "mt": "A person's words", "refs": {"Human-A": "x", "B": "y"}}
        for row in rows()[::3]
    ]
    path = written(tmp_path / "d.jsonl", [*rows(), *human])
    done = copydesk("evaluate", path, "-m", "chrf", "--report", "json=-", "--resamples", "0")
    assert done.data["segments"] == 12
    assert "4 human translations left out" in done.err
    with_them = copydesk("evaluate", path, "-m", "chrf", "--with-humans", "--report", "json=-")
    assert with_them.data["segments"] == 16


def test_a_row_without_a_translation_is_left_out_and_counted(copydesk: Run, tmp_path: Path) -> None:
    empty = [{**rows()[0], "mt": None, "system": "lost"}, {**rows()[1], "mqm": None}]
    path = written(tmp_path / "d.jsonl", [*rows(), *empty])
    done = copydesk("evaluate", path, "-m", "chrf", "--report", "json=-", "--resamples", "0")
    assert done.code == 0, done.err
    assert done.data["segments"] == len(rows())
    assert "2 rows have no translation or no mqm; left out" in done.err


def test_tags_of_post_editors_are_words_that_people_marked(copydesk: Run, tmp_path: Path) -> None:
    lines = [
        {"mt": "a b c", "src": "x", "ref": "a b d", "hter": 0.3, "lp": "en-de", "doc": n,
         "mt_tags": "OK OK OK OK OK BAD OK"}
        for n in range(3)
    ]  # fmt: skip
    path = written(tmp_path / "d.jsonl", lines)
    done = copydesk("evaluate", path, "-m", "chrf", "--report", "json=-", "--resamples", "0")
    assert done.code == 0, done.err
    assert done.data["human"] == "hter"
    assert done.data["metrics"]["random"]["words"]["base_rate"] == pytest.approx(1 / 3)


def test_a_report_goes_to_a_file(copydesk: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "d.jsonl", rows())
    done = copydesk("evaluate", path, "--report", "json=out.json", "--report", "terminal=-")
    assert done.code == 0, done.err
    assert json.loads((tmp_path / "out.json").read_text())["human"] == "mqm"
    assert "chrF" in done.out


BAD = {
    "nothing": (b"", "the file is empty"),
    "no JSON": (b"{mt: 1}\n", ":1: not what is needed"),
    "no translation": (b'{"src": "x"}\n', ":1: not what is needed"),
    "no score": (b'{"mt": "x", "src": "y"}\n', "no row has a human score"),
    "bytes": (bytes(range(128, 256)), ":1: not what is needed"),
    "tags": (
        b'{"mt": "a b", "mt_tags": "OK", "hter": 0}\n',
        ":1: 1 tags for 2 words; 5 are needed",
    ),
    "a list": (b"[1, 2]\n", ":1: not what is needed"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_data_is_told_in_a_line(copydesk: Run, tmp_path: Path, what: str) -> None:
    content, told = BAD[what]
    (tmp_path / "d.jsonl").write_bytes(content)
    done = copydesk("evaluate", "d.jsonl")
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert done.err.count("\n") == 1


def test_byte_order_mark_and_windows_lines_are_read(copydesk: Run, tmp_path: Path) -> None:
    text = "".join(json.dumps(row) + "\r\n" for row in rows())
    (tmp_path / "d.jsonl").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert copydesk("evaluate", "d.jsonl", "--resamples", "0").code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere.jsonl"], "no such file"),
        (["."], "is a folder"),
        (["d.jsonl", "--metric", "nonsense"], "nonsense"),
        (["d.jsonl", "--human", "da_z"], "no row has a human score called 'da_z'"),
        (["d.jsonl", "--report", "html=-"], "is no report"),
        (["d.jsonl", "--no-reference"], "needs a reference"),
    ],
)
def test_what_cannot_be_done_is_told(
    copydesk: Run, tmp_path: Path, arguments: list[str], told: str
) -> None:
    written(tmp_path / "d.jsonl", rows())
    done = copydesk("evaluate", *arguments)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_a_cut_archive_is_told(copydesk: Run, tmp_path: Path) -> None:
    whole = gzip.compress(json.dumps(rows()[0]).encode() * 50)
    (tmp_path / "d.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    done = copydesk("evaluate", "d.jsonl.gz")
    assert (done.code, done.out) == (2, "")
    assert "damaged gzip file" in done.err
