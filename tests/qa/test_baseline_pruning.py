"""Unused entries of a list go, and nothing else changes; flags that are gone leave a baseline."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import ConfigError
from qa.baseline.entries import Entry
from qa.baseline.pruning import prune, pruned
from qa.baseline.stored import Stored, StoredPortion

WHOLE = '''# What the desk leaves alone.

# The first,
# with two lines.
[[ignore]]
rule   = "calque"   # spaced by hand
reason = "house style"

[[ ignore ]]  # another
rule = "doubled-word"
reason = """
# no comment
[[ignore]]
"""
# author = "nobody"

# On its own.

# The third.
[[ignore]]
reason = "x"
rule = "*"
# The fourth.
[["ignore"]]
rule = "x"
reason = "y"

# The end.
'''
FIRST = """# The first,
# with two lines.
[[ignore]]
rule   = "calque"   # spaced by hand
reason = "house style"

"""
SECOND = '''[[ ignore ]]  # another
rule = "doubled-word"
reason = """
# no comment
[[ignore]]
"""
# author = "nobody"

'''
THIRD = """# The third.
[[ignore]]
reason = "x"
rule = "*"
"""
FOURTH = """# The fourth.
[["ignore"]]
rule = "x"
reason = "y"

"""
BLOCKS = (FIRST, SECOND, THIRD, FOURTH)


def _without(blocks: set[int]) -> str:
    text = WHOLE
    for number in blocks:
        assert BLOCKS[number] in text
        text = text.replace(BLOCKS[number], "")
    return text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@given(unused=st.sets(st.integers(0, 3)))
@settings(max_examples=16)
def test_unused_entries_go_and_all_else_stays(
    newline: str, bom: bytes, unused: set[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "ignore.toml"
    path.write_bytes(bom + WHOLE.replace("\n", newline).encode())
    prune(str(path), unused)
    assert path.read_bytes() == bom + _without(unused).replace("\n", newline).encode()


def test_nothing_is_written_when_nothing_is_unused(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    prune(str(path), ())
    assert not path.exists()
    path.write_text(WHOLE, encoding="utf-8")
    before = path.stat()
    prune(str(path), [])
    assert path.stat().st_ino == before.st_ino


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('[[ignore]]\nrule = "a"\n', ""),
        ('[[ignore]]\nrule = "a"', ""),
        ('# Kept.\n\n# Gone.\n[[ignore]]\nrule = "a"\n\n\n', "# Kept.\n"),
        ('[[ignore]]\nrule = "a"\n# Gone.\n', ""),
        ('[[ignore]]\nrule = "a"\n\n# Kept.', "# Kept."),
        ('[[ignore]]\nrule = "a" # x\u2028y\n\n# Kept.\x0c'.replace("\x0c", ""), "# Kept."),
    ],
)
def test_the_last_entry_leaves_no_blank_lines(text: str, left: str, tmp_path: Path) -> None:
    path = tmp_path / "ignore.toml"
    path.write_bytes(text.encode())
    prune(str(path), [0])
    assert path.read_bytes().decode() == left


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        ('ignore = [{rule = "a"}, {rule = "b"}]\n', [0]),
        ('[[ignore]]\nrule = "a"\n', [1]),
        ('[[ignore]]\nrule = "a"\nreason = """\n# x"""\n[[ignore]]\nrule = "b"\n', [1]),
        ("[[ignore]\n", [0]),
        ("ignore = 1\n", [0]),
    ],
)
def test_what_cannot_be_taken_apart_is_left_alone(
    text: str, unused: list[int], tmp_path: Path
) -> None:
    path = tmp_path / "ignore.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"ignore\.toml: (its unused|cannot be read)"):
        prune(str(path), unused)
    assert path.read_text(encoding="utf-8") == text
    with pytest.raises(ConfigError, match="cannot be read"):
        prune(str(tmp_path / "none.toml"), [0])


PIECES = st.sampled_from(
    [
        "[[ignore]]",
        "[[ignore]] # x",
        'rule = "a"',
        'rule = "b"',
        'reason = """',
        '"""',
        "words = '''",
        "'''",
        "# said",
        "",
        "  # said",
        'reason = "c"',
    ]
)


@settings(max_examples=200)
@given(pieces=st.lists(PIECES, max_size=14), data=st.data())
def test_whatever_the_list_exactly_the_others_remain(
    pieces: list[str], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    text = "\n".join(pieces)
    path.write_text(text, encoding="utf-8")
    try:
        before: list[Any] = tomllib.loads(text).get("ignore", [])
    except tomllib.TOMLDecodeError:
        before = []
    unused = data.draw(st.sets(st.integers(0, max(0, len(before) - 1)), min_size=1))
    try:
        prune(str(path), unused)
    except ConfigError:
        assert path.read_text(encoding="utf-8") == text
        return
    after = tomllib.loads(path.read_text(encoding="utf-8")).get("ignore", [])
    assert after == [one for number, one in enumerate(before) if number not in unused]


def _entry(words: str, fingerprint: str) -> Entry:
    return Entry(
        document="a",
        rule="calque",
        severity="minor",
        message="m",
        words=words,
        fingerprint=fingerprint,
    )


def test_a_baseline_loses_the_flags_that_are_gone_in_their_portion_alone() -> None:
    one, twin, other = _entry("a", "0"), _entry("a", "0"), _entry("b", "1")
    flags = (one, twin, other)
    stored = Stored("1", (StoredPortion("", "old", flags, ()), StoredPortion("", "new", flags, ())))
    done = pruned(stored, {("", "new"): [one], ("", "none"): [other]})
    assert [len(portion.flags) for portion in done.portions] == [3, 2]
    assert done.portions[1].flags == (twin, other)
    assert pruned(stored, {}) == stored
