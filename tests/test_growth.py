"""The cost grows with the length of the article, and no faster."""

from __future__ import annotations

import multiprocessing
import re
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from math import inf
from pathlib import Path

import pytest

from corpora.load import Inputs
from qa.language_choice import Languages
from qa.run import Request, run
from tests.conftest import WRITTEN_RULES, Article

FEW, MANY = 20, 200  # copies of the article: about 10,000 and 100,000 words
Shape = Callable[[str, int], str]
MOST = 15  # for ten times the work; the rest is noise on a busy machine
TRIES = 3  # noise goes away, quadratic work takes a hundred times as long in each


_WORD = re.compile(r"\b[A-Z][a-z]{3,}\b")


def _lines(text: str, copies: int) -> str:
    return text * copies


def _one_line(text: str, copies: int) -> str:
    return " ".join((text * copies).split())


def _one_line_of_names(text: str, copies: int) -> str:
    """Every copy has names of its own, the same on all sides."""
    copied = (_WORD.sub(rf"\g<0>{_letters(copy)}", text) for copy in range(copies))
    return " ".join(" ".join(copied).split())


def _letters(number: int) -> str:
    return "".join("bdfgklmnrt"[int(digit)] + "aeiou"[int(digit) // 2] for digit in str(number))


def _write(folder: Path, copies: int, article: Article, shape: Shape) -> list[str]:
    paths = []
    for side in (article.mt, article.source, article.reference):
        path = folder / f"{copies}-{side.name}"
        path.write_text(shape(side.read_text(encoding="utf-8"), copies), encoding="utf-8")
        paths.append(str(path))
    return paths


def _seconds(paths: list[str]) -> float:
    mt, source, reference = paths
    inputs = Inputs((mt,), source, (reference,))
    request = Request(
        inputs, Languages("id", "en"), metrics=("chrf",), resamples=0, config=WRITTEN_RULES
    )
    began = time.process_time()
    run(request)
    return time.process_time() - began


@pytest.mark.slow
@pytest.mark.parametrize("shape", [_lines, _one_line, _one_line_of_names])
def test_ten_times_the_words_cost_about_ten_times_the_time(
    shape: Shape, tmp_path: Path, article: Article
) -> None:
    files = [_write(tmp_path, copies, article, shape) for copies in (1, FEW, MANY)]
    best = inf
    for _ in range(TRIES):
        # A process of its own each time: `few` twice would find itself in the caches.
        with ProcessPoolExecutor(1, multiprocessing.get_context("forkserver")) as pool:
            best = min(best, pool.submit(_growth, *files).result())
        if best <= MOST:
            break
    assert best <= MOST


def _growth(once: list[str], few: list[str], many: list[str]) -> float:
    """How much longer ten times the words take."""
    _seconds(once)  # imports and lists of words
    first = _seconds(few)
    return _seconds(many) / first
