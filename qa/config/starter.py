"""The commented configuration that `copydesk init` writes: what was found, and what there is.

What is not in force stands behind `#` without a space; the words are those of the tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from types import MappingProxyType
from typing import Any, get_type_hints

import msgspec

from qa.config.found_sets import FoundSet
from qa.config.looking import Found
from qa.config.rule_tables import Rules, Scope
from qa.config.tables import GateTable, SetTable, Settings, SystemTable
from qa.config.toml_text import key_text, value_text
from qa.gates.language import FORMS

_WIDTH = 100
_NEW = "no new major"
_EARLIER = frozenset(
    "main master baseline base old prod production current previous prev".split()  # noqa: SIM905
)
"""What people call a system that the others are compared with."""
_EXAMPLE = FoundSet(
    "news", "out/{system}/news.id.txt", "sets/news.en.txt", ("sets/news.id.txt",), "id", "en",
    ("new", "main"),
)  # fmt: skip
_HEAD = """\
# What copydesk is asked here. `copydesk config` shows what is in force.
# A line that begins with # and a word is an example: take the # away to put it in force.
#
# Editors (Even Better TOML, taplo) complete and check this file if it begins with the line
#     #:schema ./copydesk.schema.json
# after `copydesk config --schema > copydesk.schema.json`.
"""


@dataclass(frozen=True, slots=True)
class _Field:
    """A key of a table: what it means, and an example of its value."""

    key: str
    description: str
    example: Any

    def lines(self, value: Any = None, example: Any = None) -> Iterator[str]:  # noqa: ANN401
        """The key with its meaning; as an example where there is no value."""
        yield from _comment(self.description)
        shown = value if value is not None else self.example if example is None else example
        if shown is not None:
            mark = "" if value is not None else "#"
            yield f"{mark}{key_text(self.key)} = {value_text(shown)}"


def starter(found: Found) -> str:
    """The text of a configuration for a folder."""
    parts = [_HEAD, *_general(found), *_rules()]
    parts += _sets(found) + _systems(found) if found.sets else _examples()
    return "\n".join(parts).rstrip("\n") + "\n"


def _general(found: Found) -> Iterator[str]:
    fields = _fields(Settings)
    yield from fields["metrics"].lines()
    branch = None if found.branch is None else f"git:origin/{found.branch}"
    yield from fields["baseline"].lines(example=branch)
    if branch:
        yield "# In a repository, `--changed` checks only what git says has changed."
    yield from fields["history"].lines()
    yield from ("", f"# {fields['gates'].description}", "#gates = [")
    yield from (f"#    {value_text(sentence)}," for sentence in FORMS)
    gate = {"require": _NEW, "pairs": ["en-id"], "lengths": "20-"}
    yield from (f"#    {value_text(gate)},", "#]")
    known = ", ".join(key for key in _fields(GateTable) if key not in gate)
    yield f"# A gate's table may also have: {known}."
    yield ""


def _rules() -> Iterator[str]:
    yield "[rules]"
    for key, field in _fields(Rules).items():
        if key != "for":
            yield from field.lines()
    yield from ("", *_doc(Scope), "#[[rules.for]]")
    for field in _fields(Scope).values():
        yield from field.lines()
    yield from ("", f"# {_fields(Settings)['domains'].description}", "#[domains]")
    yield from ('#sport = ["sport/**"]', "")


def _sets(found: Found) -> list[str]:
    lines = _doc(SetTable)
    for one in found.sets:
        lines.append(f"[sets.{key_text(one.name)}]")
        lines += [f"{key} = {value_text(value)}" for key, value in _values(one).items()]
        lines.append("")
    if found.more:
        lines += [f"# There are {found.more} more, which are not listed here.", ""]
    values = _values(found.sets[0])
    rest = (field for key, field in _fields(SetTable).items() if key not in values)
    return [*lines[:-1], "# It may also have:", *_of(rest), ""]


def _of(fields: Iterator[_Field]) -> list[str]:
    return [line for field in fields for line in field.lines()]


def _values(one: FoundSet) -> Mapping[str, Any]:
    """The keys of a test set that are known."""
    values = {
        "mt": one.mt,
        "source": one.source,
        "references": list(one.references) or None,
        "lang": one.lang,
        "source-lang": one.source_lang,
    }
    return MappingProxyType({key: value for key, value in values.items() if value is not None})


def _systems(found: Found) -> list[str]:
    """The systems; where one has an earlier one's name, it is there to be compared with."""
    names = found.systems
    earlier = {name for name in names if name.casefold() in _EARLIER}
    earlier = earlier if len(earlier) < len(names) else set()
    lines = _doc(SystemTable) if names else []
    for name in names:
        lines.append(f"[systems.{key_text(name)}]")
        if sets := found.sets_of(name):
            lines.append(f"sets = {value_text(sets)}")
        mark = "" if name in earlier else "#"
        lines += [f"# {_fields(SystemTable)['judged'].description}", f"{mark}judged = false", ""]
    return lines


def _examples() -> list[str]:
    """Test sets and systems, where nothing was found."""
    values = _values(_EXAMPLE)
    lines = [*_doc(SetTable), f"#[sets.{_EXAMPLE.name}]"]
    for key, field in _fields(SetTable).items():
        lines += field.lines(example=values.get(key))
    lines += ["", *_doc(SystemTable)]
    for number, name in enumerate(_EXAMPLE.systems):
        lines += ["", f"#[systems.{name}]"] if number else [f"#[systems.{name}]"]
        keys = ("judged",) if number else ("sets",)
        lines += _of(_fields(SystemTable)[key] for key in keys)
    return lines


def _doc(struct: type[msgspec.Struct]) -> list[str]:
    return _comment(" ".join((struct.__doc__ or "").split()))


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in wrap(text, _WIDTH - 2)]


def _fields(struct: type[msgspec.Struct]) -> dict[str, _Field]:
    """The keys of a table, with what is said of them where they are defined."""
    hints = get_type_hints(struct, include_extras=True)
    found = {}
    for one in msgspec.structs.fields(struct):
        (meta,) = hints[one.name].__metadata__
        (example, *_) = meta.examples or (None,)
        found[one.encode_name] = _Field(one.encode_name, meta.description or "", example)
    return found
