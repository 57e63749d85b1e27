"""The gate passes, fails, or says that it cannot judge."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.conftest import Article, Run

GOOD = "Menteri itu mengatakan bahwa perundingan akan dilanjutkan pekan depan di Jakarta."


@pytest.fixture
def good(tmp_path: object) -> str:
    path = f"{tmp_path}/good.txt"
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(GOOD)
    return path


def test_a_clean_article_passes(good: str, copydesk: Run) -> None:
    done = copydesk("check", good, "--lang", "id")
    assert (done.code, done.out.splitlines()[-1]) == (0, "verdict: pass")


def test_the_bundled_article_fails_on_major_and_passes_on_critical(
    article: Article, copydesk: Run
) -> None:
    assert copydesk("gate", article.mt, "--lang", "id").code == 1
    assert copydesk("gate", article.mt, "--lang", "id", "--fail-on", "critical").code == 0
    assert copydesk("gate", article.mt, "--lang", "id", "--fail-on", "never").code == 0
    assert copydesk("gate", article.mt, "--lang", "id", "--fail-on", "minor").code == 1
    assert copydesk("gate", article.mt, "--lang", "id", "--exit-zero").code == 0


@dataclass(frozen=True, slots=True)
class Case:
    threshold: str
    code: int


@pytest.mark.parametrize(
    "case",
    [
        Case("chrf=55", 0),
        Case("chrf=99", 1),
        Case("chrF2=55", 0),
        Case("chrf++=55", 0),
        Case("BLEU=95", 1),
        Case("ter=90", 0),
        Case("ter=5", 1),
    ],
    ids=lambda case: case.threshold,
)
def test_thresholds(case: Case, article: Article, copydesk: Run) -> None:
    done = copydesk(
        "gate",
        *(article.mt, "--reference", article.reference, "--lang", "id"),
        *("--fail-on", "never", "--fail-under", case.threshold),
    )
    assert done.code == case.code, done.err
    assert len(done.out.splitlines()) == 2


def test_a_threshold_without_reference_is_an_error_not_a_pass(
    article: Article, copydesk: Run
) -> None:
    done = copydesk(
        "gate", article.mt, "--lang", "id", "--fail-on", "never", "--fail-under", "chrf=1"
    )
    assert done.code == 2
    assert "error: chrf of 1: there is no reference" in done.out
    assert done.out.splitlines()[-1] == "verdict: error"


def test_exit_zero_does_not_hide_that_nothing_could_be_judged(
    article: Article, copydesk: Run
) -> None:
    arguments = ("gate", article.mt, "--lang", "id", "--fail-under", "chrf=1", "--exit-zero")
    assert copydesk(*arguments).code == 2


def test_density(article: Article, copydesk: Run) -> None:
    base = ("gate", article.mt, "--lang", "id", "--fail-on", "never", "--max-flags-per-1000-words")
    few, many = copydesk(*base, "5"), copydesk(*base, "200")
    assert (few.code, many.code) == (1, 0)
    assert "flags in 481 words" in few.out


@pytest.mark.parametrize("wrong", ["chrf", "chrf=", "chrf=high", "=5", "nonsense=5", "chrf=nan"])
def test_a_threshold_that_makes_no_sense_is_one_line_and_exit_2(
    wrong: str, article: Article, copydesk: Run
) -> None:
    done = copydesk("gate", article.mt, "--lang", "id", "--fail-under", wrong)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.strip().splitlines()) == 1
