"""Every file is a text, or one clear line says where and why it is none, and what to do."""

from __future__ import annotations

import codecs
import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import CopydeskError, InputError
from corpora.files import read_text

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
ENCODED = ["utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1252", "utf-7", "shift_jis"]


def _refused(path: Path | str, encoding: str | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        read_text(str(path), encoding)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.txt"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("named", [None, "latin-1"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_byte_order_mark_decides_and_newlines_stay(
    mark: bytes, encoding: str, named: str | None, newline: str, file: Path
) -> None:
    text = newline.join(["Satu é", "猫 \U0001f600", "tiga"])
    file.write_bytes(mark + text.encode(encoding))
    found = read_text(str(file), named)
    assert (found.text, found.encoding) == (text, encoding)
    assert len(found.line_starts) == 3


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "latin-1", "shift_jis", "UTF8"])
def test_a_named_encoding_is_used_where_there_is_no_mark(encoding: str, file: Path) -> None:
    file.write_bytes("Halo\r\ndunia\n".encode(encoding))
    assert read_text(str(file), encoding).text == "Halo\r\ndunia\n"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file is empty"),
        (codecs.BOM_UTF16_LE, "the file is empty"),
        (" \t\r\n\u3000\u2028\u0085".encode(), "the file is empty"),
        (b"Halo\0dunia", "NUL"),
        ("Halo dunia".encode("utf-16-le"), "--encoding utf-16"),
        (PNG, "not a text file"),
        (b"\x80\x81\x82\x83", "byte 0x80"),
        ("Halo 猫".encode()[:-1], "not UTF-8 (byte 0xe7)"),
        (b"\xed\xa0\x80 half a surrogate pair", "byte 0xed"),
        (b"\xff\xfea\0b", "not UTF-16-LE (byte 0x62)"),
        (b"\xff\xfe\0\0a\0\0", "not UTF-32-LE"),
        ("Halo\0dunia".encode("utf-16"), "U+0000"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(content: bytes, what: str, file: Path) -> None:
    file.write_bytes(content)
    error = str(_refused(file))
    assert error.startswith(str(file))
    assert what in error
    assert ";" in error  # what to do about it


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_the_line_of_a_wrong_byte_counts_every_kind_of_newline(newline: bytes, file: Path) -> None:
    file.write_bytes(newline.join([b"satu", b"dua", b"tiga caf\xe9", b"empat"]))
    assert _refused(file).line == 3


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le")])
def test_the_line_of_a_wrong_character_counts_newlines_and_not_their_bytes(
    mark: bytes, encoding: str, file: Path
) -> None:
    file.write_bytes(mark + "\u0a0a\u0a0a\nx\0".encode(encoding))
    assert _refused(file).line == 2
    file.write_bytes(mark + "\u0a0a\u0a0a\nx".encode(encoding) + b"\x00\xd8")
    assert _refused(file).line == 2


@pytest.mark.parametrize(
    "encoding", ["utf-99", "hex", "base64", "rot13", "zlib", "undefined", "a\0b", "no such", "é"]
)
def test_what_is_no_encoding_is_refused(encoding: str, file: Path) -> None:
    file.write_bytes(b"Halo.")
    assert "encoding" in str(_refused(file, encoding))


def test_half_a_surrogate_pair_never_comes_in(file: Path) -> None:
    file.write_bytes(b"satu\ndua +2AA-")
    error = _refused(file, "utf-7")
    assert "U+D800" in str(error)
    assert error.line == 2


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("missing.txt", "no such file"),
        ("", "folder"),
        ("a" * 5000, "name too long"),
        ("\0", "null"),
    ],
)
def test_a_path_that_leads_to_no_file_is_refused(path: str, what: str, tmp_path: Path) -> None:
    assert what in str(_refused(os.path.join(tmp_path, path))).lower()  # noqa: PTH118 - Path drops ""


def test_standard_input_is_called_so_in_errors_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"caf\xe9")))
    assert _refused("-").path == "<stdin>"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"Halo.")))
    assert read_text("-").path == "<stdin>"


@given(st.binary(max_size=80), st.sampled_from([None, *ENCODED]))
def test_any_bytes_in_any_encoding_are_text_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, encoding: str | None
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(content)
    try:
        text = read_text(str(path), encoding).text
    except CopydeskError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either is right
    else:
        assert text.strip()
        text.encode("utf-8")
