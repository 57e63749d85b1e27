"""The encoding of a file that does not tell it is guessed where it is clear, and that is said."""

from __future__ import annotations

import codecs
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.encodings import Decoded, Detected, declared, decode, detect
from corpora.errors import InputError

GERMAN = "Die Bürger hörten schöne Grüße aus Köln; “müßig”, sagte der Präsident über Österreich.\n"
RUSSIAN = "Министр сообщил, что переговоры продолжатся на следующей неделе в Москве.\n"
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl včera český předseda vlády.\n"
CHINESE = "部长表示，谈判将于下周在北京继续举行。经济增长了百分之五。\n"
JAPANESE = "大臣は、交渉は来週東京で続けられると述べました。\n"
KOREAN = "장관은 협상이 다음 주 서울에서 계속될 것이라고 말했다.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN.replace("“", '"').replace("”", '"'), "iso-8859-1"),
        (GERMAN, "windows-1252"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "iso-8859-5"),
        (CZECH, "windows-1250"),
        (CZECH, "iso-8859-2"),
        (CHINESE, "gb18030"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (KOREAN, "euc-kr"),
        ("Menteri datang.\n", "utf-16-le"),
        ("Menteri datang.\n", "utf-16-be"),
        ("Menteri datang.\n", "utf-32-le"),
        (CHINESE, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
    ],
)
def test_the_encoding_of_enough_text_is_guessed_and_said(text: str, encoding: str) -> None:
    text *= 4
    found = decode("mt.txt", text.encode(encoding))
    assert found.text == text
    assert found.note == f"mt.txt: read as {found.encoding} (guessed); --encoding says otherwise"
    assert text.encode(found.encoding) == text.encode(encoding)


def test_a_guess_is_called_by_the_name_that_people_know() -> None:
    assert detect((RUSSIAN * 4).encode("cp1251")) == Detected("windows-1251", guessed=True)


def test_what_is_sure_needs_no_note() -> None:
    assert decode("a", GERMAN.encode()) == Decoded(GERMAN, "utf-8")
    assert decode("a", GERMAN.encode("utf-16")).note is None
    assert decode("a", (GERMAN * 4).encode("cp1252"), "cp1252") == Decoded(GERMAN * 4, "cp1252")
    assert detect(codecs.BOM_UTF8 + b"a") == Detected("utf-8", bom=3)


@pytest.mark.parametrize(
    "data",
    [
        b"caf\xe9",
        b"caf\xe9 \xe8\n" * 2,
        GERMAN.encode() * 50 + b"\xe9",
        b"\xe9" + GERMAN.encode() * 50,
        b"\x80\x81\x82\x83",
        bytes(range(1, 256)) * 4,
    ],
)
def test_what_is_not_clear_is_not_guessed(data: bytes) -> None:
    assert detect(data) is None
    with pytest.raises(InputError, match=r"not UTF-8 \(byte 0x..\); .*--encoding"):
        decode("a", data)


def test_an_ascii_text_with_stray_nul_bytes_is_no_utf_16() -> None:
    for stray in (b"Halo\0", b"Haloa\0", b"a\0\n"):
        assert detect(b"Halo dunia ini.\n" * 50 + stray) is None


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<?xml version="1.0" encoding="koi8-r"?>', "koi8-r"),
        ("<?xml version='1.0' encoding = 'ISO-8859-5' ?>", "iso-8859-5"),
        ('<!DOCTYPE html><html><head><META charset="windows-1251">', "windows-1251"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
            "windows-1251",
        ),
    ],
)
def test_what_a_file_says_of_itself_comes_before_a_guess(head: str, encoding: str) -> None:
    assert declared(head.encode()) == encoding
    text = head + "Да.\n"
    assert decode("a", text.encode(encoding)) == Decoded(text, encoding)


def test_western_pages_say_latin_1_and_mean_windows_1252() -> None:
    text = '<meta charset="iso-8859-1"><p>“né”</p>'
    assert decode("a", text.encode("cp1252")).text == text


@pytest.mark.parametrize(
    "head",
    [
        "",
        "encoding='koi8-r'",
        "<p>a</p>",
        '<?xml encoding="',
        '<meta charset="">',
        "a<meta charset=x>",
    ],
)
def test_a_text_that_declares_nothing_has_no_declared_encoding(head: str) -> None:
    assert declared(head.encode()) is None


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-16", "hex", "rot13", "no-such", "undefined", "punycode"]
)
def test_a_wrong_declaration_is_not_believed(name: str) -> None:
    data = f'<?xml version="1.0" encoding="{name}"?>'.encode() + RUSSIAN.encode("cp1251") * 4
    assert detect(data) == Detected("windows-1251", guessed=True)


def test_a_large_file_is_detected_in_time() -> None:
    line = b"a" * 20_000_000
    began = time.process_time()
    assert detect(line + (GERMAN * 4).encode("cp1252")) == Detected("windows-1252", guessed=True)
    assert detect(b"<?xml " * 3_000_000 + b"\xe9") is None
    assert detect(b"\xe9" * 20_000_000) is None
    assert time.process_time() - began < 6


def test_a_guess_never_waits_where_there_is_none_to_make() -> None:
    code = (
        "import sys; from corpora.encodings import decode\n"
        "decode('a', 'é'.encode()), decode('a', b'\\xe9', 'latin-1')\n"
        "sys.exit('charset_normalizer' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.binary(max_size=300) | st.text(max_size=60).map(lambda text: text.encode("utf-16-le")))
def test_any_bytes_are_decoded_or_refused_in_one_line(data: bytes) -> None:
    try:
        found = decode("a", data)
    except InputError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017 - either is right
    else:
        found.text.encode("utf-8")
        assert codecs.lookup(found.encoding)
