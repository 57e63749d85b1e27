"""The line of every key of a TOML file, whatever stands in its strings and comments."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.config.lines import KeyPath, Lines, lines_of

BARE = st.sampled_from(["a", "b", "rules", "sets", "max-flags", "7", "true", "inf"])
ODD = st.sampled_from(["", "a.b", "[rules]", "x # y", "a = 1", "it's", "\t", "ü", "a\nb"])
SCALARS = st.sampled_from(
    [
        "1", "-1.5e3", "true", "nan", "1979-05-27", "1979-05-27 07:32:00", "07:32:00.5",
        '""', "''", '"[a]"', "'# b = 1'", '"\\" ] # \\\\"', '"""\nb = 1\n[rules]\n"""',
        "'''\n[[a]]\n'quoted' \"\"\" #\n'''", '"""a""b\\""""""', "''''a''''", '"""\\\n  x"""',
        '"""""two"""""',
    ]
)  # fmt: skip


@dataclass
class Written:
    """A TOML text as it grows, with the line of each key."""

    text: str = ""
    lines: dict[KeyPath, int] = field(default_factory=dict)
    newline: str = "\n"

    def write(self, text: str) -> None:
        self.text += text.replace("\n", self.newline)

    def note(self, *keys: str | int) -> None:
        self.lines.setdefault(keys, self.text.count("\n") + 1)


def quoted(key: str) -> str:
    if key and all((sign.isalnum() and sign.isascii()) or sign in "-_" for sign in key):
        return key
    escaped = key.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped.replace(chr(9), chr(92) + "t")}"'


@st.composite
def files(draw: st.DrawFn) -> Written:
    out = Written(newline=draw(st.sampled_from(["\n", "\r\n"])))
    names = draw(st.lists(BARE | ODD, min_size=1, max_size=4, unique=True))
    is_first = True
    for name in names:
        kind = draw(st.sampled_from(["value", "dotted", "table", "tables"]))
        if kind in ("table", "tables"):
            is_first = False
        if not is_first and kind in ("value", "dotted"):
            continue
        gap(draw, out)
        if kind == "value":
            pair(draw, out, (), name, 0)
        elif kind == "dotted":
            out.note(name)
            out.write(f"{quoted(name)} . ")
            pair(draw, out, (name,), draw(ODD | BARE), 0)
        elif kind == "table":
            out.note(name)
            out.write(f"[ {quoted(name)} ]")
            body(draw, out, (name,))
        else:
            tables(draw, out, name)
    return out


def tables(draw: st.DrawFn, out: Written, name: str) -> None:
    for number in range(draw(st.integers(1, 3))):
        gap(draw, out)
        out.note(name)
        out.note(name, number)
        out.write(f"[[{quoted(name)}]] # [[{number}]]")
        body(draw, out, (name, number))
        for below in range(draw(st.integers(0, 2))):
            gap(draw, out)
            out.note(name, number, "below")
            out.note(name, number, "below", below)
            out.write(f'[[ {quoted(name)} . "below" ]]')
            body(draw, out, (name, number, "below", below))


def body(draw: st.DrawFn, out: Written, table: KeyPath) -> None:
    out.write("\n")
    keys = draw(st.lists(BARE | ODD, max_size=3, unique=True))
    for key in keys:
        gap(draw, out)
        pair(draw, out, table, key, 0)


def gap(draw: st.DrawFn, out: Written) -> None:
    out.write(draw(st.sampled_from(["", "\n", "  # [a]\n\n", '# """\n', "\t"])))


def pair(draw: st.DrawFn, out: Written, table: KeyPath, key: str, depth: int) -> None:
    out.note(*table, key)
    out.write(f"{quoted(key)} = ")
    value(draw, out, (*table, key), depth)
    if not depth:
        out.write(draw(st.sampled_from(["\n", ' # "\n'])))


def value(draw: st.DrawFn, out: Written, path: KeyPath, depth: int) -> None:
    kind = draw(st.sampled_from(["scalar", "array", "inline"])) if depth < 3 else "scalar"
    if kind == "scalar":
        out.write(draw(SCALARS))
    elif kind == "array":
        out.write("[")
        count = draw(st.integers(0, 3))
        for number in range(count):
            out.write(draw(st.sampled_from(["", "\n", " # ],\n  "])))
            out.note(*path, number)
            value(draw, out, (*path, number), depth + 1)
            out.write(draw(st.sampled_from([",", "\n,", " # }\n,"])))
        out.write("]")
    else:
        keys = draw(st.lists(BARE | ODD, max_size=3, unique=True))
        out.write("{ ")
        for number, key in enumerate(keys):
            out.write(", " if number else "")
            pair(draw, out, path, key, depth + 1)
        out.write(" }")


def paths_of(data: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """The keys of everything in a file that was read."""
    items = data.items() if isinstance(data, dict) else ()
    for key, one in enumerate(data) if isinstance(data, list) else items:
        yield (*path, key)
        yield from paths_of(one, (*path, key))


@given(files())
def test_every_key_is_found_on_its_line(written: Written) -> None:
    data = tomllib.loads(written.text)
    assert set(written.lines) == set(paths_of(data))
    known = lines_of(written.text)
    assert {keys: known.get(keys) for keys in written.lines if len(keys) <= 8} == {
        keys: line for keys, line in written.lines.items() if len(keys) <= 8
    }
    assert set(known) <= set(written.lines)


def test_a_table_stands_where_its_header_is() -> None:
    lines = lines_of("[a.b]\nc = 1\n\n[a]\nd.e = 2\nd.f = 3\n")
    assert lines[("a",)] == 4
    assert lines[("a", "b")] == 1
    assert (lines[("a", "d")], lines[("a", "d", "f")]) == (5, 6)


def test_what_a_file_does_not_say_stands_at_the_table_around_it() -> None:
    lines = Lines("c.toml", "\n[tool.copydesk.rules]\nignore = [\n 'a']\n", ("tool", "copydesk"))
    assert lines.place(("rules", "select")) == "c.toml:2"
    assert lines.place(("rules", "ignore", 0)) == "c.toml:4"
    assert lines.of(("rules", "select")) is None
    assert Lines("c.toml", "").place(("rules",)) == "c.toml"


@pytest.mark.parametrize(
    "text",
    [
        ".".join(["a"] * 2_000) + " = 1\nb = 2\n",
        "[" + ".".join(["a"] * 2_000) + "]\n" + "b = 2\n",
        "b = [" + "{c=1}," * 5_000 + "]\n",
        'a = "' + "x" * 1_000_000 + '"\nb = 1\n',
        'a = """' + '"\n' * 100_000 + '"""\nb = 1\n',
    ],
)  # fmt: skip
def test_long_files_are_no_trouble(text: str) -> None:
    tomllib.loads(text)
    assert lines_of(text)
