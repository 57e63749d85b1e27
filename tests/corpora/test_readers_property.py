"""Whatever the text, a reader gives it back, and its offsets lead into the file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.reader import Reader, ReadOptions
from corpora.readers import csv as csv_reader
from corpora.readers import jsonl, lines, text, tsv
from corpora.text import Passage, Side, Span, TextFile

SPICE = st.sampled_from(
    [
        '"',
        '""',
        ",",
        "\\",
        "\u2028",
        "\x85",
        "e\u0301",
        "👩‍👩‍👧",
        "\U0001f600",
        "שלום",
        "\u202e",
        "'",
        " ",
    ]
)
CELL = st.lists(SPICE | st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=6)
ANY = CELL.map("".join)
ONE_LINE = ANY.map(lambda t: t.translate(dict.fromkeys(map(ord, "\r\n\t\0"), " ")))
FILLED = ONE_LINE.map(lambda t: f"x{t}")
ROWS = st.lists(st.tuples(FILLED, ONE_LINE), min_size=1, max_size=4)


def _rows(reader: Reader, content: str) -> list[tuple[Passage, Passage | None]]:
    file = TextFile("a", content)
    (document,) = reader.read(file, ReadOptions())
    return [(segment.mt, segment.source) for segment in document.segments]


def _leads_back(passage: Passage, decode: Callable[[str], str]) -> None:
    size = len(passage.text)
    for start, end in ((0, size), (0, size // 2), (size // 2, size), (size // 3, size // 3 + 1)):
        span = Span(start, min(max(start, end), size))
        place = passage.to_file(span)
        raw = passage.file.text[place.start : place.end]
        assert decode(raw) == passage.text[span.start : span.end]


def _check(
    reader: Reader,
    content: str,
    rows: Sequence[tuple[str, str]],
    decode: Callable[[str], str],
) -> None:
    found = _rows(reader, content)
    assert [(mt.text, src.text if src else None) for mt, src in found] == list(rows)
    for mt, source in found:
        _leads_back(mt, decode)
        assert source is not None
        _leads_back(source, decode)


@given(ROWS)
def test_tsv(rows: list[tuple[str, str]]) -> None:
    # Doubled quotation marks may be a spreadsheet's: tests/corpora/test_spreadsheets.py.
    rows = [(mt.replace('""', "''"), source.replace('""', "''")) for mt, source in rows]
    content = "\n".join(["mt\tsrc", *("\t".join(row) for row in rows)])
    _check(tsv.reader, content, rows, str)


@given(st.lists(st.tuples(ANY.map(lambda t: f"x{t}"), ANY), min_size=1, max_size=4))
def test_csv_agrees_with_the_csv_module(rows: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("mt", "src"), *rows])
    _check(csv_reader.reader, out.getvalue(), rows, lambda raw: raw.replace('""', '"'))


@given(st.text('",\r\n ab', max_size=30))
def test_csv_is_read_as_the_csv_module_reads_it_or_refused(content: str) -> None:
    try:
        found = _rows(csv_reader.reader, f"mt,src\n{content}")
    except InputError:
        return
    expected = list(csv.reader(io.StringIO(f"mt,src\n{content}", newline="")))[1:]
    texts = [[mt.text, src.text if src else ""] for mt, src in found]
    assert texts == [row for row in expected if any(cell.strip() for cell in row)]


@pytest.mark.parametrize("ascii_only", [True, False])
@given(rows=st.lists(st.tuples(ANY, ANY), min_size=1, max_size=4))
def test_jsonl(ascii_only: bool, rows: list[tuple[str, str]]) -> None:
    objects = ({"junk": [1, {"mt": "no"}], "mt": mt, "src": src} for mt, src in rows)
    content = "\n".join(json.dumps(one, ensure_ascii=ascii_only) for one in objects)
    _check(jsonl.reader, content, rows, lambda raw: str(json.loads(f'"{raw}"')))


@given(st.lists(ANY.map(lambda t: t.replace("\0", "")), min_size=1, max_size=6))
def test_lines_are_what_sacrebleu_reads(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    content = "\n".join(texts)
    path: Path = tmp_path_factory.getbasetemp() / "lines.txt"
    path.write_text(content, encoding="utf-8", newline="")
    with path.open(encoding="utf-8") as file:
        expected = [line.rstrip() for line in file]
    (document,) = lines.reader.read(TextFile("a", content), ReadOptions())
    assert [segment.mt.text for segment in document.segments] == expected
    for segment in document.segments:
        _leads_back(segment.mt, str)


@given(ANY)
def test_prose_loses_nothing_but_white_space(content: str) -> None:
    (document,) = text.reader.read(TextFile("a", f"x{content}"), ReadOptions("id"))
    joined = "".join("".join(segment.mt.text.split()) for segment in document.segments)
    assert joined == "".join(f"x{content}".split())
    end = 0
    for segment in document.segments:
        place = segment.mt.to_file(Span(0, len(segment.mt.text), Side.TRANSLATION))
        assert place.start >= end
        end = place.end
        assert segment.mt.text == segment.mt.text.strip()
        _leads_back(segment.mt, str)
