"""NITF as a story."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.errors import InputError
from corpora.markup.content import nitf_paragraphs
from corpora.markup.stories import Story
from corpora.markup.xml_tree import Element, tree
from corpora.text import TextFile

_ROOT = "nitf"


def _language(root: Element) -> str:
    return next((one.language for one in (*root.children, root) if one.language), "")


def stories(file: TextFile) -> Iterator[Story]:
    """The article of a file. Raises InputError for what is no NITF."""
    root = tree(file)
    if root.name.lower() != _ROOT:
        what = f"no NITF: its root element is <{root.name}>, not <nitf>"
        raise InputError(file.path, what, line=root.line)
    ids = [one.attributes.get("id-string", "") for one in root.within("doc-id")]
    identity = next((one for one in ids if one), "")
    yield Story(identity, tuple(nitf_paragraphs(root, file)), _language(root))
