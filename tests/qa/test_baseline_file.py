"""The baseline's file: what is written can be read again, and what is none is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.baseline.entries import Entry
from qa.baseline.layout import text_of
from qa.baseline.stored import SCHEMA, Stored, StoredPortion, StoredScore, load, read, save
from tests.conftest import ROOT

PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ENTRIES = st.builds(
    Entry,
    document=PLAIN,
    rule=st.sampled_from(["calque", "doubled-word"]),
    severity=st.sampled_from(["neutral", "minor", "major", "critical"]),
    message=PLAIN,
    text=PLAIN,
    before=PLAIN,
    fingerprint=st.text("0123456789abcdef", min_size=16, max_size=16),
    dismissed=st.none() | PLAIN,
)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-99, 99).map(float)


@st.composite
def scores(draw: st.DrawFn) -> StoredScore:
    width = draw(st.integers(0, 4))
    row = st.lists(NUMBERS, min_size=width, max_size=width).map(tuple)
    rows = tuple(draw(st.lists(row, max_size=4)))
    return StoredScore(draw(PLAIN), draw(PLAIN), tuple(draw(PLAIN) for _ in rows), rows)


PORTIONS = st.builds(
    StoredPortion,
    set=PLAIN,
    system=PLAIN,
    flags=st.lists(ENTRIES, max_size=4).map(tuple),
    scores=st.lists(scores(), max_size=2).map(tuple),
)
BASELINES = st.builds(
    Stored,
    version=PLAIN,
    portions=st.lists(PORTIONS, max_size=3, unique_by=lambda one: (one.set, one.system)).map(tuple),
)


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    path = ROOT / "reports" / "schemas" / "baseline-1.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _entry(document: str = "a", rule: str = "calque", **more: Any) -> Entry:
    given = {"severity": "minor", "message": "m", "fingerprint": "0123456789abcdef", **more}
    return Entry(document=document, rule=rule, **given)


def _stored(*flags: Entry, rows: tuple[tuple[float, ...], ...] = ((1.0, 2.5),)) -> Stored:
    keys = tuple(f"k{number}" for number in range(len(rows)))
    score = StoredScore("chrf", "chrF2|v:1", keys, rows)
    return Stored("1.2.3", (StoredPortion("news", "new", flags, (score,)),))


@settings(max_examples=60)
@given(BASELINES)
def test_what_is_written_is_read_again_to_the_last_bit(stored: Stored) -> None:
    text = text_of(SCHEMA, stored)
    again = read("b.json", text)
    assert text_of(SCHEMA, again) == text
    assert again.version == stored.version
    for portion in stored.portions:
        found = again.portion(portion.set, portion.system)
        assert found is not None
        assert sorted(map(repr, found.flags)) == sorted(map(repr, portion.flags))
        assert sorted(map(_exact, found.scores)) == sorted(map(_exact, portion.scores))


def _exact(score: StoredScore) -> list[Any]:
    return [score.metric, score.signature, score.keys, [[v.hex() for v in r] for r in score.rows]]


@settings(max_examples=40)
@given(BASELINES)
def test_it_holds_to_its_schema(validator: jsonschema.Draft202012Validator, stored: Stored) -> None:
    data = json.loads(text_of(SCHEMA, stored))
    assert [error.message for error in validator.iter_errors(data)] == []


READABLE = """{
"schema": "copydesk-baseline-1",
"version": "1.2.3",
"portions": [
{"set": "news", "system": "new",
"flags": [
{"document":"a","rule":"calque","severity":"minor","message":"m","fingerprint":"0123456789abcdef"},
{"document":"b","rule":"calque","severity":"minor","message":"m","fingerprint":"0","dismissed":"x"}
],
"scores": [
{"metric": "chrf", "signature": "chrF2|v:1",
"keys": [
"k0",
"k1"
],
"rows": [
[1,0.5],
[3,-0.0]
]}
]}
]
}
"""


def test_it_can_be_read_by_people_and_compared_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    first, second = _entry("a"), _entry("b", fingerprint="0", dismissed="x")
    save(str(path), _stored(second, first, rows=((1.0, 0.5), (3.0, -0.0))))
    assert path.read_text(encoding="utf-8") == READABLE
    loaded = load(str(path))
    assert loaded.portion("news", "new") == loaded.portions[0]
    assert loaded.portion("news", "old") is None
    assert loaded.portions[0].flags == (first, second)


def test_the_order_of_flags_and_portions_does_not_change_the_file() -> None:
    one, other = _stored(_entry("a"), _entry("b")), _stored(_entry("b"), _entry("a"))
    assert text_of(SCHEMA, one) == text_of(SCHEMA, other)
    portions = (*one.portions, StoredPortion("news", "a", (), ()))
    both = Stored("1", portions), Stored("1", portions[::-1])
    assert text_of(SCHEMA, both[0]) == text_of(SCHEMA, both[1])


def test_an_older_file_without_what_came_later_can_be_read() -> None:
    data = json.loads(text_of(SCHEMA, _stored(_entry())))
    assert set(data["portions"][0]["flags"][0]) == {
        "document",
        "rule",
        "severity",
        "message",
        "fingerprint",
    }
    assert msgspec.json.decode(json.dumps(data["portions"][0]["flags"][0]), type=Entry) == _entry()
