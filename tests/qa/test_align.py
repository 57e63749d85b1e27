"""`copydesk align`: what it writes is read again, by copydesk and by others."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from corpora.reader import ReadOptions
from corpora.readers import tsv
from corpora.text import Document, TextFile
from tests.conftest import WITH_ESTIMATE, Article, Run

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ALONE = "Reporters of Tengrinews.kz were asked to leave the hall before the meeting began."
SOURCE = (
    "Minister Ruslan Zhaksylykov arrived\tin Bandung on Monday. "
    "He was met by Sjafrie Sjamsoeddin and 120 paratroopers of the Siliwangi division. "
    f"{ALONE} "
    "Shares of Dirgantara rose by 3 percent. "
    "A return visit to Almaty is planned for May 2027.\n"
)
MT = (
    "Menteri Ruslan Zhaksylykov tiba di Bandung pada hari Senin. "
    "Ia disambut oleh Sjafrie Sjamsoeddin dan 120 prajurit para dari divisi Siliwangi. "
    "Saham Dirgantara naik 3 persen. "
    "Kunjungan balasan ke Almaty direncanakan pada Mei 2027.\n"
)
ENDS = ("--lang", "id", "--source-lang", "en", "--format", "text")


@pytest.fixture
def paths(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "src.txt").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "mt.txt").write_text(MT, encoding="utf-8")
    return "src.txt", "mt.txt"


def _read(text: str) -> Document:
    (document,) = tsv.reader.read(TextFile("out.tsv", text), ReadOptions())
    return document


def test_what_is_written_is_read_again_side_by_side(article: Article, copydesk: Run) -> None:
    sides = (article.source, article.mt, article.reference)
    done = copydesk("align", *map(str, sides), *ENDS)
    assert done.code == 0
    document = _read(done.out)
    assert document.id == article.mt.name
    for at, path in enumerate(sides):
        texts = [(s.source, s.mt, s.references[0])[at] for s in document.segments]
        joined = " ".join(text.text for text in texts if text and text.text)
        assert joined.split() == path.read_text(encoding="utf-8").split()
    header, *rows = (line.split("\t") for line in done.out.splitlines())
    assert header == ["src", "mt", "ref", "confidence", "realigned", "doc"]
    assert all(0 <= float(row[3]) <= 1 for row in rows)
    assert {row[4] for row in rows} <= {"yes", "no"}


def test_a_sentence_left_out_stands_alone_and_is_marked(
    paths: tuple[str, str], copydesk: Run
) -> None:
    done = copydesk("align", *paths, *ENDS)
    rows = [line.split("\t") for line in done.out.splitlines()[1:]]
    assert [row[0] for row in rows if not row[1]] == [ALONE]
    assert [row[3] for row in rows] == ["no", "no", "yes", "no", "no"]
    assert rows[0][0] == "Minister Ruslan Zhaksylykov arrived in Bandung on Monday."
    assert "1 of 5 segments do not match" in done.err


def test_a_memory_holds_every_pair_with_its_languages_and_confidence(
    paths: tuple[str, str], tmp_path: Path, copydesk: Run
) -> None:
    reports = ("--report", "tmx=out.tmx", "--report", "tsv=out.tsv")
    done = copydesk("align", *paths, *ENDS, *reports)
    assert (done.code, done.out) == (0, "")
    root = etree.parse(tmp_path / "out.tmx").getroot()
    header = root.find("header")
    assert root.get("version") == "1.4"
    assert header is not None
    assert header.get("srclang") == "en"
    units = root.findall("body/tu")
    assert [[side.get(LANG) for side in unit.findall("tuv")] for unit in units] == [
        ["en", "id"]
    ] * 4
    assert units[2].findtext("tuv/seg") == "Shares of Dirgantara rose by 3 percent."
    told = [unit.findtext("prop[@type='x-confidence']") for unit in units]
    rows = (tmp_path / "out.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert told == [row.split("\t")[2] for row in rows if "\tno\t" in row]


def test_without_the_estimate_names_and_figures_decide(
    paths: tuple[str, str], copydesk: Run
) -> None:
    options = ((), ("--no-estimate",))
    runs = [copydesk("align", *paths, *ENDS, *more, env=WITH_ESTIMATE) for more in options]
    sure, unsure = ([line.split("\t") for line in run.out.splitlines()[1:]] for run in runs)
    assert [row[:2] for row in unsure] == [row[:2] for row in sure]
    assert min(float(row[2]) for row in unsure) < min(float(row[2]) for row in sure)


def test_what_xml_cannot_hold_is_replaced(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "src.txt").write_text("A bell \x07 <rings> & \x1b[1m stops.\n", encoding="utf-8")
    (tmp_path / "mt.txt").write_text("Lonceng \x07 <bunyi> & \x1b[1m henti.\n", encoding="utf-8")
    done = copydesk("align", "src.txt", "mt.txt", *ENDS, "--report", "tmx=-")
    assert done.code == 0
    (source, mt) = etree.fromstring(done.out.encode()).iterfind("body/tu/tuv/seg")
    assert source.text == "A bell \ufffd <rings> & \ufffd[1m stops."
    assert mt.text == "Lonceng \ufffd <bunyi> & \ufffd[1m henti."


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("src.txt",), "MT"),
        (("src.txt", "missing.txt"), "missing.txt"),
        (("src.txt", "long.txt"), "long.txt has 40 sentences"),
        (("src.txt", "rows.tsv", "--format", "tsv"), "rows with all their sides"),
        (("src.txt", "mt.txt", "--report", "pdf=x"), "pdf"),
        (("src.txt", "mt.txt", "--format", "docx9"), "docx9"),
    ],
)
def test_what_cannot_be_aligned_is_one_line_and_exit_2(
    arguments: tuple[str, ...], word: str, paths: tuple[str, str], tmp_path: Path, copydesk: Run
) -> None:
    assert paths
    (tmp_path / "long.txt").write_text("Menteri itu pergi. Ia pulang. " * 20, encoding="utf-8")
    (tmp_path / "rows.tsv").write_text("mt\tsrc\na\tb\n", encoding="utf-8")
    done = copydesk("align", *arguments, *(() if "--format" in arguments else ENDS))
    assert (done.code, done.out) == (2, "")
    assert len(done.err.strip().splitlines()) == 1
    assert word in done.err
