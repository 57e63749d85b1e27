"""Terms from TBX (ISO 30042)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from corpora.detection import primary
from corpora.errors import InputError
from corpora.text import TextFile
from qa.terms import Term

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CONCEPTS = ("termEntry", "conceptEntry")
_LANGUAGES = ("langSet", "langSec")


def terms(file: TextFile, source: str, target: str) -> Iterator[Term]:
    """The terms for a pair of languages (primary subtags). Raises InputError for no TBX."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(file.text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        what = f"not well-formed TBX ({error})".replace("\n", " ")
        raise InputError(file.path, what, line=line, fix="give TSV or TBX") from None
    for concept in root.iter():
        if _name(concept) in _CONCEPTS:
            sources, targets = _written(concept, source), _written(concept, target)
            for term in sources if targets else ():
                yield Term(term, tuple(targets))


def _written(concept: etree._Element, language: str) -> list[str]:
    """The terms of a concept in one language."""
    return [
        (term.text or "").strip()
        for part in concept
        if _name(part) in _LANGUAGES and primary(part.get(_XML_LANG, "")) == language
        for term in part.iter()
        if _name(term) == "term" and (term.text or "").strip()
    ]


def _name(element: etree._Element) -> str:
    tag = element.tag
    return etree.QName(tag).localname if isinstance(tag, str) else ""
