"""HTML that is broken, endless or hostile: read or refused, in linear time."""

from __future__ import annotations

import pytest

from corpora.readers.html import reader
from tests.corpora.readers.marked import growth, seconds, texts

HOSTILE = [
    "<div>a", "<p>a<b>", "<ul><li>a", "</b>a", "<a b='", "<!--", "<script>", "<a href=x>a ",
    "&lt;a", "<span hidden>", "x<br>", "<pre>\n x", "<table><tr><td>a", "<article>a<nav>b", "<",
    "&", "<a =", "&#9", " \n", "<title>a", "<![CDATA[", "<template>", "<figcaption>a",
]  # fmt: skip


def _hostile(repeated: str, size: int) -> str:
    return "<html><body><nav>n</nav><p>a " + repeated * (size // len(repeated))


@pytest.mark.parametrize("repeated", HOSTILE)
def test_a_hostile_page_is_read_or_refused(repeated: str) -> None:
    assert seconds(reader, _hostile(repeated, 2_000)) < 10


@pytest.mark.slow
@pytest.mark.parametrize("repeated", HOSTILE)
def test_four_times_the_hostile_page_costs_about_four_times_the_time(repeated: str) -> None:
    assert growth(reader, lambda size: _hostile(repeated, size)) <= 8


def test_a_page_of_more_paragraphs_than_an_article_has_is_read_without_trafilatura() -> None:
    content = "<html><body><nav>n</nav>" + "<p>Ia tiba.</p>" * 10_001
    assert len(texts(reader, content)) == 10_001
