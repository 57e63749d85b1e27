"""Whatever is done to the lines of a file: those that git says changed are those that did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora.load import Inputs
from qa.git.changed import changes
from tests.qa.git_made import Made, made, use_no_settings

KEEP, REMOVE, REPLACE = "keep", "remove", "replace"


@dataclass(frozen=True, slots=True)
class Case:
    """What becomes of each line, and how many lines are put behind it; how lines end.

    `ended`: whether the last line ends so, too, before and after.
    """

    edits: tuple[tuple[str, int], ...]
    end: str
    ended: tuple[bool, bool]


EDIT = st.tuples(st.sampled_from([KEEP, KEEP, REMOVE, REPLACE]), st.integers(0, 2))
CASE = st.builds(
    Case,
    st.lists(EDIT, min_size=1, max_size=25).map(tuple),
    st.sampled_from(["\n", "\r\n"]),
    st.tuples(st.booleans(), st.booleans()),
)
CASES = st.lists(CASE, min_size=1, max_size=10)
SHAPE = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    use_no_settings(monkeypatch)
    repository = made(tmp_path / "desk")
    repository.commit()
    return repository


def _new(edits: Sequence[tuple[str, int]]) -> Iterator[str]:
    for number, (what, more) in enumerate(edits):
        if what != REMOVE:
            yield f"old {number}" if what == KEEP else f"+++ replaced {number}"
        yield from (f"@@ -{number} +{extra} @@ new" for extra in range(more))


def _written(texts: Sequence[str], end: str, *, ends: bool) -> list[str]:
    lines = [text + end for text in texts]
    return lines if ends or not lines else [*lines[:-1], texts[-1]]


def _expected(old: Sequence[str], new: Sequence[str]) -> set[int]:
    """Every line is unique: what is in both was kept, and only that."""
    changed = {number for number, line in enumerate(new, 1) if line not in old}
    kept = [line for line in old if line in new]
    places = [(-1, 0), *((old.index(one), new.index(one) + 1) for one in kept)]
    for (before, at), (after, then) in zip(
        places, [*places[1:], (len(old), len(new) + 1)], strict=True
    ):
        if after - before > 1 and then - at == 1:  # a gap, and nothing in its place
            changed |= {at, then} & set(range(1, len(new) + 1))
    return changed


def _check(desk: Made, cases: Sequence[Case]) -> None:
    """Each case is a file; git looks at all of them at once."""
    before, after = {}, {}
    for number, case in enumerate(cases):
        old = [f"old {line}" for line in range(len(case.edits))]
        before[f"{number}.txt"] = _written(old, case.end, ends=case.ended[0])
        after[f"{number}.txt"] = _written(list(_new(case.edits)), case.end, ends=case.ended[1])
    desk.commit({name: "".join(old) for name, old in before.items()})
    for name, new in after.items():
        desk.write(name, "".join(new))
    found = changes(Inputs((str(desk.root),)))
    for name, new in after.items():
        path = str(desk.root / name)
        told = {line for line in range(1, len(new) + 1) if found.touches(path, line, line)}
        assert told == _expected(before[name], new)


@settings(max_examples=4, **SHAPE)
@given(CASES)
def test_the_changed_lines(desk: Made, cases: list[Case]) -> None:
    _check(desk, cases)


@pytest.mark.slow
@settings(max_examples=100, **SHAPE)
@given(CASES)
def test_the_changed_lines_of_many_files(desk: Made, cases: list[Case]) -> None:
    _check(desk, cases)
