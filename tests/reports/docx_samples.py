"""Results as DOCX and back, for the tests of the Word report."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from lxml import etree

from corpora.opening import opened
from corpora.reader import ReadOptions
from corpora.readers.docx import reader
from corpora.text import (
    Document,
    Flag,
    Passage,
    Segment,
    Severity,
    Span,
    TextFile,
)
from qa.present import document_result
from reports.result import Result, Verdict
from reports.writer import Style
from reports.writers.docx import writer
from tests.corpora.readers.docx_files import archive, paragraph, parts, run

Edit = Callable[[dict[str, bytes]], None]


def result(*documents: Document) -> Result:
    shown = (document_result(one, one.flags, [], 0, []) for one in documents)
    return Result("1", tuple(shown), (), (), Verdict(()))


def written(*documents: Document) -> bytes:
    data = writer.render(result(*documents), Style())
    assert isinstance(data, bytes)
    return data


def opened_documents(path: Path) -> list[Document]:
    assert reader.extract is not None
    with opened(str(path)) as file:
        return list(reader.read(next(reader.extract(file)), ReadOptions()))


def edited(data: bytes, edit: Edit) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        found = {name: file.read(name) for name in file.namelist()}
    edit(found)
    return archive(found)


def flag(segment: int, span: Span, **changes: object) -> Flag:
    plain = Flag("calque", segment, span, "kata demi kata", Severity.MAJOR, "fluency", 0.7)
    return replace(plain, **changes)  # type: ignore[arg-type]


def story() -> Document:
    """Two paragraphs with sources, as rows give them."""
    texts = [
        ("The minister came.", "Menteri itu  tiba.", 0),
        ("He left.", "Ia pergi.", 0),
        ("Nothing.", "", 1),
        ("The end.", "Tamat.", 2),
    ]
    file = TextFile("a.jsonl", "\n".join(f"{source}\t{mt}" for source, mt, _ in texts))
    segments = tuple(
        Segment(n, Passage(mt, file), Passage(source, file), (Passage("Acuan.", file),), paragraph)
        for n, (source, mt, paragraph) in enumerate(texts)
    )
    return Document("berita", segments, "id", "en", "mesin")


def texts(document: Document) -> list[object]:
    return [
        (
            one.index,
            one.mt.text,
            one.source and one.source.text,
            tuple(reference.text for reference in one.references),
            one.paragraph,
            one.realigned,
            one.confidence,
            one.name,
            one.state,
            one.notes,
        )
        for one in document.segments
    ]


def marked(data: bytes) -> dict[str, str]:
    """The words at which each comment stands, as the XML has them."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    w = f"{{{root.nsmap['w']}}}"
    found, running = dict[str, str](), dict[str, str]()
    for element in root.iter():
        number = element.get(f"{w}id", "")
        if element.tag == f"{w}commentRangeStart":
            running[number] = ""
        elif element.tag == f"{w}commentRangeEnd":
            found[number] = running.pop(number)
        elif element.tag == f"{w}t":
            running = {key: words + (element.text or "") for key, words in running.items()}
    assert not running
    assert {one.get(f"{w}id") for one in root.iter(f"{w}commentReference")} == set(found)
    return found


ORIGINAL = (
    paragraph(
        run("Menteri "), "<w:r><w:rPr><w:b/></w:rPr><w:t>pertahanan</w:t></w:r>", run(" tiba.")
    )
    + paragraph(
        "<w:pPr><w:jc w:val='right'/></w:pPr>",
        f"<w:hyperlink w:anchor='x'>{run('Ia pergi')}</w:hyperlink>",
        "<w:r><w:t xml:space='preserve"
        "'> lagi. </w:t><w:tab/><w:t>Lalu</w:t><w:br/><w:t>pulang.</w:t></w:r>",
        "<w:del><w:r><w:delText>tak</w:delText></w:r></w:del>",
        "<w:r><w:footnoteReference w:id='2'/></w:r>",
    )
    + f"<w:tbl><w:tr><w:tc>{paragraph(run('Sel satu.'))}</w:tc></w:tr></w:tbl>"
)
NOTES = f'<w:footnote w:id="2">{paragraph(run("Catatan kaki."))}</w:footnote>'


def original_in(folder: Path) -> Path:
    """A document with a bold word, a link, a break, a deletion, a footnote and a table."""
    path = folder / "berita.docx"
    path.write_bytes(archive(parts(ORIGINAL, footnotes=NOTES)))
    return path
