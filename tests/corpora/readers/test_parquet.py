"""Parquet: rows as JSON lines, batch by batch, and nothing of the columns that nobody asks for."""

from __future__ import annotations

import io
import json
import random
import resource
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.opening import in_memory
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers.parquet import reader
from corpora.text import Document, Span, TextFile

SAMPLE = Path(__file__).parent / "samples" / "parquet.parquet"


def parquet(columns: dict[str, Any], **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **options)
    return out.getvalue()


def repeated(value: str, times: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array([0] * times, pa.int32()), pa.array([value]))


def windows(data: bytes) -> list[TextFile]:
    assert reader.extract is not None
    return list(reader.extract(in_memory("a.parquet", data)))


def read(data: bytes) -> list[Document]:
    assert reader.stream is not None
    return list(reader.stream(iter(windows(data)), ReadOptions()))


def test_a_table_is_read_as_its_rows() -> None:
    rows = {
        "MT": ["Halo “dunia”\n", "b"],
        "src": ["x", None],
        "ref": ["y", "z"],
        "refs": [["r1", "r2"], None],
        "doc": [1, 1],
        "system": pa.array(["s", "s"]).dictionary_encode(),
        "lp": ["en-id", "en-id"],
        "embedding": [[1.0], [2.0]],
    }
    (document,) = read(parquet(rows))
    assert (document.id, document.system) == ("s/1", "s")
    assert (document.source_language, document.language) == ("en", "id")
    first, second = document.segments
    assert first.mt.text == "Halo “dunia”\n"
    assert [reference.text for reference in first.references] == ["y", "r1", "r2"]
    assert first.source is not None
    assert second.source is None
    assert [reference.text for reference in second.references] == ["z"]


def test_columns_that_are_not_needed_are_not_read() -> None:
    """A column whose pages are spoilt does no harm where nobody reads it."""
    numbers = [random.Random(0).random() for _ in range(1000)]
    data = bytearray(parquet({"mt": ["kata"] * 1000, "vector": numbers}, compression="zstd"))
    column = pq.read_metadata(io.BytesIO(data)).row_group(0).column(1)
    start = column.dictionary_page_offset or column.data_page_offset
    data[start : start + column.total_compressed_size] = bytes(column.total_compressed_size)
    with pytest.raises(OSError, match=r"[Cc]ould|[Dd]eserializ|[Uu]nexpected|ZSTD|thrift"):
        pq.read_table(io.BytesIO(data))
    assert len(read(bytes(data))[0].segments) == 1000


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.text(max_size=9), st.none() | st.text(max_size=9)), min_size=1, max_size=9
    ),
    st.booleans(),
    st.integers(1, 5),
)
def test_every_cell_is_read_and_leads_to_its_raw_form(
    rows: list[tuple[str, str | None]], dictionary: bool, group: int
) -> None:
    mt, source = ([row[side] for row in rows] for side in (0, 1))
    columns = {"mt": pa.array(mt, pa.string()), "src": pa.array(source, pa.large_string())}
    data = parquet(columns, use_dictionary=dictionary, row_group_size=group)
    (document,) = read(data)
    assert [segment.mt.text for segment in document.segments] == mt
    assert [s.source and s.source.text for s in document.segments] == source
    for number, segment in enumerate(document.segments, 1):
        assert segment.mt.file.line_of(segment.mt.start) == number
        for at, sign in enumerate(segment.mt.text):
            place = segment.mt.to_file(Span(at, at + 1))
            assert json.loads(f'"{segment.mt.file.text[place.start : place.end]}"') == sign


def test_a_long_table_comes_in_windows_that_follow_each_other() -> None:
    count = 60_000
    data = parquet({"mt": [f"kalimat nomor {n} " * 8 for n in range(count)]})
    found = windows(data)
    assert len(found) > 1
    assert all(window.extracted for window in found)
    for before, after in pairwise(found):
        assert after.origin == before.origin + len(before.text)
        assert after.first_line == before.first_line + before.text.count("\n")
    assert sum(window.text.count("\n") for window in found) == count


@pytest.mark.parametrize(
    ("columns", "line", "what"),
    [
        ({"mt": ["a", None]}, 2, "'mt'.* is null"),
        ({"teks": ["a"]}, None, "no column for the translation .* among: teks"),
        ({"mt": [1]}, None, "'mt' holds int64"),
        ({"mt": [["a"]]}, None, "'mt' holds list"),
        ({"mt": ["a"], "MT ": ["b"]}, None, "two columns are called 'mt'"),
        ({"mt": pa.array([], pa.string())}, None, "no rows"),
        ({"mt": [b"\xff\xfe"]}, None, "damaged"),
        ({"mt": ["a", "b", "c"], "doc": ["x", "y", "x"]}, 3, "do not stand together"),
    ],
)
def test_what_is_wrong_is_said(columns: dict[str, Any], line: int | None, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        read(parquet(columns))
    assert caught.value.line == line


def test_text_stored_as_bytes_is_text() -> None:
    assert read(parquet({"mt": ["é".encode()]}))[0].segments[0].mt.text == "é"


def test_without_pyarrow_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    data = parquet({"mt": ["a"]})
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(InputError, match=r"only pyarrow can read; pip install 'copydesk\[parquet"):
        read(data)


def test_an_encrypted_file_is_refused() -> None:
    with pytest.raises(InputError, match="encrypted"):
        windows(b"PARE" + bytes(90) + b"PARE")


def test_a_value_that_unpacks_to_gigabytes_is_refused() -> None:
    data = parquet({"mt": repeated("kata" * 250_000, 3_000)}, compression="zstd")
    assert len(data) < 100_000
    with pytest.raises(InputError, match="more than 200 times its size"):
        read(data)


def test_a_page_that_claims_gigabytes_takes_no_memory() -> None:
    """A page's header: kind, size, size when packed, each 0x15 and a varint (Thrift's compact)."""
    data = parquet({"mt": ["Ia tiba.", "Kami pergi."]})
    at = len(b"PAR1\x15.\x15.\x15")
    assert data[4:at:2] == b"\x15" * 3
    broken = data[:at] + b"\xa4\xf2\xe4\xfb\x0b" + data[at + 1 :]  # 1.6 GB
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError, match="damaged Parquet file"):
        read(broken)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_short_values_repeated_for_ever_are_refused() -> None:
    data = parquet({"mt": repeated("kata" * 250, 80_000)})
    with pytest.raises(InputError, match="more than 200 times its size"):
        windows(data)


@settings(max_examples=150)
@given(st.data())
def test_damaged_files_are_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(SAMPLE.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(4, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(4, len(whole)) | st.just(len(whole)))
    try:
        assert read(bytes(whole[:cut]))
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - refused is as good as read


@pytest.mark.parametrize(
    ("data", "fit"),
    [(b"PAR1\x15", Fit.SURE), (b"PARE", Fit.SURE), (b"PAR", Fit.NO), (b"PK\x03\x04", Fit.NO),
     (b"mt\tsrc\n", Fit.NO), (b'{"mt": "a"}', Fit.NO), (bytes(range(256)), Fit.NO)],
)  # fmt: skip
def test_parquet_is_known_by_its_first_bytes(data: bytes, fit: Fit) -> None:
    assert reader.sniff(Head("a", data, data.decode("utf-8", "replace"))) is fit
