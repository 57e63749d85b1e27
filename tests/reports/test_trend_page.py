"""The page of trends: well-formed, self-contained, the same each time, whatever names are in it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpora.text import Severity
from reports.result import Outcome
from reports.trend import Kind, Line, Point, RuleLine, Trend, Trends, When
from reports.trend_axis import HEIGHT, WIDTH, Runs, axis_of, count_axis
from reports.trend_page import page

HOSTILE = "<script>alert(1)</script>\"'&]]>--><!--\x00\udcff{{ 7*7 }}"
START = datetime(2025, 1, 31, 9, tzinfo=UTC)
UP = True


def _trends(
    values: list[float | None], names: tuple[str, ...] = ("new",), text: str = "a"
) -> Trends:
    """A portion for each name, with a score and flags."""
    columns = tuple(
        When(START + timedelta(days=n), f"{n:07d}{text}", text, text) for n in range(len(values))
    )
    points = tuple(None if v is None else Point(v, v - 1, v + 1, 9, text) for v in values)
    flags = tuple(None if v is None else Point(n % 3) for n, v in enumerate(values))
    lines = (
        Line(Kind.SCORE, "chrf", f"chrF2 {text}", UP, points),
        Line(Kind.FLAGS, "major", "major flags", not UP, flags),
        Line(Kind.FLAGS, "minor", "minor flags", not UP, flags),
        Line(Kind.RATE, "rate", "flags per 1,000 words", not UP, flags),
    )
    counts = tuple(None if v is None else n for n, v in enumerate(values))
    rules = (RuleLine(text, Severity.MAJOR, counts),)
    outcomes = tuple(
        None if v is None else Outcome.FAIL if n % 2 else Outcome.PASS for n, v in enumerate(values)
    )
    portions = tuple(Trend(text, name, text, text, "id", outcomes, lines, rules) for name in names)
    return Trends(columns, portions)


def _broken(before: str, after: str) -> Trends:
    trends = _trends([50.0, 51.0, 60.0, 61.0])
    (trend,) = trends.portions
    points = [
        replace(point, signature=after if n > 1 else before)
        for n, point in enumerate(trend.lines[0].points)
        if point is not None
    ]
    line = replace(trend.lines[0], points=tuple(points))
    return replace(trends, portions=(replace(trend, lines=(line, *trend.lines[1:])),))


def _parsed(text: str) -> etree._Element:
    return etree.fromstring(text, etree.HTMLParser(recover=False))


def _svgs(text: str) -> list[etree._Element]:
    """The pictures, read as XML: that alone refuses whatever is not escaped."""
    return [etree.fromstring(one) for one in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]


def _classes(picture: etree._Element, name: str) -> list[etree._Element]:
    return picture.xpath(f"//*[@class='{name}']")


def test_hostile_names_stay_text() -> None:
    text = page(_trends([50.0, None, 52.0], (HOSTILE, "new"), HOSTILE))
    tree = _parsed(text)
    assert not tree.xpath("//script")
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert "49" not in "".join(tree.xpath("//h2//text()"))
    assert "alert(1)" in "".join(tree.xpath("//h2//text()"))
    assert "\x00" not in text
    text.encode()
    assert len(_svgs(text)) == 6


def test_it_needs_nothing_from_elsewhere() -> None:
    text = page(_trends([50.0, 51.0]))
    tree = _parsed(text)
    assert not tree.xpath("//link | //img | //script | //iframe | //@src | //@style")
    assert all(link.startswith("#") for link in tree.xpath("//a/@href"))
    assert "http:" not in text.replace("http://www.w3.org", "")
    assert "url(" not in text
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    style = "".join(tree.xpath("//style/text()"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "prefers-color-scheme: dark" in style


def test_each_picture_has_a_title_a_description_and_a_table() -> None:
    text = page(_trends([50.0, None, 52.0], ("old", "new")))
    ids = [one for svg in _svgs(text) for one in svg.xpath(".//@id")]
    assert len(ids) == len(set(ids)) == 12
    for figure in _parsed(text).xpath("//figure"):
        (svg,) = figure.xpath("./svg")
        assert svg.get("role") == "img"
        title, desc = svg.get("aria-labelledby").split()
        assert svg.xpath(f"./title[@id='{title}']")
        assert svg.xpath(f"./desc[@id='{desc}']/text()")
        assert len(figure.xpath("./details//tbody/tr")) == 2


def test_the_numbers_stand_below_the_picture_with_the_last_run_first() -> None:
    rows = _parsed(page(_trends([50.0, None, 52.0]))).xpath("(//figure)[1]//tbody/tr")
    assert [["".join(cell.itertext()) for cell in row] for row in rows] == [
        ["0000002", "2025-02-02", "a", "pass", "52.00 (51.00 – 53.00)", "a"],
        ["0000000", "2025-01-31", "a", "pass", "50.00 (49.00 – 51.00)", "a"],
    ]


def test_the_same_trends_give_the_same_bytes() -> None:
    trends = _trends([50.0, 51.5, None, 49.0], ("old", "new"))
    assert page(trends) == page(_trends([50.0, 51.5, None, 49.0], ("old", "new")))
    pictures = "".join(re.findall(r"<svg.*</svg>", page(trends)))
    numbers = re.findall(r' (?:d|x|y|cx|cy|r|width|height)="([^"]*)"', pictures)
    assert numbers
    for number in re.findall(r"[0-9.]+", " ".join(numbers)):
        assert re.fullmatch(r"\d+\.\d", number)


def test_a_new_signature_breaks_the_line_and_says_why() -> None:
    text = page(_broken("nrefs:1|version:1", "nrefs:1|version:2"))
    first = _svgs(text)[0]
    assert len(_classes(first, "line")) == len(_classes(first, "band")) == 2
    assert len(_classes(first, "break")) == 1
    (note,) = _parsed(text).xpath("//ol[@class='breaks']/li")
    assert "since 0000002 (2025-02-02) version:2, before version:1" in "".join(note.itertext())
    whole = _svgs(page(_broken("same", "same")))[0]
    assert len(_classes(whole, "line")) == 1
    assert not _classes(whole, "break")


def test_a_gap_breaks_the_line_and_a_single_run_has_a_whisker() -> None:
    first = _svgs(page(_trends([50.0, 51.0, None, 52.0])))[0]
    assert (len(_classes(first, "line")), len(_classes(first, "whisker"))) == (1, 1)
    assert len(_classes(first, "dot")) + len(_classes(first, "failed")) == 3


def test_a_run_without_flags_is_told_from_one_that_was_not_measured() -> None:
    flags = _svgs(page(_trends([50.0, 51.0, None, 52.0, None, 53.0])))[2]
    bars = [len(bar) - 1 for bar in _classes(flags, "bar")]
    assert bars == [1, 2, 1, 2]
    assert len(_classes(flags, "none")) == 2


@pytest.mark.parametrize("count", [1, 2, 30, 200])
def test_everything_stands_within_the_picture(count: int) -> None:
    values: list[float | None] = [50 + n % 7 for n in range(count)]
    for svg in _svgs(page(_trends(values))):
        for data in svg.xpath(".//@d"):
            points = [float(one) for one in re.findall(r"-?[0-9.]+", data)]
            assert all(0 <= x <= WIDTH for x in points[::2])
            assert all(0 <= y <= HEIGHT for y in points[1::2])
        labels = svg.xpath(".//*[@class='frame']/*[local-name()='text'][@text-anchor='middle']")
        places = sorted({float(label.get("x")) for label in labels})
        assert all(b - a > 70 for a, b in pairwise(places))
        assert places


def test_without_portions_that_were_judged_or_flagged_it_is_still_a_page() -> None:
    trends = _trends([50.0])
    bare = replace(
        trends.portions[0],
        set="",
        system="",
        lines=trends.portions[0].lines[:1],
        rules=(),
        outcomes=(None,),
    )
    tree = _parsed(page(replace(trends, portions=(bare,))))
    assert "".join(tree.xpath("//h2//text()")) == "All documents"
    assert len(tree.xpath("//figure")) == 1


@settings(max_examples=50)
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30))
def test_every_value_has_room_on_its_axis(values: list[float]) -> None:
    axis = axis_of(values)
    assert axis.low <= min(values) <= max(values) <= axis.high
    assert 2 <= len(axis.ticks) <= 8
    labels = [axis.shown(tick) for tick in axis.ticks]
    assert len(set(labels)) == len(labels)


@given(st.floats(0, 1e9), st.booleans())
def test_counts_begin_at_nought(most: float, whole: bool) -> None:
    axis = count_axis(most, whole=whole)
    assert axis.low == 0
    assert axis.high >= most
    assert 2 <= len(axis.ticks) <= 8
    assert not whole or float(axis.step).is_integer()


@given(st.integers(1, 5000))
def test_the_last_run_is_always_named(count: int) -> None:
    along = Runs(count)
    assert along.labelled[-1] == count - 1
    assert along.x(0) < along.x(count - 1) < WIDTH or count == 1
