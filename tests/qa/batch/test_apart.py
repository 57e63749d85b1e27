"""Inputs and output apart: nothing that a run wrote is read by it, or deleted though it is read."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from corpora.errors import UsageError
from tests.qa.batch.made import Here, files_of, run, wanted, write_table

Named = Callable[[Path], str]


def _part(out: Path) -> str:
    return str(out / "segments" / "part-00000.parquet")


def _pattern(out: Path) -> str:
    return str(out / "segm*" / "part-*[0-9].parquet")


def _folder(out: Path) -> str:
    return str(out / "segments")


def _link(out: Path) -> str:
    link = out.parent / "link.parquet"
    link.symlink_to(_part(out))
    return str(link)


def _linked_folder(out: Path) -> str:
    link = out.parent / "linked"
    link.symlink_to(out)
    return str(link / "segments" / "*.parquet")


def _roundabout(out: Path) -> str:
    return str(out / "flags" / ".." / "segments" / "part-00000.parquet")


def _url(out: Path) -> str:
    return f"file://{_part(out)}"


@pytest.mark.parametrize(
    "named",
    [_part, _pattern, _folder, _link, _linked_folder, _roundabout, _url],
    ids=lambda one: one.__name__.strip("_"),
)
def test_what_a_run_wrote_is_not_its_input(named: Named, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(wanted(out, write_table(tmp_path / "a.jsonl", 60)))
    whole = files_of(out)
    path = Path(named(out)) if named is not _url else named(out)
    for overwrite in (False, True):
        asked = wanted(out, path, overwrite=overwrite, size=10)  # type: ignore[arg-type]
        with pytest.raises(UsageError, match=r"lies in the output folder .*; name another place$"):
            run(asked)
    assert files_of(out) == whole
    # Somewhere else it may well be read.
    assert run(wanted(tmp_path / "other", Path(_part(out)))).is_whole


@pytest.mark.parametrize(
    "pattern",
    [
        "data/**/*.parquet",
        "data/**/part-*",
        "data/*/*/*",
        "data/**",
        "data/[rs]*/*.json",
        "data/../data/r?s/flags/*",
        "link/**/*.parquet",
    ],
)
def test_a_pattern_that_would_fit_the_tables_is_refused_before_they_are_there(
    pattern: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to("data")
    for name in ("a.parquet", "in/part-a", "in/of/a.jsonl", "some/a.json", "rus/flags/a"):
        write_table(tmp_path / "data" / name, 20)
    with pytest.raises(UsageError, match=r"data/res: .* would fit the tables that are written"):
        run(wanted("data/res", Path(pattern)))
    assert not (tmp_path / "data" / "res" / ".copydesk" / "plan.json").exists()


@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.gz"])
def test_a_pattern_that_fits_none_of_them_goes_on(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        table = write_table(tmp_path / "data" / name / "a.jsonl", 60)
        if suffix == "jsonl.gz":
            table.with_name("a.jsonl.gz").write_bytes(gzip.compress(table.read_bytes(), mtime=0))
    asked = wanted("data/[res]es", Path(f"data/**/*.{suffix}"))
    assert len(run(asked).result.inputs) == 2
    engine = Here()
    assert run(asked, engine).is_whole
    assert engine.did == []
