"""The sheet of a corpus: what the terminal, CSV and JSON show of it."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec
import pytest

from qa.plugins import WRITERS, one
from reports.corpus.result import Change, CorpusResult, Drift, Kind
from reports.corpus.sheet import SCHEMA, sheet
from reports.writer import Style
from tests.reports.corpus.corpus_samples import HOSTILE, part, renamed, result, score, systems


def shown(of: CorpusResult, writer: str = "terminal") -> str:
    show = one(WRITERS, writer).value.show
    assert show is not None
    return show(sheet(of), Style(width=200))


def test_each_part_has_a_row_with_its_scores() -> None:
    first = replace(part("a"), scores=(score("chrf", "chrF2", 61.234),))
    other = replace(part("b"), scores=(score("comet", "COMET", 0.8123, half=None),))
    lines = shown(result(first, other)).splitlines()
    assert "61.23" in next(line for line in lines if line.startswith(first.name))
    assert "0.8123" in next(line for line in lines if line.startswith(other.name))
    assert "±" in lines[0]
    assert "COMET|" in "".join(lines)


def test_rates_are_per_thousand_words() -> None:
    known = replace(part("a"), words=2_000, flags={"critical": 1, "major": 3, "minor": 6})
    row = next(line for line in shown(result(known)).splitlines() if line.startswith(known.name))
    assert row.split()[5:7] == ["5.0", "2.0"]


def test_what_is_sure_of_the_drift_is_shown_and_the_rest_is_not() -> None:
    sure = Change("a en-id", "chrF2", 60.0, 61.5, 0.5, 2.5, tone="better", p=0.004)
    unsure = Change("a en-id", "unsure-rule", 1.0, 1.1, -0.1, 0.3, kind=Kind.RATE, p=0.4)
    drift = Drift("yesterday", (sure, unsure), gone=("b en-id",), notes=("the version differs",))
    text = shown(replace(result(part()), drift=drift))
    assert "Since yesterday" in text
    assert "+0.50 to +2.50" in text
    assert "0.004" in text
    assert "unsure-rule" not in text
    assert "b en-id: only in yesterday" in text
    assert "the version differs" in text
    nothing = shown(replace(result(part()), drift=Drift("yesterday", (unsure,))))
    assert "nothing surely changed since yesterday" in nothing


def test_no_column_is_empty() -> None:
    bare = replace(part(), scores=(score("chrf", "chrF2", 60.0, half=None),))
    known = replace(result(bare), worst=tuple(replace(a, need=None) for a in result(bare).worst))
    text = shown(known)
    assert "±" not in text
    assert "words to edit" not in text


@pytest.mark.parametrize("writer", ["terminal", "markdown", "latex", "csv", "json"])
def test_many_systems_and_hostile_names_in_every_format(writer: str) -> None:
    assert shown(result(*systems(100)), writer)
    assert shown(renamed(HOSTILE.replace("\udcff", "")), writer).encode()
    assert shown(result(articles=0), writer)


def test_json_is_the_result_and_reads_back() -> None:
    known = result(part("a"), part("b"))
    data = json.loads(shown(known, "json"))
    assert data.pop("schema") == SCHEMA
    assert msgspec.convert(data, CorpusResult, strict=False) == known
