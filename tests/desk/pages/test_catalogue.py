"""Every message of the pages is in every catalogue, translated, and no other one is."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from qa.desk.web.i18n import ENGLISH, LOCALES, catalogue_of

DESK = Path(__file__).parents[3] / "qa" / "desk"
_IN_TEMPLATES = {"_": None, "ngettext": (1, 2)}
_ERRORS = ("ConflictError", "DeskError", "ForbiddenError", "InvalidError", "NotThereError")
_IN_CODE = dict.fromkeys(_ERRORS)
_FIELD = re.compile(r"%\(\w+\)s|%%|\{\w+\}")
OTHERS = [locale for locale in LOCALES if locale != ENGLISH]
_NAMED = re.compile(rf"\b(?:{'|'.join(_ERRORS)})\((_[A-Z_]+)\)")
Message = str | tuple[str, ...]


@cache
def wanted() -> frozenset[Message]:
    """All messages: the templates', and the lines of errors that are raised."""
    templates = extract_from_dir(
        DESK / "web" / "templates",
        method_map=[("**.j2", "jinja2")],
        options_map={"**.j2": {"newstyle_gettext": "true"}},
        keywords=_IN_TEMPLATES,
    )
    code = extract_from_dir(DESK, method_map=[("**.py", "python")], keywords=_IN_CODE)
    named = extract_from_dir(DESK, method_map=[("**.py", "python")], keywords={"N_": None})
    return frozenset(found[2] for found in (*templates, *code, *named))


def test_no_error_says_what_nobody_has_marked() -> None:
    for path in DESK.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for name in _NAMED.findall(text):
            assert f"\n{name} = N_(" in text, f"{path}: {name}"


def _there(catalogue: Catalog) -> set[Message]:
    ids = (message.id for message in catalogue if message.id)
    return {tuple(one) if isinstance(one, (list, tuple)) else one for one in ids}


@pytest.mark.parametrize("locale", OTHERS)
def test_every_message_is_translated_and_none_is_stale(locale: str) -> None:
    catalogue = read_po(catalogue_of(locale), locale=locale)
    there = _there(catalogue)
    assert wanted() - there == set(), "add these to the catalogue"
    assert there - wanted() == set(), "these are said nowhere any more"
    for message in catalogue:
        told = [message.string] if isinstance(message.string, str) else list(message.string)
        assert all(told), f"not translated: {message.id}"
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("locale", OTHERS)
def test_a_translation_says_the_same_values(locale: str) -> None:
    for message in read_po(catalogue_of(locale), locale=locale):
        if not message.id:
            continue
        asked = message.id if isinstance(message.id, str) else message.id[-1]
        told = [message.string] if isinstance(message.string, str) else message.string
        for one in told:
            assert sorted(_FIELD.findall(one)) == sorted(_FIELD.findall(asked)), message.id


def test_values_are_no_messages_or_at_least_no_html() -> None:
    """`_()` marks what it is given as safe HTML: values go through `told`, or lose that mark."""
    for template in (DESK / "web" / "templates").glob("*.j2"):
        text = template.read_text(encoding="utf-8")
        for call in re.finditer(r"\b(?:_|ngettext)\(\s*(?![\"'])", text):
            rest = text[call.start() :][:60]
            assert re.match(r"_\(\w+\)\|sentence\b", rest), f"{template.name}: {rest}"
