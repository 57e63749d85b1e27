"""`copydesk compare`: one table, then where the systems differ."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from corpora import rows
from corpora.load import Inputs
from qa.measure import Measuring
from qa.systems import read_systems
from tests.conftest import ROOT, Article, Run

_REFERENCE = [
    "The government said on Monday that the budget will be presented next week.",
    "Police in the capital arrested three people after the protest.",
    "The central bank raised interest rates by a quarter of a point.",
    "Heavy rain is expected in the north of the country until Friday.",
    "The team won the final by two goals to one.",
    "Doctors warned that the number of patients has doubled since January.",
]
_GOOD = [line.replace("Monday", "Tuesday") for line in _REFERENCE[:5]] + [
    "Doctors warned that patient numbers have doubled since January."
]
_BAD = [
    "Government Monday told budget present week next will.",
    "Police in the the capital arrested 30 people after the protest.",
    "The bank raised rates by quarter.",
    "Rain heavy is north in expected.",
    "Team won final two goals.",
    "The doctors warn of the number.",
]


def _often(lines: list[str]) -> list[str]:
    return [f"{line} Number {n}." for n in range(5) for line in lines]


REFERENCE, GOOD, BAD = map(_often, (_REFERENCE, _GOOD, _BAD))


def _write(folder: Path, **sides: Sequence[str]) -> None:
    for name, lines in sides.items():
        (folder / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    _write(tmp_path, good=GOOD, bad=BAD, ref=REFERENCE, same=GOOD)
    return tmp_path


def test_files_that_come_in_parts_are_still_the_same_documents(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_SEGMENTS", 20)
    monkeypatch.setattr(rows, "PART", 10)
    request = Measuring(Inputs((), references=(str(files / "ref.txt"),)))
    systems = read_systems(request, [str(files / f"{name}.txt") for name in ("good", "bad")], [])
    assert [[one.id for one in system.documents] for system in systems] == [
        [f"{name}.txt", f"{name}.txt (2)", f"{name}.txt (3)"] for name in ("good", "bad")
    ]


def test_folders_of_other_articles_are_not_compared(tmp_path: Path, copydesk: Run) -> None:
    for folder, names in (("one", "ab"), ("two", "cd")):
        (tmp_path / folder).mkdir()
        _write(tmp_path / folder, **dict.fromkeys(names, GOOD[:1]))
    done = copydesk("compare", "one", "two", "--lang", "en", "-m", "bleu")
    assert done.code == 2
    assert "one and two have different documents, such as 'a.txt'" in done.err


COMMON = ("--reference", "ref.txt", "--lang", "en", "--resamples", "200")


@pytest.mark.usefixtures("files")
def test_a_worse_system_is_called_worse_with_the_places_that_show_it(copydesk: Run) -> None:
    done = copydesk("compare", "good.txt", "bad.txt", *COMMON)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert all(word in lines[0] for word in ("score", "delta", "p", "people agree"))
    assert "baseline" in lines[1]
    assert "worse" in lines[2]
    assert "Where bad and good differ most, by chrF2" in done.out
    assert "bad.txt:" in done.out
    assert "Rain heavy is north in expected." in done.out
    assert "Flags by rule, where they differ most" in done.out
    assert "BLEU|nrefs:1|bs:200" in done.out


def test_of_a_few_segments_no_system_is_called_better(copydesk: Run, tmp_path: Path) -> None:
    _write(tmp_path, good=_GOOD, bad=_BAD, ref=_REFERENCE)
    done = copydesk("compare", "good.txt", "bad.txt", *COMMON)
    assert "too few segments" in done.out


def test_a_file_that_has_an_equals_sign_in_its_name_is_a_file(
    copydesk: Run, tmp_path: Path
) -> None:
    _write(tmp_path, **{"a=1": GOOD, "b": BAD, "ref": REFERENCE})
    done = copydesk("compare", "a=1.txt", "b.txt", *COMMON, "--no-flags", "--report", "json=-")
    assert done.data["systems"] == ["a=1", "b"]
    missing = copydesk("compare", "a=", "b.txt", *COMMON)
    assert (missing.code, "a path is missing" in missing.err) == (2, True)


def test_segments_without_a_reference_are_told(copydesk: Run, tmp_path: Path) -> None:
    rows = [
        {"system": name, "mt": mt, **({} if n % 3 else {"ref": REFERENCE[n]})}
        for name, lines in (("x", GOOD), ("y", BAD))
        for n, mt in enumerate(lines)
    ]
    text = "\n".join(map(json.dumps, rows))
    (tmp_path / "rows.jsonl").write_text(text, encoding="utf-8")
    done = copydesk("compare", "rows.jsonl", "--lang", "en", "--no-flags", "-m", "chrf")
    assert done.code == 0, done.err
    assert "chrF2: 20 of 30 segments could not be scored" in done.err
    alone = [json.dumps(row) for row in rows if row["system"] == "x"]
    (tmp_path / "one.jsonl").write_text("\n".join(alone), encoding="utf-8")
    score = copydesk("score", "--mt", "one.jsonl", "--lang", "en", "-m", "chrf")
    assert "chrF2: 20 of 30 segments have nothing to score against (one.jsonl:2)" in score.err


@pytest.mark.usefixtures("files")
def test_a_system_and_its_copy_show_no_difference(copydesk: Run) -> None:
    done = copydesk("compare", "good.txt", "same.txt", *COMMON, "--report", "json=-")
    for contest in done.data["contests"]:
        apart = contest["systems"][1]["apart"]
        assert (apart["delta"], apart["p"], apart["won"], apart["lost"]) == (0.0, 1.0, 0, 0)
    assert (done.data["rules"], done.data["contrasts"]) == ([], [])


@pytest.mark.usefixtures("files")
def test_scores_are_those_of_score_and_of_each_order_of_systems(copydesk: Run) -> None:
    one = copydesk("compare", "good.txt", "bad.txt", *COMMON, "--no-flags", "--report", "json=-")
    two = copydesk("compare", "bad.txt", "good.txt", *COMMON, "--no-flags", "--report", "json=-")
    alone = copydesk("score", "--mt", "bad.txt", *COMMON, "--json")
    by_metric = {row["metric"]: row for row in alone.data}
    for first, second in zip(one.data["contests"], two.data["contests"], strict=True):
        (good, bad), (bad2, good2) = first["systems"], second["systems"]
        expected = by_metric[first["metric"]]
        assert bad["score"] == bad2["score"] == expected["value"]
        assert bad["interval"] == expected["interval"]
        assert good["score"] == good2["score"]
        assert bad["apart"]["delta"] == pytest.approx(-good2["apart"]["delta"])
        assert bad["apart"]["p"] == good2["apart"]["p"]
        assert (bad["apart"]["won"], bad["apart"]["lost"]) == (
            good2["apart"]["lost"], good2["apart"]["won"],
        )  # fmt: skip


def _valid(data: Any) -> None:
    schema = json.loads((ROOT / "reports/schemas/comparison-1.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(data)


@pytest.mark.usefixtures("files")
def test_json_follows_its_schema_and_csv_has_a_row_a_score(copydesk: Run, tmp_path: Path) -> None:
    done = copydesk(
        "compare", "a=good.txt", "b=bad.txt", "c=same.txt", *COMMON, "--test", "randomisation",
        "--report", "json=out.json", "--report", "csv=out.csv", "--report", "latex=out.tex",
        "--report", "markdown=out.md",
    )  # fmt: skip
    assert done.code == 0, done.err
    data = json.loads((tmp_path / "out.json").read_text("utf-8"))
    _valid(data)
    assert data["systems"] == ["a", "b", "c"]
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text("utf-8").splitlines()))
    assert len(rows) == 3 * len(data["contests"])
    assert float(rows[1]["p_corrected"]) >= float(rows[1]["p"])
    latex = (tmp_path / "out.tex").read_text("utf-8")
    assert latex.count(r"\toprule") == latex.count(r"\bottomrule") >= 2
    markdown = (tmp_path / "out.md").read_text("utf-8")
    assert "| metric" in markdown
    assert "### chrF2 by length" in markdown


def test_one_file_of_rows_holds_all_systems(copydesk: Run, tmp_path: Path) -> None:
    rows = [
        {"system": name, "doc": f"d{n % 2}", "mt": mt, "ref": REFERENCE[n], "lp": "de-en"}
        for name, lines in (("x", GOOD), ("y", BAD))
        for n, mt in sorted(enumerate(lines), key=lambda pair: pair[0] % 2)
    ]
    text = "\n".join(map(json.dumps, rows))
    (tmp_path / "rows.jsonl").write_text(text, encoding="utf-8")
    done = copydesk("compare", "rows.jsonl", "--report", "json=-")
    assert done.code == 0, done.err
    assert done.data["systems"] == ["x", "y"]
    assert [group["name"] for group in done.data["documents"]] == ["d0", "d1"]
    assert done.data["contests"][0]["segments"] == len(REFERENCE)


def test_articles_whose_sentences_differ_are_compared_by_paragraph(
    copydesk: Run, article: Article, tmp_path: Path
) -> None:
    text = article.mt.read_text("utf-8")
    (tmp_path / "other.txt").write_text(text.replace(". ", ", ", 3), encoding="utf-8")
    done = copydesk(
        "compare", f"mt={article.mt}", "other.txt", "--source", article.source,
        "--reference", article.reference, "--lang", "id", "--report", "json=-",
    )  # fmt: skip
    assert done.code == 0, done.err
    paragraphs = sum(bool(line.strip()) for line in text.splitlines())
    assert done.data["contests"][0]["segments"] == paragraphs


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("good.txt",), "two systems"),
        (("good.txt", "good.txt"), "two systems are called 'good'"),
        (("good.txt", "none.txt"), "none.txt: no such file"),
        (("good.txt", "short.txt"), "short.txt"),
        (("good.txt", "bad.txt", "-m", "blue"), "did you mean bleu"),
        (("good.txt", "bad.txt", "-m", "bleu:tokk=intl"), "takes no 'tokk'"),
        (("good.txt", "bad.txt", "--report", "html=x.html"), "can't show tables"),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    copydesk: Run, tmp_path: Path, arguments: tuple[str, ...], word: str
) -> None:
    _write(tmp_path, short=[*GOOD[:-2], "x"])
    done = copydesk("compare", *arguments, *COMMON, "--format", "lines")
    assert (done.code, done.out) == (2, "")
    assert word in done.err.strip().splitlines()[-1]
    assert "Traceback" not in done.err


def test_systems_with_other_references_are_refused_with_the_line(
    copydesk: Run, tmp_path: Path
) -> None:
    rows = ["system\tmt\tref"]
    rows += [f"x\t{mt}\t{ref}" for mt, ref in zip(GOOD, REFERENCE, strict=True)]
    rows += [f"y\t{mt}\t{ref}" for mt, ref in zip(BAD, [*REFERENCE[:-1], "Other."], strict=True)]
    (tmp_path / "rows.tsv").write_text("\n".join(rows), encoding="utf-8")
    done = copydesk("compare", "rows.tsv", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert "rows.tsv:31: source and references must be the same" in done.err
