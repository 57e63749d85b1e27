"""The corpus page: well-formed, self-contained, the same each time, whatever names are in it."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from lxml import etree

from corpora.errors import UsageError
from metrics.sketch import Sketch
from qa.batch.drift import drift_of
from reports.corpus.page import page
from reports.corpus.result import CorpusResult, Distribution
from reports.corpus.shape import summary_of
from tests.reports.corpus.corpus_samples import HOSTILE, part, renamed, result, score, systems


def _parsed(text: str) -> etree._Element:
    return etree.fromstring(text, etree.HTMLParser(recover=False, huge_tree=True))


def _svgs(text: str) -> list[etree._Element]:
    """The pictures, read as XML: that alone refuses whatever is not escaped."""
    return [etree.fromstring(one) for one in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]


def _text(tree: etree._Element, path: str) -> str:
    return " ".join(" ".join(one.itertext()) for one in tree.xpath(path))


def _drifted() -> CorpusResult:
    before = result(part(seed=1), part("online-b", seed=2, good=58.0), part("gone"))
    now = result(part(seed=3, rate=1.6), part("online-b", seed=4, good=44.0), part("added"))
    return replace(now, drift=drift_of(before, now))


def test_hostile_names_stay_text() -> None:
    text = page(renamed(HOSTILE))
    tree = _parsed(text)
    assert not tree.xpath("//script")
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert "{{ 7*7 }}$x^2$" in "".join(tree.itertext())
    assert "\x00" not in text
    text.encode()
    assert len(_svgs(text)) == 5


def test_it_needs_nothing_from_elsewhere() -> None:
    text = page(_drifted())
    tree = _parsed(text)
    assert not tree.xpath("//link | //img | //script | //iframe | //@src | //@style | //use")
    assert all(link.startswith("#") for link in tree.xpath("//a/@href"))
    assert "http:" not in text
    assert "url(" not in text
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    style = "".join(tree.xpath("//style/text()"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'")
    assert f"style-src 'sha256-{digest}'" in policy
    assert len(tree.xpath("//style")) == 1


def test_the_same_result_gives_the_same_bytes_in_every_process() -> None:
    script = "from tests.reports.corpus.corpus_samples import part, result; import hashlib; "
    script += "from reports.corpus.page import page; "
    script += "print(hashlib.sha256(page(result(part())).encode()).hexdigest())"
    found = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stderr == ""
    assert found.stdout.strip() == hashlib.sha256(page(result(part())).encode()).hexdigest()


def test_what_the_user_set_for_matplotlib_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib as mpl  # noqa: PLC0415

    plain = page(result(part()))
    for name, value in (("text.usetex", True), ("axes.grid", True), ("svg.fonttype", "path")):
        monkeypatch.setitem(mpl.rcParams, name, value)
    assert page(result(part())) == plain
    assert mpl.rcParams["svg.fonttype"] == "path"


def test_without_matplotlib_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"^[^\n]*pip install 'copydesk\[batch\]'$"):
        page(result(part()))


def test_pictures_have_a_title_a_description_and_the_page_s_colours_only() -> None:
    text = page(_drifted())
    ids = _parsed(text).xpath("//@id")
    assert len(ids) == len(set(ids))
    for svg in _svgs(text):
        assert svg.get("role") == "img"
        title, desc = svg.get("aria-labelledby").split()
        assert svg.xpath(f"./title[@id='{title}']/text()")
        assert svg.xpath(f"./desc[@id='{desc}']/text()")
        assert not svg.xpath("//@fill | //@stroke | //@style | //@font-size | //@transform")
        assert svg.xpath("//path[@class='grid']")


def test_each_distribution_has_its_numbers_below() -> None:
    parts = (part(), part("online-b", good=40.0))
    figures = _parsed(page(result(*parts))).xpath("//figure[details]")
    assert [_text(one, ".//h3").strip() for one in figures] == [
        "chrF2",
        "need, share of words",
        "flags per 1,000 words",
    ]
    cells = [one.text for one in figures[0].xpath(".//tbody/tr[1]/td")]
    its = summary_of(parts[0].distributions[0].sketch)
    wanted = [f"{value:.1f}" for value in (its.mean, *its.quantiles)]
    assert cells == ["10,000", *wanted]


def test_the_parts_stand_pair_by_pair_the_best_first() -> None:
    parts = [part("a", "ru"), part("b", good=40.0), part("c", good=60.0), part("d", "de")]
    rows = _parsed(page(result(*parts))).xpath("//table[@class='standings']/tbody/tr")
    assert [_text(row, "./th").strip() for row in rows] == ["d", "c", "b", "a"]
    gates = [_text(row, ".//span[starts-with(@class, 'state')]").split()[-1] for row in rows]
    assert gates == ["pass", "pass", "fail", "pass"]


def test_metrics_of_one_label_are_told_apart() -> None:
    scores = (score("bleu", "BLEU", 30.0), score("bleu:tok=intl", "BLEU", 31.0))
    head = _text(_parsed(page(result(replace(part(), scores=scores)))), "//thead[1]")
    assert "BLEU (bleu:tok=intl)" in head


def test_the_headline_sums_all_parts() -> None:
    parts = (part(), part("online-b", seed=1))
    tree = _parsed(page(result(*parts)))
    flags = sum(sum(one.flags.values()) for one in parts)
    assert _text(tree, "//p[@class='total']") == f"{flags:,} flags"
    facts = _text(tree, "//header/p[@class='facts']")
    assert "800 articles · 20,000 segments · 400,000 words · 20,017 rows" in facts
    assert "17 rows rejected" in facts


def test_rejected_rows_are_explained() -> None:
    whole = result(part())
    table = _text(_parsed(page(whole)), "//section[@aria-labelledby='rejected']")
    assert "17 rows of 10,017 (0.17 %)" in table
    assert "not UTF-8" in table
    assert "data/a.jsonl:17: byte 0xff" in table


def test_worst_articles_are_a_hundred_at_most_and_the_first_twenty_open() -> None:
    tree = _parsed(page(result(part(), articles=130)))
    rows = tree.xpath("//table[@class='articles']/tbody/tr")
    assert len(rows) == 100
    assert len(tree.xpath("//details//table[@class='articles']/tbody/tr")) == 80
    assert "210 words" in _text(rows[0], ".")
    assert "data/a.jsonl" in _text(rows[0], ".")


def test_where_nothing_was_estimated_there_is_no_column_of_it() -> None:
    whole = result(part())
    bare = replace(whole, worst=tuple(replace(one, need=None) for one in whole.worst))
    assert "To change" in page(whole)
    assert "To change" not in page(bare)


def test_drift_shows_what_is_sure_first() -> None:
    tree = _parsed(page(_drifted()))
    section = tree.xpath("//section[@aria-labelledby='drift']")[0]
    shown = section.xpath("./div//tbody/tr")
    tones = [_text(row, "./td[4]").split()[-1] for row in shown]
    assert set(tones) == {"worse"}
    said = _text(section, ".")
    assert "Only now: added en-id" in re.sub(r"\s+", " ", said)
    assert "Only before: gone en-id" in re.sub(r"\s+", " ", said)
    assert section.xpath(".//svg//path[@class='zero']")


def test_a_corpus_of_nothing_is_a_page() -> None:
    whole = replace(result(articles=0), rejected=(), rules=(), notes=())
    assert "No flags" in page(whole)


@pytest.mark.parametrize("value", [0.0, 100.0, -1.5, 1e-12, 1e6], ids=str)
def test_values_all_alike_are_drawn(value: float) -> None:
    one = Distribution("x", "x", "segment", None, Sketch.of([value] * 3))
    empty = Distribution("y", "y", "segment", None, Sketch())
    scores = (score("x", "x", value, half=None),)
    parts = [replace(part(n), distributions=(one, empty), scores=scores) for n in ("a", "b")]
    pictures = _svgs(page(result(*parts)))
    assert len(pictures) == 2
    assert "nan" not in "".join(etree.tostring(one, encoding="unicode") for one in pictures)


def test_a_hundred_systems_have_a_line_each() -> None:
    text = page(result(*systems(100)))
    tree = _parsed(text)
    assert len(tree.xpath("//table[@class='standings']/tbody/tr")) == 100
    assert len(tree.xpath("//table[@class='heat turned']/tbody/tr")) == 100
    assert all(len(svg.xpath("./g[@class='line']")) == 100 for svg in _svgs(text))
    assert len(text) < 1_500_000
