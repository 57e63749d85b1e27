"""The Word report: comments that editors read, in a new document or a copy."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from corpora.errors import InputError
from corpora.text import (
    Decision,
    Disposition,
    Severity,
    Side,
    Span,
)
from tests.corpora.readers.docx_files import archive, paragraph, parts, read, run
from tests.reports.docx_samples import (
    flag,
    marked,
    opened_documents,
    original_in,
    story,
    written,
)

# A new document


def test_an_editor_reads_a_heading_the_paragraphs_and_comments() -> None:
    flags = (
        flag(0, Span(0, 7), suggestion="Pak Menteri"),
        flag(0, Span(11, 13), rule="doubled-space", suggestion="", severity=Severity.MINOR),
        flag(1, Span(3, 7, Side.SOURCE), rule="left-out", message="tidak ada"),
        flag(3, Span(0, 5), disposition=Disposition(Decision.DISMISSED, "biasa", "Ani")),
    )
    found = docx.Document(io.BytesIO(written(replace(story(), flags=flags))))
    assert [(one.style and one.style.name, one.text) for one in found.paragraphs] == [
        ("Heading 1", "berita"),
        ("Normal", "Menteri itu  tiba. Ia pergi."),
        ("Normal", ""),
        ("Normal", "Tamat."),
    ]
    assert [(comment.author, comment.text) for comment in found.comments] == [
        ("copydesk", "major · calque: kata demi kata → “Pak Menteri”"),
        ("copydesk", "minor · doubled-space: kata demi kata → (delete)"),
        ("copydesk", "major · left-out: tidak ada (source: “left”)"),
        ("copydesk", "major · calque: kata demi kata [dismissed by Ani: biasa]"),
    ]


def test_comments_stand_at_the_flagged_words_and_a_gap_at_the_word_beside_it() -> None:
    flags = (
        flag(0, Span(0, 7)),
        flag(0, Span(4, 11)),
        flag(0, Span(12, 12)),
        flag(0, Span(18, 18)),
        flag(1, Span(0, 2, Side.SOURCE)),
        flag(2, Span(0, 0)),
    )
    assert marked(written(replace(story(), flags=flags))) == {
        "0": "Menteri",
        "1": "eri itu",
        "2": "tiba.",
        "3": "tiba.",
        "4": "Ia pergi.",
        "5": "",
    }


def test_the_same_result_gives_the_same_bytes() -> None:
    document = replace(story(), flags=(flag(0, Span(0, 7)),))
    assert written(document) == written(document)
    with zipfile.ZipFile(io.BytesIO(written(document))) as file:
        assert {one.date_time for one in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_arabic_article_runs_from_right_to_left() -> None:
    data = written(replace(story(), language="ar"))
    assert b"<w:bidi/>" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return original_in(tmp_path_factory.mktemp("docx"))


def joined(xml: bytes) -> bytes:
    """A body's XML without comments, neighbouring runs of one formatting joined."""
    root: Any = etree.fromstring(xml)
    w = f"{{{root.nsmap['w']}}}"
    for one in list(
        root.iter(f"{w}commentRangeStart", f"{w}commentRangeEnd", f"{w}commentReference")
    ):
        gone = one.getparent() if one.tag == f"{w}commentReference" else one
        gone.getparent().remove(gone)
    for one in list(root.iter(f"{w}r")):
        before = one.getprevious()
        if before is not None and before.tag == one.tag and style(before, w) == style(one, w):
            before.extend(child for child in list(one) if child.tag != f"{w}rPr")
            one.getparent().remove(one)
    for one in list(root.iter(f"{w}t")):
        one.attrib.clear()
        before = one.getprevious()
        if before is not None and before.tag == one.tag:
            before.text += one.text
            one.getparent().remove(one)
    return bytes(etree.tostring(root, method="c14n"))


def style(run: etree._Element, w: str) -> bytes | None:
    found = run.find(f"{w}rPr")
    return None if found is None else etree.tostring(found)


def test_a_copy_is_the_document_that_was_read_but_for_the_comments(original: Path) -> None:
    (document,) = opened_documents(original)
    flags = (flag(0, Span(3, 15)), flag(1, Span(3, 12)), flag(1, Span(0, 5)), flag(2, Span(2, 8)))
    data = written(replace(document, flags=flags))
    with zipfile.ZipFile(original) as before, zipfile.ZipFile(io.BytesIO(data)) as after:
        assert {*before.namelist()} < {*after.namelist()}
        for name in {*before.namelist()} - {"[Content_Types].xml", "word/_rels/document.xml.rels"}:
            one, other = before.read(name), after.read(name)
            assert joined(one) == joined(other) if name == "word/document.xml" else one == other
    assert marked(data) == {"0": "teri pertaha", "1": "pergi lag", "2": "Ia pe", "3": "lupul"}


def test_a_flag_in_a_footnote_is_a_comment_at_its_number(original: Path) -> None:
    (document,) = opened_documents(original)
    last = len(document.segments) - 1
    data = written(replace(document, flags=(flag(last, Span(8, 12)),)))
    assert marked(data) == {"0": ""}
    (found,) = read(data)[0].flags
    assert (found.segment, found.span) == (last, Span(8, 12))


@pytest.mark.parametrize(
    "now",
    [paragraph(run("Presiden tiba.")), paragraph(run("Berita.")) + paragraph(run("Menteri tiba."))],
)
def test_a_document_that_has_changed_since_is_not_commented(tmp_path: Path, now: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(archive(parts(paragraph(run("Menteri tiba.")))))
    (document,) = opened_documents(path)
    path.write_bytes(archive(parts(now)))
    with pytest.raises(InputError, match="has changed since it was read; check it again"):
        written(replace(document, flags=(flag(0, Span(0, 7)),)))


def test_a_space_at_the_border_of_a_split_run_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(archive(parts(paragraph("<w:r><w:t>Menteri tiba.</w:t></w:r>"))))
    (document,) = opened_documents(path)
    data = written(replace(document, flags=(flag(0, Span(0, 7)),)))
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    assert b'<w:t xml:space="preserve"> tiba.</w:t>' in body


def test_a_document_that_is_gone_is_written_as_new(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(archive(parts(paragraph(run("Menteri tiba.")))))
    (document,) = opened_documents(path)
    path.unlink()
    (again,) = read(written(replace(document, flags=(flag(0, Span(0, 7)),))))
    assert again.flags == (flag(0, Span(0, 7)),)


def test_documents_of_two_files_become_one_new_one(original: Path, tmp_path: Path) -> None:
    other = tmp_path / "lain.docx"
    other.write_bytes(archive(parts(paragraph(run("Tamat.")))))
    both = [opened_documents(path)[0] for path in (original, other)]
    assert [one.id for one in read(written(*both))] == ["berita.docx", "lain.docx"]
