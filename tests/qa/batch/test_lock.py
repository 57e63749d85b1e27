"""One run at a time is at work in a folder."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from corpora.errors import UsageError
from qa.batch.lock import alone

pytestmark = pytest.mark.batch

RUNS, ROUNDS = 4, 100


def test_of_several_that_begin_at_once_one_goes_on_and_the_others_are_told_why(
    tmp_path: Path,
) -> None:
    ready, ended = Barrier(RUNS, timeout=60), Barrier(RUNS, timeout=60)

    def begin(out: Path) -> str:
        ready.wait()
        try:
            with alone(str(out)):
                (out / "flags").mkdir()
                ended.wait()
                return "at work"
        except UsageError as error:
            ended.wait()
            return str(error)

    busy = "another run is at work in this folder; wait until it ends, or name another folder"
    with ThreadPoolExecutor(RUNS) as pool:
        for number in range(ROUNDS):
            out = tmp_path / str(number)
            said = sorted(pool.map(begin, [out] * RUNS))
            assert said == [f"{out}: {busy}"] * (RUNS - 1) + ["at work"]
