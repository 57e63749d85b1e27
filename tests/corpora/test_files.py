"""Bytes become text, or one clear line."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import CopydeskError, InputError
from corpora.files import read_text
from corpora.text import Span, TextFile

TEXT = "Menteri “é”\r\nitu 猫\rdatang\n"


@pytest.mark.parametrize(
    ("encoding", "given_encoding"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("utf-32", None),
        ("gb18030", "gb18030"),
        ("utf-8-sig", "utf-8"),
    ],
)
def test_text_is_read_with_its_newlines(
    encoding: str, given_encoding: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read_text(str(path), given_encoding).text == TEXT


@pytest.mark.parametrize(
    ("content", "encoding", "word"),
    [
        (b"", None, "empty"),
        (b"\xef\xbb\xbf", None, "empty"),
        ("ok\nca\u00e9".encode("latin-1"), None, ":2: not UTF-8 (byte 0xe9)"),
        ("abc\u4e2d".encode()[:-1], None, "not UTF-8"),
        (b"ab\0c", None, "NUL"),
        (b"\xff\xfea", None, "not UTF-16"),
        (b"abc", "utf-99", "utf-99"),
        (b"abc", "hex", "hex"),
        (b"abc", "a\0b", "encoding"),
    ],
)
def test_what_is_no_text_is_refused(
    content: bytes, encoding: str | None, word: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_text(str(path), encoding)
    assert word in str(caught.value)


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.txt"
    path.write_bytes(content)
    with suppress(CopydeskError):
        assert read_text(str(path)).text.strip()


@given(st.text("ab\r\n", max_size=30))
def test_lines_and_columns_count_as_an_editor_counts(text: str) -> None:
    file = TextFile("a", text)
    line, column = 1, 1
    for offset, sign in enumerate(text):
        assert (file.line_of(offset), file.column_of(offset)) == (line, column)
        ends = sign == "\n" or (sign == "\r" and text[offset + 1 : offset + 2] != "\n")
        line, column = (line + 1, 1) if ends else (line, column + 1)


def test_a_span_must_not_be_turned_round() -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 2)
    with pytest.raises(ValueError, match="not a span"):
        Span(-1, 2)
