"""What is no baseline is refused in one line, and what cannot be read again is not written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import ConfigError, MetricError, UsageError
from qa.baseline.entries import Entry
from qa.baseline.layout import text_of
from qa.baseline.stored import SCHEMA, Stored, StoredPortion, StoredScore, load, read, save

ENTRY = Entry(
    document="a", rule="calque", severity="minor", message="m", fingerprint="0123456789abcdef"
)
SCORE = StoredScore("chrf", "chrF2|v:1", ("k0",), ((1.0, 2.5),))
STORED = Stored("1.2.3", (StoredPortion("news", "new", (ENTRY,), (SCORE,)),))
WHOLE = text_of(SCHEMA, STORED)


def _data(change: Callable[[Any], None]) -> bytes:
    data = json.loads(WHOLE)
    change(data)
    return json.dumps(data, indent=1).encode()


def _portion(**more: Any) -> Callable[[Any], None]:
    return lambda data: data["portions"][0].update(more)


def _score(**more: Any) -> Callable[[Any], None]:
    return lambda data: data["portions"][0]["scores"][0].update(more)


def _flag(**more: Any) -> Callable[[Any], None]:
    return lambda data: data["portions"][0]["flags"][0].update(more)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\x00\xff\xfe", r":1: JSON is malformed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), r":1: JSON is malformed"),
        (b'{"schema": "copydesk-baseline-1",\n"version": "\xff"}', "utf-8|UTF-8"),
        (b"[]", "got `array`"),
        (b"{}", "no baseline .has no schema"),
        (WHOLE[: len(WHOLE) // 2], "ends in the middle"),
        (WHOLE[:-3], "ends in the middle"),
        (WHOLE + b"{}", r":\d+: JSON is malformed: trailing characters"),
        (WHOLE.replace(b'"system"', b"system"), ":5: JSON is malformed"),
        (WHOLE.replace(b"2.5", b"NaN"), r":\d+: JSON is malformed"),
        (WHOLE.replace(b"2.5", b"1e999"), "out of range"),
        (b'{"x":' + b"[" * 100_000, "nested too deeply|ends in the middle"),
        (_data(lambda data: data.update(schema="copydesk-result-1")), "no baseline .its schema is"),
        (_data(lambda data: data.update(schema="copydesk-baseline-2")), "update copydesk"),
        (_data(lambda data: data.update(schema=1)), "Expected `str`, got `int` - at `.*schema`"),
        (_data(lambda data: data.update(more=1)), "unknown field `more`"),
        (_data(lambda data: data.pop("version")), "missing required field `version`"),
        (_data(lambda data: data["portions"].append(data["portions"][0])), "'news, new' twice"),
        (
            _data(_portion(flags=None)),
            r"Expected `array`, got `null` - at `\$.portions\[0\].flags`",
        ),
        (_data(_flag(severity="bad")), "Invalid enum value 'bad'"),
        (_data(_flag(dismised="x")), "unknown field `dismised`"),
        (_data(_score(keys=["a", "b"])), "news, new, chrf: 2 keys, but 1 rows"),
        (_data(_score(keys=["a", "b"], rows=[[1], [1, 2]])), "chrf: rows of different lengths"),
        (_data(_score(rows=[["a"]])), "Expected `float`, got `str`"),
        (_data(_score(rows=[[True]])), "Expected `float`, got `bool`"),
    ],
)
def test_what_is_no_baseline_is_refused_in_one_line(
    data: bytes, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=words) as caught:
        load(str(path))
    message = str(caught.value)
    assert message.startswith(f"{path}:")
    assert "\n" not in message
    assert "--write-baseline" in message


def test_a_file_that_is_not_there_or_far_too_large(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such baseline; write one with --write-baseline"):
        load(str(tmp_path / "none.json"))
    with pytest.raises(ConfigError, match="cannot be read"):
        load(str(tmp_path))
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(ConfigError, match="larger than 512 MB"):
        load(str(huge))


@settings(max_examples=60)
@given(st.integers(0, len(WHOLE) - 3), st.binary(max_size=3))
def test_damage_is_never_a_traceback(at: int, patch: bytes) -> None:
    damaged = WHOLE[:at] + patch + WHOLE[at + len(patch) :]
    try:
        line = repr(read("b.json", damaged))
    except ConfigError as error:
        line = str(error)
    assert line.startswith(("b.json:", "Stored("))
    assert "\n" not in line


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (
            StoredScore("chrf", "", ("a",), ((float("nan"),),)),
            "chrf: a row holds what is no number",
        ),
        (
            StoredScore("chrf", "", ("a",), ((float("inf"),),)),
            "chrf: a row holds what is no number",
        ),
        (StoredScore("chrf", "", ("a", "b"), ((1.0,),)), "chrf: 2 keys, but 1 rows"),
    ],
)
def test_rows_that_cannot_be_read_again_are_not_written(
    score: StoredScore, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "b.json"
    path.write_text("as it was", encoding="utf-8")
    with pytest.raises(MetricError, match=words):
        save(str(path), Stored("1", (StoredPortion("", "", (), (score,)),)))
    assert path.read_text(encoding="utf-8") == "as it was"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        save(str(tmp_path / "none" / "b.json"), STORED)
