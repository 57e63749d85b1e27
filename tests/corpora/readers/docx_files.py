"""DOCX files for tests: from paragraphs' XML, or a ZIP with any parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx

from corpora.opening import in_memory
from corpora.reader import ReadOptions
from corpora.readers.docx import reader
from corpora.text import Document, TextFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def parts(body: str, space: str = W, **others: str) -> dict[str, str]:
    """The parts of a document; `others` are contents of `comments`, `footnotes` and the like."""
    package = "http://schemas.openxmlformats.org/package/2006"
    office = {"commentsExtended": "http://schemas.microsoft.com/office/2011/relationships"}
    relations = "".join(
        f'<Relationship Id="r{name}" Target="{name}.xml" '
        f'Type="{office.get(name, _OFFICE)}/{name}"/>'
        for name in others
    )
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{name}+xml"/>'
        for name in others
    )
    roots = {"commentsExtended": "w15:commentsEx"}
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f"{relations}</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{space}" {_NAMES}><w:body>{body}'
        "<w:sectPr/></w:body></w:document>",
        **{
            f"word/{name}.xml": f'<{roots.get(name, f"w:{name}")} xmlns:w="{space}" {_NAMES}>'
            f"{content}</{roots.get(name, f'w:{name}')}>"
            for name, content in others.items()
        },
    }


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def extract(data: bytes, name: str = "a.docx") -> TextFile:
    assert reader.extract is not None
    (file,) = reader.extract(in_memory(name, data))
    return file


def read(data: bytes, name: str = "a.docx") -> list[Document]:
    return list(reader.read(extract(data, name), ReadOptions()))


def word(*paragraphs: str) -> bytes:
    """A document as python-docx writes it."""
    file, out = docx.Document(), io.BytesIO()
    for text in paragraphs:
        file.add_paragraph(text)
    file.save(out)
    return out.getvalue()


def comment(number: int, text: str, author: str = "Budi", key: str = "") -> str:
    return (
        f'<w:comment w:id="{number}" w:author="{author}">'
        f'<w:p w14:paraId="{key}"><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
    )
