"""The cost grows with the length of the article, and no faster."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpora.load import Inputs
from qa.language_choice import Languages
from qa.run import Request, run
from tests.conftest import Article

FEW, MANY = 20, 200  # copies of the article: about 10,000 and 100,000 words
MOST = 15  # for ten times the work; the rest is noise on a busy machine


def _write(folder: Path, copies: int, article: Article, *, one_line: bool) -> list[str]:
    paths = []
    for side in (article.mt, article.source, article.reference):
        text = side.read_text(encoding="utf-8") * copies
        path = folder / f"{copies}-{side.name}"
        path.write_text(" ".join(text.split()) if one_line else text, encoding="utf-8")
        paths.append(str(path))
    return paths


def _seconds(paths: list[str]) -> float:
    mt, source, reference = paths
    inputs = Inputs((mt,), source, (reference,))
    request = Request(inputs, Languages("id", "en"), metrics=("chrf",), resamples=0)
    began = time.perf_counter()
    run(request)
    return time.perf_counter() - began


@pytest.mark.slow
@pytest.mark.parametrize("one_line", [False, True])
def test_ten_times_the_words_cost_about_ten_times_the_time(
    one_line: bool, tmp_path: Path, article: Article
) -> None:
    once, few, many = (
        _write(tmp_path, copies, article, one_line=one_line) for copies in (1, FEW, MANY)
    )
    _seconds(once)  # imports and lists of words; `few` twice would find itself in the caches
    first = _seconds(few)
    assert _seconds(many) <= MOST * first
