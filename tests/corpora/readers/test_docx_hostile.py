"""Word documents that are none, spoilt or meant to harm; and how they are told apart."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.reader import Fit, Head, ReadOptions
from corpora.readers.docx import reader
from corpora.text import Span, TextFile
from tests.corpora.readers.docx_files import (
    archive,
    comment,
    paragraph,
    parts,
    read,
    run,
    word,
)

SAMPLE = Path(__file__).parent / "samples" / "docx.docx"


def bomb() -> bytes:
    return archive({**parts(paragraph(run("a"))), "word/media.xml": bytes(90_000_000)})


def lying() -> bytes:
    """A bomb whose archive says that it is small."""
    data = bytearray(bomb())
    size = (90_000_000).to_bytes(4, "little")
    while size in data:
        at = data.index(size)
        data[at : at + 4] = (9).to_bytes(4, "little")
    return bytes(data)


def entities() -> bytes:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "kata"}">' for n in range(12))
    found = parts(paragraph(run("&e11;")))
    found["word/document.xml"] = f"<!DOCTYPE d [{lines}]>{found['word/document.xml']}"
    return archive(found)


def locked() -> bytes:
    data = bytearray(word("a"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + place] |= 1
    return bytes(data)


def twice() -> bytes:
    found = parts(paragraph(run("a")))
    data = archive({**found, "word/documenu.xml": "<a/>"})
    return data.replace(b"word/documenu.xml", b"word/document.xml")


def deep() -> bytes:
    return archive(parts("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000))


def other(name: str, content: str) -> Callable[[], bytes]:
    return lambda: archive({name: content})


def damaged() -> bytes:
    data = bytearray(word("a"))
    data[60:90] = bytes(30)
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (bomb, "more than 200 times its size"),
        (lying, "damaged DOCX|more than 200 times"),
        (entities, "document type|not well-formed"),
        (locked, "a password locks it; save it as .docx, without a password"),
        (twice, "parts of one name"),
        (deep, "not well-formed"),
        (other("/etc/a.xml", "a"), "outside it"),
        (other("word/../../a.xml", "a"), "outside it"),
        (other("xl/workbook.xml", "<a/>"), r"a spreadsheet \(.xlsx\), not a Word document"),
        (other("ppt/presentation.xml", "<a/>"), "a presentation"),
        (other("mimetype", "application/vnd.oasis.opendocument.text"), r"an OpenDocument file"),
        (other("a.txt", "a"), "a ZIP archive, not a Word document; save it as .docx"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), r"an old Word file \(.doc\)"),
        (lambda: word("a")[:-99], "damaged DOCX"),
        (damaged, "damaged DOCX"),
        (lambda: b"kata", r"damaged DOCX \(.*\); take a sound copy of it"),
    ],
)
def test_what_is_no_sound_document_is_refused_in_one_line(
    make: Callable[[], bytes], what: str
) -> None:
    with pytest.raises(InputError, match=what) as caught:
        read(make())
    assert "\n" not in str(caught.value)


@settings(max_examples=60)
@given(st.integers())
def test_spoilt_parts_are_read_or_refused(seed: int) -> None:
    with zipfile.ZipFile(SAMPLE) as file:
        found = {name: bytearray(file.read(name)) for name in file.namelist()}
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 3)):
        part = found[chance.choice([*found])]
        start = chance.randrange(len(part))
        part[start : start + chance.randint(0, 9)] = chance.choice(
            [b"", b"<", b"9", b'"', b"</w:r>"]
        )
    try:
        assert read(archive({name: bytes(part) for name, part in found.items()}))
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - refused is as good as read


@pytest.mark.parametrize(
    "body",
    [
        paragraph(run("kata ")) * 4_000,
        paragraph(run("kata ") * 4_000),
        paragraph("<w:r><w:br/></w:r>" * 8_000, run("a")),
        paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 5_000, run("a")),
        paragraph(
            '<w:bookmarkStart w:id="0" w:name="a"/><w:bookmarkEnd w:id="0"/>' * 5_000, run("a")
        ),
    ],
)
def test_many_tiny_parts_are_all_read(body: str) -> None:
    assert read(archive(parts(body)))[0].segments


def test_ten_thousand_comments_on_one_word_are_all_flags() -> None:
    count = 10_000
    said = "".join(comment(number, "Apa?") for number in range(count))
    starts = "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in range(count))
    ends = "".join(f'<w:commentRangeEnd w:id="{n}"/>' for n in range(count))
    (document,) = read(archive(parts(paragraph(starts, run("kata"), ends), comments=said)))
    assert {flag.span for flag in document.flags} == {Span(0, 4)}
    assert len(document.flags) == count


# Telling it from others


@pytest.mark.parametrize(
    ("data", "fit"),
    [
        (word("a"), Fit.SURE),
        (SAMPLE.read_bytes(), Fit.SURE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), Fit.SURE),
        (archive({"xl/workbook.xml": "", "[Content_Types].xml": ""}), Fit.LIKELY),
        (archive({"a.txt": "a"}), Fit.LIKELY),
        (b"PK", Fit.NO),
        (b"Kata.\n", Fit.NO),
        (b"mt\tsrc\na\tb\n", Fit.NO),
        (b'{"mt": "a"}', Fit.NO),
        (b"PAR1", Fit.NO),
        (bytes(range(256)), Fit.NO),
    ],
)
def test_a_document_is_known_by_its_first_bytes(data: bytes, fit: Fit) -> None:
    assert reader.sniff(Head("a", data, data.decode("utf-8", "replace"))) is fit


def test_text_that_was_taken_out_by_somebody_else_is_read_as_prose() -> None:
    (document,) = reader.read(TextFile("a.docx", "Satu. Dua.\nTiga."), ReadOptions("id"))
    assert [segment.mt.text for segment in document.segments] == ["Satu.", "Dua.", "Tiga."]
    assert document.language == "id"
