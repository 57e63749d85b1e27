"""Text that is all faults: the table holds some flags of a segment, the counts all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qa.batch.looking import blocks
from qa.batch.schema import MOST_FLAGS
from qa.run import Run, run
from reports.result import FlagResult
from tests.qa.batch.worked import SPOKEN, Worked, column, request_of, story, worked

pytestmark = pytest.mark.batch

WORDS = [
    f"{a}{b}{c}" for a in ("ka", "ma", "sa", "ta") for b in "aeiou" for c in ("n", "m", "r", "t")
]
ASKED: dict[str, Any] = {"metrics": (), "rules": ("doubled-word", "number-mismatch")}


def flooded(folder: Path, faults: int) -> tuple[Worked, Run]:
    """A table of which one segment has so many faults of several severities; and checked."""
    rows = story(0, rows=4)
    rows[2]["mt"] = " ".join(
        f"{word} {word} {number}." for number, word in enumerate(WORDS[:faults], 900)
    )
    work = worked(folder, rows, asked=ASKED)
    return work, run(request_of(work.table.place, languages=SPOKEN, max_flags=0, **ASKED))


@pytest.mark.parametrize("faults", [20, 80])
def test_the_counts_are_those_of_check_and_the_table_has_the_gravest(
    tmp_path: Path, faults: int
) -> None:
    work, checked = flooded(tmp_path, faults)
    (done,) = work.do()
    (document,) = checked.result.documents
    its = [flag for flag in document.flags if flag.segment == 2]
    (counts,) = done.counts
    assert sum(counts.severities.values()) == len(document.flags)
    assert sum(sum(found.values()) for found in counts.rules.values()) == len(document.flags)
    segment, whole = work.rows("segments")[2], work.rows("documents")[0]
    assert (segment["flags"], whole["flags"]) == (len(its), len(document.flags))
    assert segment["weight"] == sum(flag.severity for flag in its)
    assert len({flag.severity for flag in its}) > 1
    assert whole["weight"] == sum(flag.severity for flag in document.flags)
    assert done.worst[0].flags == len(document.flags)

    held_and_told(work, done.notes, document.flags)
    assert bool(done.notes) == (faults == 80)


def held_and_told(work: Worked, notes: Sequence[str], flags: Sequence[FlagResult]) -> None:
    """The table has all flags of other segments, the gravest of the third; a note has the rest."""
    its = [flag for flag in flags if flag.segment == 2]
    rows = [row for row in work.rows("flags") if row["segment"] == 2]
    gravest = sorted(its, key=lambda flag: -flag.severity)[:MOST_FLAGS]
    assert column(rows, "fingerprint") == [f.fingerprint for f in its if f in gravest]
    others = [flag.fingerprint for flag in flags if flag.segment != 2]
    assert column([r for r in work.rows("flags") if r["segment"] != 2], "fingerprint") == others
    left = len(its) - len(rows)
    said = f"in.jsonl: {left:,} of {len(flags):,} flags are only counted"
    told = f"{said}: the table 'flags' has at most 100 of a segment"
    assert notes == ((told,) if left else ())


def test_long_articles_are_looked_at_few_at_once(tmp_path: Path) -> None:
    work = worked(tmp_path, story(0))
    (document,) = run(request_of(work.table.place, languages=SPOKEN)).portions[0].examined.documents
    assert [len(block) for block in blocks([document] * 450)] == [200, 200, 50]
    signs = sum(len(segment.mt.text) for segment in document.segments)
    many = replace_text(document, "panjang " * 25_000)
    assert signs < 500
    assert [len(block) for block in blocks([many, document, many, many, document])] == [4, 1]
    assert list(blocks([])) == []


def replace_text(document: Any, text: str) -> Any:
    first, *others = document.segments
    return replace(document, segments=(replace(first, mt=replace(first.mt, text=text)), *others))
