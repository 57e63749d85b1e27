"""What people judged, whatever the file's form, is what `copydesk evaluate` compares with."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from corpora.annotated.judged_files import read_judged
from tests.conftest import Run

SAMPLES = Path(__file__).parent / "readers" / "samples"
HEADER = "system\tdoc\tdoc_id\tseg_id\trater\tsource\ttarget\tcategory\tseverity\n"
NONE = "No-error\tNo-error\n"


def mqm_table() -> str:
    rows = []
    for doc in range(4):
        place = f"d{doc}\t1\t1\tr1\tThe lamp {doc} is lit.\t"
        lit = f"Lampu {doc} menyala."
        rows += [
            f"good\t{place}{lit}\t{NONE}",
            f"bad\t{place}<v>Lilin</v> {doc} itu mati.\tAccuracy/Mistranslation\tMajor\n",
            f"Human-A.0\t{place}{lit}\t{NONE}",
        ]
    return HEADER + "".join(rows)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "mqm.tsv"
    path.write_text(mqm_table(), encoding="utf-8")
    return path


def test_people_s_translations_are_the_references(table: Path) -> None:
    good, bad, human, *_ = read_judged(str(table))
    assert (bad.others, human.others) == (("Lampu 0 menyala.",), ())
    assert good.item == bad.item == human.item
    assert (good.scores, bad.scores) == ({"mqm": 0.0}, {"mqm": -5.0})
    assert [word.is_bad for word in bad.words or ()] == [True, False, False, False]
    assert bad.line == 3


def test_a_table_of_mqm_is_evaluated(copydesk: Run, table: Path) -> None:
    done = copydesk("evaluate", table, "-m", "chrf", "--report", "json=-", "--resamples", "0")
    assert done.code == 0, done.err
    assert (done.data["human"], done.data["segments"]) == ("mqm", 8)
    assert done.data["metrics"]["chrf"]["acc_eq"] == 1


def test_packed_annotations_of_spans_are_read(tmp_path: Path) -> None:
    path = tmp_path / "esa.jsonl.gz"
    path.write_bytes(gzip.compress((SAMPLES / "esa.jsonl").read_bytes()))
    rain, pier = read_judged(str(path))
    assert (rain.scores, pier.scores) == ({"da_raw": 100.0}, {"da_raw": 75.0})
    assert (pier.pair, pier.document, pier.system) == ("en-id", "port.1", "north")
    assert [word.is_bad for word in pier.words or ()] == [False, True, False]


def test_json_lines_are_read_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"mt": "x", "mqm": -1, "lp": "en-id", "doc": "d", "seg": 1}\n')
    (row,) = read_judged(str(path))
    assert (row.scores, row.pair) == ({"mqm": -1.0}, "en-id")


def test_what_copydesk_flagged_is_no_human_judgement(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(mqm_table().replace("\tr1\t", "\tAutoMQM-copydesk\t"), encoding="utf-8")
    rows = list(read_judged(str(path)))
    assert {len(row.scores) for row in rows} == {0}
    assert {row.words for row in rows} == {None}
