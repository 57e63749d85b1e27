"""The bundled article: what a reader marked, and what the flags find of it."""

from __future__ import annotations

import pytest

from benchmarks.article import REFERENCE, SOURCE, outcome
from tests.conftest import Article, Run


def test_with_reference_at_least_24_of_36_are_overlapped() -> None:
    found = outcome(None, (REFERENCE,))
    assert found.marked == 36
    assert found.overlapped >= 24
    assert len(found.idle) <= 8


def test_with_source_only_at_least_12_are_and_with_neither_10() -> None:
    assert outcome(SOURCE, ()).overlapped >= 12
    found = outcome(None, ())
    assert found.overlapped >= 10
    assert len(found.idle) <= 8


def test_every_flag_leads_back_into_its_file(article: Article, copydesk: Run) -> None:
    done = copydesk(
        "check",
        *(article.mt, "--source", article.source, "--reference", article.reference),
        *("--lang", "id", "--report", "json=-"),
    )
    (document,) = done.data["documents"]
    assert len(document["flags"]) >= 14
    for flag in document["flags"]:
        with open(flag["file"]["path"], encoding="utf-8", newline="") as file:  # noqa: PTH123
            text = file.read()
        assert text[flag["file"]["start"] : flag["file"]["end"]] == flag["text"]
        line = text.split("\n")[flag["file"]["line"] - 1]
        assert line[flag["file"]["column"] - 1 :].startswith(flag["text"])


@pytest.mark.slow
def test_same_input_gives_the_same_bytes(article: Article, copydesk: Run) -> None:
    arguments = ("check", article.mt, "--reference", article.reference, "--lang", "id", "-q")
    for report in ("json=-", "html=-", "terminal=-"):
        one, two = (copydesk(*arguments, "--report", report) for _ in range(2))
        assert one.out == two.out


def test_the_author_of_the_article_is_not_bothered_with_its_reference(
    article: Article, copydesk: Run
) -> None:
    done = copydesk("check", article.reference, "--source", article.source, "--lang", "id")
    assert done.code == 0, done.out
