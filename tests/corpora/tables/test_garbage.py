"""Rows that cannot be used: each is told with its reason, and harms nothing around it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpora.tables.table import BadRow, Reason
from tests.corpora.tables.written import gather_all, rows_of, table_at, write

GOOD = '{"doc": "a", "mt": "satu"}'


def _only_bad(path: Path, longest: int = 1_000) -> BadRow:
    """The one bad row of a table; its second row."""
    found = gather_all(table_at(path), 10, longest)
    (bad,) = found.bad
    (document,) = found.documents
    assert len(document.segments) == 2
    assert {bad.row, *rows_of(found.documents)} == set(range(bad.row - 1, bad.row + 2))
    for text in (bad.what, bad.excerpt):
        assert text.isprintable()
        assert len(text) <= 200
        text.encode()
    return bad


@pytest.mark.parametrize(
    ("line", "reason", "what"),
    [
        (b'{"mt": "\xff"}', Reason.NOT_UTF8, "not UTF-8 (byte 0xff)"),
        (b'{"mt": "\xc3"}', Reason.NOT_UTF8, "not UTF-8 (byte 0xc3)"),
        (b'{"mt": "x", "note": "\xff"}', Reason.NOT_UTF8, "not UTF-8"),
        (b'{"mt": "\xed\xa0\x80"}', Reason.LONE_SURROGATE, "half a character"),
        (rb'{"mt": "a\ud800b"}', Reason.LONE_SURROGATE, "half a character: \\ud800"),
        (rb'{"mt": "a", "src": "\udc00\ud800"}', Reason.LONE_SURROGATE, "half a character"),
        (rb'{"mt": "a", "refs": ["b", "\ud83d"]}', Reason.LONE_SURROGATE, "half a character"),
        (rb'{"mt": "a", "doc": "\ud83d"}', Reason.LONE_SURROGATE, "half a character"),
        (b'{"mt": "a"', Reason.BROKEN, "not JSON"),
        (b'{"mt": "a"} {"mt": "b"}', Reason.BROKEN, "not JSON"),
        (b'{"mt": "a\tb"}', Reason.BROKEN, "not JSON"),
        (b'{"mt": "a\0b"}', Reason.BROKEN, "not JSON"),
        (b"\x1b[31mgarbage", Reason.BROKEN, "not JSON"),
        (b'["mt"]', Reason.BROKEN, "not a JSON object"),
        (b"null", Reason.BROKEN, "not a JSON object"),
        (b'"mt"', Reason.BROKEN, "not a JSON object"),
        (b'{"mt": "a", "x": ' + b"[" * 101 + b"]" * 101 + b"}", Reason.BROKEN, "nested too deep"),
        (b'{"mt": "a", "x": ' + b"[" * 90_000, Reason.BROKEN, "nested too deep"),
        (b'{"mt": null}', Reason.NO_TRANSLATION, "no translation"),
        (b"{}", Reason.NO_TRANSLATION, "no translation"),
        (b'{"src": "b", "\\ud800": 1}', Reason.NO_TRANSLATION, "src, \ufffd"),
        (b'{"mt": 5}', Reason.WRONG_TYPE, "'mt' is not a string but a number"),
        (b'{"mt": NaN}', Reason.WRONG_TYPE, "'mt' is not a string but a number"),
        (b'{"mt": ["a"]}', Reason.WRONG_TYPE, "'mt' is not a string but a list"),
        (b'{"translation": {"id": "a"}}', Reason.WRONG_TYPE, "not a string but an object"),
        (b'{"mt": "a", "src": 5}', Reason.WRONG_TYPE, "'src' is not a string"),
        (b'{"mt": "a", "SOURCE": true}', Reason.WRONG_TYPE, "'source' is not a string but a bool"),
        (b'{"mt": "a", "ref2": 1.5}', Reason.WRONG_TYPE, "'ref2' is not a string"),
        (b'{"mt": "a", "refs": 5}', Reason.WRONG_TYPE, "'refs'"),
        (b'{"mt": "a", "refs": ["b", 5]}', Reason.WRONG_TYPE, "'refs'"),
        (b'{"mt": "a", "refs": {"A": ["b"]}}', Reason.WRONG_TYPE, "'refs'"),
        (b'{"mt": "a", "doc": ["b"]}', Reason.WRONG_TYPE, "'doc' is not a string but a list"),
        (b'{"mt": "a", "system": false}', Reason.WRONG_TYPE, "'system' is not a string"),
        (b'{"mt": "a", "lp": 5}', Reason.WRONG_TYPE, "'lp' is not a string"),
        (b'{"mt": "%s"}' % (b"a" * 1001), Reason.TOO_LONG, "'mt' has 1,001 code points, more than"),
        (b'{"mt": "a", "refs": ["%s"]}' % (b"a" * 1001), Reason.TOO_LONG, "'refs' has 1,001"),
        (b'{"mt": "a", "doc": "%s"}' % (b"a" * 1001), Reason.TOO_LONG, "'doc' has 1,001"),
        (b'{"mt": "a", "x": "%s"}' % (b"a" * (1 << 20)), Reason.TOO_LONG, "a line of more than"),
        (b"a" * (3 << 20), Reason.TOO_LONG, "a line of more than 1,048,576 bytes"),
        (b" " * (3 << 20), Reason.TOO_LONG, "a line of more than 1,048,576 bytes"),
    ],
    ids=lambda value: repr(value)[:30] if isinstance(value, bytes) else "",
)
@pytest.mark.parametrize("key", ["whole", "other"])
def test_json_that_cannot_be_meant(
    tmp_path: Path, line: bytes, reason: Reason, what: str, key: str
) -> None:
    """Whatever document it names, it does not cut the one around it."""
    name = b'{"doc": "b", ' if key == "other" else b'{"doc": "a", '
    has_object = line.startswith(b'{"') and b'"doc"' not in line
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b"\n".join([GOOD.encode(), name + line[1:] if has_object else line, GOOD.encode()])
    )
    bad = _only_bad(path)
    assert (bad.row, bad.reason) == (2, reason)
    assert what in bad.what


@pytest.mark.parametrize(
    "line",
    [
        '{"mt": "", "src": null, "ref": null, "refs": null, "doc": "a"}',
        '{"mt": "x", "doc": "a", "src": "b", "source": {"url": "c"}}',
        '{"mt": "x", "doc": "a", "document": ["c"], "seg_id": 5, "confidence": 1}',
        '{"mt": null, "translation": "x", "doc": null, "document": "a"}',
        '{"mt": "x", "doc": "a", "html": "%s", "vector": [1.5, NaN]}' % ("a" * 5_000),
        '{"mt": "%s", "doc": "a"}' % ("\\ud83d\\ude00" * 1_000),
        '{"mt": "x", "doc": "a", "x": "%s"}' % ("[" * 500),
    ],
    ids=range(7),
)
def test_what_nobody_looks_up_does_no_harm(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{GOOD}\n{line}\n{GOOD}")
    found = gather_all(table_at(path), 10, longest=1_000)
    assert not found.bad
    assert [one.id for one in found.documents] == ["a"]
    assert rows_of(found.documents) == [1, 2, 3]


@pytest.mark.parametrize(
    ("line", "reason", "what"),
    [
        (b"a\tsatu", Reason.BROKEN, "2 fields where the header has 3"),
        (b"a\tsatu\tx\ty", Reason.BROKEN, "4 fields where the header has 3"),
        (b"a\tsa\0tu\tx", Reason.BROKEN, "U+0000"),
        (b"<!-- copydesk: nonsense\t\t-->", Reason.BROKEN, "a suppression needs a rule"),
        (b"a\t\xff\tx", Reason.NOT_UTF8, "not UTF-8 (byte 0xff)"),
        (b"b\tsa\xed\xb0\x80tu\tx", Reason.LONE_SURROGATE, "half a character"),
        (b"b\tsatu\t" + b"x" * 1001, Reason.TOO_LONG, "'src' has 1,001 code points"),
        (b"b\tsatu\t" + b"x" * (5 << 20), Reason.TOO_LONG, "a line of more than"),
    ],
    ids=lambda value: repr(value)[:30] if isinstance(value, bytes) else "",
)
def test_lines_of_tsv_that_do_not_fit(
    tmp_path: Path, line: bytes, reason: Reason, what: str
) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(b"\n".join([b"doc\tmt\tsrc", b"a\tsatu\tone", line, b"a\tdua\ttwo"]))
    bad = _only_bad(path)
    assert (bad.row, bad.reason) == (3, reason)
    assert what in bad.what


@pytest.mark.parametrize(
    ("cells", "reason", "what"),
    [
        ({"mt": None, "doc": None}, Reason.NO_TRANSLATION, "no translation"),
        ({"mt": b"\xff"}, Reason.NOT_UTF8, "not UTF-8 (byte 0xff)"),
        ({"mt": b"x", "refs": [b"y", b"\xff"]}, Reason.NOT_UTF8, "not UTF-8"),
        ({"mt": b"x", "doc": b"\xed\xa0\x80"}, Reason.LONE_SURROGATE, "half a character"),
        ({"mt": b"x" * 1001, "doc": b"b"}, Reason.TOO_LONG, "'mt' has 1,001 code points"),
        ({"mt": b"x", "refs": [b"x" * 1001], "doc": b"b"}, Reason.TOO_LONG, "'refs' has 1,001"),
    ],
    ids=range(6),
)
@pytest.mark.parametrize("held", [pa.binary(), pa.string(), pa.large_string()], ids=str)
def test_values_of_parquet_that_are_none(
    tmp_path: Path, cells: Mapping[str, Any], reason: Reason, what: str, held: pa.DataType
) -> None:
    good = {"mt": b"satu", "doc": b"a", "refs": [b"r"]}
    rows = [good, {**good, **cells}, good]
    table = {
        name: pa.array([row[name] for row in rows], kind)
        for name, kind in (
            ("mt", pa.binary()),
            ("doc", pa.binary()),
            ("refs", pa.list_(pa.binary())),
        )
    }
    if held != pa.binary():  # what is no UTF-8 gets into a column of strings unseen
        table["mt"] = (
            table["mt"]
            .cast(pa.large_binary() if held == pa.large_string() else pa.binary())
            .view(held)
        )
        table["doc"] = table["doc"].view(pa.string())
    pq.write_table(pa.table(table), tmp_path / "a.parquet")
    bad = _only_bad(tmp_path / "a.parquet")
    assert (bad.row, bad.reason) == (2, reason)
    assert what in bad.what


@pytest.mark.parametrize("format_", ["jsonl", "tsv", "parquet"])
def test_a_segment_named_twice_in_its_document(tmp_path: Path, format_: str) -> None:
    rows = [
        {"doc": doc, "mt": f"{doc}{name}", "seg_id": name}
        for doc, names in (("a", "1213"), ("b", "121"))
        for name in names
    ]
    found = gather_all(write(tmp_path / f"a.{format_}", rows), 100)
    shift = 2 if format_ == "tsv" else 1
    assert [one.row for one in found.bad] == [2 + shift, 6 + shift]
    assert {one.reason for one in found.bad} == {Reason.TWICE}
    assert f"comes twice in its document (first on line {shift})" in found.bad[0].what
    assert [[s.name for s in d.segments] for d in found.documents] == [["1", "2", "3"], ["1", "2"]]
