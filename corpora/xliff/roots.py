"""The root element of what may be XML."""

from __future__ import annotations

from importlib import import_module

from corpora.errors import InputError
from corpora.reader import Head


def root_of(head: Head) -> str:
    """The local name of the root element; empty where the file does not begin as XML does."""
    if not head.text.lstrip().startswith("<"):
        return ""
    try:
        return str(import_module("corpora.xml_tokens").root_of(head.text))
    except InputError:
        return ""
