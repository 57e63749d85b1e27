"""Rows become documents: columns, references, languages, and what is refused."""

from __future__ import annotations

import pytest

from corpora.errors import InputError
from corpora.reader import Reader, ReadOptions
from corpora.readers import csv, jsonl, tsv
from corpora.text import Document, TextFile


def _read(reader: Reader, content: str) -> list[Document]:
    return list(reader.read(TextFile("rows", content), ReadOptions()))


def test_rows_of_one_document_and_system_make_a_document() -> None:
    rows = "doc\tsystem\tmt\na\ts1\tone\na\ts1\ttwo\nb\ts1\tthree\na\ts2\tfour\n"
    found = _read(tsv.reader, rows)
    assert [(d.id, d.system, len(d.segments)) for d in found] == [
        ("s1/a", "s1", 2),
        ("s1/b", "s1", 1),
        ("s2/a", "s2", 1),
    ]


def test_references_come_as_column_list_or_object() -> None:
    rows = [
        '{"mt": "m", "ref": "r"}',
        '{"mt": "m", "refs": ["r1", "r2"]}',
        '{"mt": "m", "refs": {"A": "r1", "B": "r2"}, "ref": null}',
        '{"mt": "m", "src": null}',
    ]
    (document,) = _read(jsonl.reader, "\n".join(rows))
    texts = [[r.text for r in s.references] for s in document.segments]
    assert texts == [["r"], ["r1", "r2"], ["r1", "r2"], []]
    (document,) = _read(csv.reader, "mt,ref,reference2,ref_b\nm,1,2,3\n")
    assert [r.text for r in document.segments[0].references] == ["1", "2", "3"]


def test_a_language_pair_gives_both_languages() -> None:
    (document,) = _read(jsonl.reader, '{"lp": "en-id", "mt": "m"}')
    assert (document.source_language, document.language) == ("en", "id")
    (document,) = _read(jsonl.reader, '{"lp": "", "mt": "m"}')
    assert (document.source_language, document.language) == (None, None)


def test_duplicate_keys_and_odd_values_are_taken_as_json_takes_them() -> None:
    (document,) = _read(jsonl.reader, '  {"mt" : "a", "x": NaN, "y": [[{"mt": "b"}]], "mt": "c"} ')
    assert document.segments[0].mt.text == "c"


@pytest.mark.parametrize(
    ("reader", "content", "line", "word"),
    [
        (tsv.reader, "mt\tsrc\na\n", 2, "1 fields where the header has 2"),
        (tsv.reader, "src\nb\n", 2, "translation"),
        (tsv.reader, "mt\n", None, "no rows"),
        (tsv.reader, "doc\tmt\na\t1\nb\t2\na\t3\n", 4, "do not stand together"),
        (csv.reader, 'mt\n"a\n', None, "CSV"),
        (csv.reader, 'mt,src\n"a"b,c\n', 2, ""),
        (csv.reader, "mt,src\na,b,c\n", 2, "fields"),
        (csv.reader, "mt,src\n", None, "no rows"),
        (jsonl.reader, '{"mt": "a"}\n{"mt": 5}\n', 2, "'mt' is not a string"),
        (jsonl.reader, '{"mt": null}\n', 1, "translation"),
        (jsonl.reader, '["mt"]\n', 1, "object"),
        (jsonl.reader, '{"mt": "a"} x\n', 1, "not JSON"),
        (jsonl.reader, '{"mt": ' + "[" * 100_000 + "\n", 1, "JSON"),
        (jsonl.reader, '{"mt": "a", "x": ' + "[" * 200_000 + "]" * 200_000 + "}\n", 1, "JSON"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(
    reader: Reader, content: str, line: int | None, word: str
) -> None:
    with pytest.raises(InputError) as caught:
        _read(reader, content)
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)
    if line is not None:
        assert caught.value.line == line
