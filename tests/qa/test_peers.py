"""Faults that other tools have shown when they were run, each tried on ours.

COMET's own are in tests/comet: packages that break (test_packages), what offline says (test_hub,
test_find), input that is cut (test_scorer), half precision on a CPU (test_scorer).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sacrebleu.metrics.bleu import BLEU

from tests.conftest import Run

SENTENCES = [
    f"Sentence number {n} speaks of the town's {n} houses, and of its river." for n in range(12)
]
MT = [line.replace("speaks", "talks") for line in SENTENCES]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path) -> None:
    for name, lines in (("mt", MT), ("other", MT[::-1][1:] + MT[:1]), ("ref", SENTENCES)):
        (tmp_path / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_fewer_translations_than_references_are_not_scored_as_if_they_were_all(
    copydesk: Run, tmp_path: Path
) -> None:
    """comet-score scores 50 of 2,000 and ends with 0; sacreBLEU names neither file nor line."""
    (tmp_path / "short.txt").write_text("\n".join(MT[:4]), encoding="utf-8")
    done = copydesk("score", "--mt", "short.txt", "--reference", "ref.txt", "--format", "lines")
    assert (done.code, done.out) == (2, "")
    assert "short.txt has 4 lines and ref.txt has 12" in done.err
    assert "ref.txt:" in done.err


@pytest.mark.parametrize("metric", ["bleu", "chrf", "chrf++", "ter"])
def test_a_paired_bootstrap_can_be_written_as_json(copydesk: Run, metric: str) -> None:
    """sacreBLEU 2.6.0 stops in its own JSON with chrF and TER."""
    done = copydesk(
        "compare", "mt.txt", "other.txt", "--reference", "ref.txt", "--lang", "en", "-m", metric,
        "--no-flags", "--report", "json=-", "--allow", "out-of-step",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert json.loads(done.out)["contests"][0]["systems"][1]["apart"]["p"] > 0


@pytest.mark.parametrize("command", ["score", "check", "compare", "gate"])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-16-le", "missing"])
def test_what_cannot_be_read_is_one_line_and_exit_2(
    copydesk: Run, tmp_path: Path, command: str, encoding: str
) -> None:
    """sacreBLEU shows a traceback for each; proselint ends with 0 for a missing file."""
    if encoding != "missing":
        (tmp_path / "odd.txt").write_bytes("\n".join(["Größe über alles"] * 3).encode(encoding))
    first = ("--mt", "odd.txt") if command == "score" else ("odd.txt",)
    more = ("mt.txt",) if command == "compare" else ()
    done = copydesk(command, *first, *more, "--reference", "ref.txt", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("copydesk: odd.txt")
    assert len(done.err.splitlines()) == 1


def test_bleu_needs_no_tokenised_text_to_be_right(copydesk: Run) -> None:
    """compare-mt says 28.5 where sacreBLEU says 33.3, as it wants its text tokenised."""
    done = copydesk(
        "compare", "mt.txt", "other.txt", "--reference", "ref.txt", "--lang", "en", "-m", "bleu",
        "--no-flags", "--report", "json=-", "--allow", "out-of-step",
    )  # fmt: skip
    scores = [system["score"] for system in done.data["contests"][0]["systems"]]
    other = MT[::-1][1:] + MT[:1]
    expected = [BLEU().corpus_score(lines, [SENTENCES]).score for lines in (MT, other)]
    assert scores == pytest.approx(expected, abs=1e-9)


def test_nothing_but_data_is_on_standard_output(copydesk: Run) -> None:
    """Harper prints debugging lines into its JSON."""
    for command in (
        ("score", "--mt", "mt.txt", "--json"),
        ("check", "mt.txt", "--report", "json=-", "--exit-zero"),
    ):
        done = copydesk(*command, "--reference", "ref.txt", "--lang", "en", "--verbose")
        assert json.loads(done.out)


def test_findings_fail_the_gate(copydesk: Run, tmp_path: Path) -> None:
    """pofilter ends with 0 whatever it finds."""
    (tmp_path / "bad.txt").write_text(
        "The mayor mayor said that that is is so.\n", encoding="utf-8"
    )
    assert copydesk("gate", "bad.txt", "--lang", "en", "--fail-on", "minor").code == 1
