"""`copydesk history` as a user runs it, on what `copydesk check` reports."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from qa.history.store import record, stored
from reports.writer import Style
from reports.writers.json import writer
from tests.conftest import ROOT, Article, Run
from tests.qa.history_samples import fill, portion, result, when

SCHEMA = json.loads((ROOT / "reports/schemas/history-1.schema.json").read_text(encoding="utf-8"))
ENVIRONMENT = {"SOURCE_DATE_EPOCH": "1738314000", "GITHUB_SHA": "", "GITHUB_REF_NAME": ""}
RULES = ("--rule", "number-mismatch", "--rule", "doubled-word")
SIDES = ("--lang", "id", "--source-lang", "en", "--exit-zero")


@pytest.fixture
def report(copydesk: Run, article: Article, tmp_path: Path) -> Path:
    """What `check` says of the bundled article, with one more flag."""
    text = article.mt.read_text(encoding="utf-8")
    (tmp_path / "mt.txt").write_text(text.replace(" dan ", " dan dan ", 1), encoding="utf-8")
    sides = ("--source", article.source, "--reference", article.reference, *SIDES)
    done = copydesk("check", "mt.txt", *sides, *RULES, "--report", "json=run.json")
    assert done.code == 0, done.err
    return tmp_path / "run.json"


def _three(folder: Path) -> str:
    subjects = ("One", "<b>Two</b>", "Three")
    runs = (
        (when(n, str(n) * 40, subject=text), portion(50.0 + n)) for n, text in enumerate(subjects)
    )
    return fill(folder / "copydesk-history.db", *runs)


def test_a_report_of_check_is_recorded_and_shown(
    copydesk: Run, report: Path, tmp_path: Path
) -> None:
    data = json.loads(report.read_text(encoding="utf-8"))
    added = copydesk(
        "history", "--add", report, "--commit", "c0ffee12", "--branch", "main", env=ENVIRONMENT
    )
    assert (added.code, added.out) == (0, ""), added.err
    assert added.err == "copydesk: copydesk-history.db: recorded run 1, c0ffee1 (2025-01-31)\n"
    (run,) = stored(str(tmp_path / "copydesk-history.db"))
    (kept,) = run.run.portions
    assert (run.when.commit, run.when.branch) == ("c0ffee12", "main")
    assert {one.metric: one.value for one in kept.scores} == {
        score["metric"]: score["value"] for score in data["scores"]
    }
    flags = [flag for document in data["documents"] for flag in document["flags"]]
    assert sum(one.count for one in kept.tallies) == len(flags) > 0
    assert (kept.documents, kept.language, kept.source_language) == (1, "id", "en")
    assert kept.segments == len(data["documents"][0]["segments"])
    shown = copydesk("history")
    assert shown.code == 0
    assert "1 run, c0ffee1 (2025-01-31)" in shown.out
    for label in ("BLEU ↑", "chrF2 ↑", "flags per 1,000 words ↓"):
        assert label in shown.out


def test_a_report_written_elsewhere_keeps_what_recording_here_would(
    copydesk: Run, tmp_path: Path
) -> None:
    here = result(3)
    record(str(tmp_path / "here.db"), here, when(0))
    (tmp_path / "there.json").write_bytes(bytes(str(writer.render(here, Style())), "utf-8"))
    assert copydesk("history", "there.db", "--add", "there.json").code == 0
    (one,), (other,) = (stored(str(tmp_path / name)) for name in ("here.db", "there.db"))
    assert other.run == one.run
    assert [portion.since is None for portion in one.run.portions] == [False, True, True]


def test_the_terminal_shows_a_table_a_portion(copydesk: Run, tmp_path: Path) -> None:
    _three(tmp_path)
    done = copydesk("history")
    head, _, chrf, major = done.out.splitlines()[:4]
    assert (
        head
        == "news, new (en → id, politics): 3 runs, 0000000 (2025-01-31) to 2222222 (2025-02-02)"
    )
    assert chrf.split() == ["chrF2", "↑", "▁▅█", "50.00", "50.00", "52.00", "52.00", "+1.00"]
    assert major.split() == ["major", "flags", "↓", "▄▄▄", "2", "2", "2", "2", "+0"]


def test_every_report_is_written(copydesk: Run, tmp_path: Path) -> None:
    path = _three(tmp_path)
    names = ("html=t.html", "json=t.json", "csv=t.csv", "markdown=t.md", "terminal=-")
    wanted = [word for name in names for word in ("--report", name)]
    done = copydesk("history", path, *wanted)
    assert done.code == 0, done.err
    assert "chrF2 ↑" in done.out
    page = etree.HTML(
        (tmp_path / "t.html").read_text(encoding="utf-8"), etree.HTMLParser(recover=False)
    )
    assert "".join(page.find(".//h2").itertext()) == "news, new"
    data = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, SCHEMA)
    assert [point["value"] for point in data["portions"][0]["lines"][0]["points"]] == [50, 51, 52]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "t.csv").read_text(encoding="utf-8"))))
    chrf = [row for row in rows if row["name"] == "chrf"]
    assert next((row["at"], row["value"], row["low"]) for row in chrf) == (
        "2025-01-31T09:00:00Z", "50.0", "49.0",
    )  # fmt: skip
    assert {row["kind"] for row in rows} == {"score", "flags", "rate", "rule"}
    assert "### news, new" in (tmp_path / "t.md").read_text(encoding="utf-8")
    again = copydesk("history", path, "--report", "html=-")
    assert again.out == (tmp_path / "t.html").read_text(encoding="utf-8")


def test_runs_are_forgotten(copydesk: Run, tmp_path: Path) -> None:
    path = _three(tmp_path)
    done = copydesk("history", "--prune-before", "2025-02-01")
    assert (done.code, done.out) == (0, "")
    assert done.err == "copydesk: copydesk-history.db: 1 run removed, 2 left\n"
    assert len(stored(path)) == 2


def test_only_what_is_asked_for(copydesk: Run, tmp_path: Path) -> None:
    _three(tmp_path)
    done = copydesk(
        "history", "--last", "2", "--metric", "chrf", "--set", "news", "--branch", "main"
    )
    assert "2 runs, 1111111" in done.out
    assert "flags" not in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "copydesk-history.db: there is no such history"),
        (("none.db",), "none.db: there is no such history"),
        (("empty.db",), "empty.db: there are no runs in this history yet"),
        (("notes.json",), "notes.json: the history cannot be used"),
        (("h.db", "--add", "none.json"), "none.json: cannot be read (No such file"),
        (("h.db", "--add", "notes.json"), "notes.json: no JSON report of copydesk's"),
        (("h.db", "--add", "other.json"), "a report of the kind 'copydesk-comparison-1'"),
        (("h.db", "--add", "odd.json"), "there is no severity 'huge'"),
        (("h.db", "--commit", "abc"), "give it with --add"),
        (("h.db", "--add", "x", "--branch", "a", "--branch", "b"), "--add takes one --branch"),
        (("h.db", "--prune-before", "soon"), "--prune-before: 'soon' is no date"),
        (("h.db", "--prune-before", "2025-01-01"), "h.db: there is no such history"),
        (("--system", "x"), "copydesk-history.db: there is no such history"),
        (("h.db", "--report", "docx=a.docx"), "can't show tables"),
        (("h.db", "--report", "html=-", "--report", "json=-"), "only one report"),
        (("h.db", "--report", "html=no/a.html"), "there is no folder no"),
    ],
)
def test_mistakes_are_one_line(
    copydesk: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    empty = {
        "schema": "copydesk-result-1",
        "version": "1",
        "verdict": {"conditions": []},
        "scores": [],
    }
    flags = [{"rule": "spacing", "severity": "huge"}]
    odd = {**empty, "documents": [{"words": 1, "segments": [], "flags": flags}]}
    other = {**empty, "schema": "copydesk-comparison-1", "documents": []}
    for name, text in (
        ("odd", json.dumps(odd)),
        ("other", json.dumps(other)),
        ("notes", "Notes. " * 9),
    ):
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    (tmp_path / "empty.db").touch()
    done = copydesk("history", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("copydesk: ")
    assert said in done.err
    assert done.err.count("\n") == 1
    assert not list(tmp_path.glob("h.db*"))
