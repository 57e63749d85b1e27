"""A result as a translation memory, TMX 1.4: see `reports/writers/tmx.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from reports.result import DocumentResult, Result, SegmentResult

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_UNKNOWN, _SEVERAL = "und", "*all*"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Texts = list[tuple[str, str]]
"""Languages and texts."""


def memory(result: Result) -> str:
    """The whole file."""
    root = etree.Element("tmx", version="1.4")
    header = {
        "creationtool": "copydesk",
        "creationtoolversion": _plain(result.version),
        "segtype": "sentence",
        "o-tmf": "copydesk",
        "adminlang": "en",
        "srclang": _plain(_source_language(result)),
        "datatype": "plaintext",
    }
    etree.SubElement(root, "header", header)
    body = etree.SubElement(root, "body")
    for document in result.documents:
        for segment in document.segments:
            texts = list(_texts(document, segment))
            if len(texts) > 1:
                _unit(body, document, segment, texts)
    written = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written.decode("utf-8")


def _source_language(result: Result) -> str:
    found = {document.source_language or _UNKNOWN for document in result.documents}
    return found.pop() if len(found) == 1 else _SEVERAL


def _texts(document: DocumentResult, segment: SegmentResult) -> Iterator[tuple[str, str]]:
    """The sides that are not blank, the source first."""
    own = document.language or _UNKNOWN
    sides = [(document.source_language or _UNKNOWN, segment.source or ""), (own, segment.mt)]
    sides += [(own, reference) for reference in segment.references]
    yield from ((language, text) for language, text in sides if text.strip())


def _unit(
    body: etree._Element, document: DocumentResult, segment: SegmentResult, texts: Texts
) -> None:
    unit = etree.SubElement(body, "tu")
    properties = {
        "x-document": document.id,
        "x-segment": str(segment.index),
        "x-confidence": f"{segment.confidence:.4f}",
        "x-realigned": "yes" if segment.realigned else "no",
    }
    for name, value in properties.items():
        etree.SubElement(unit, "prop", type=name).text = _plain(value)
    for language, text in texts:
        side = etree.SubElement(unit, "tuv", {_LANG: _plain(language)})
        etree.SubElement(side, "seg").text = _plain(text)


def _plain(text: str) -> str:
    """A text without what XML has no way to write."""
    return _NO_XML.sub("\ufffd", text)
