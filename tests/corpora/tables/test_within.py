"""Documents are called as `check` calls them, however many files there are, and wherever."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.load import Inputs, Loader
from corpora.reader import ReadOptions
from corpora.tables.find import found
from corpora.tables.placing import placed
from corpora.text import Document
from qa.run import Request, flagger_of
from tests.conftest import WRITTEN_RULES
from tests.corpora.tables.written import OPENED, gather_all, texts, write

pytestmark = pytest.mark.batch

OPTIONS = ReadOptions("id", "en")
FILES = ["a.jsonl", "set/b.tsv", "set/deep/c.jsonl", "set/deep/a.jsonl", "other/d.jsonl"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(FILES):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        named = {} if number % 2 else {"doc": "satu", "system": "sys"}
        count = 10_500 if name == "other/d.jsonl" else 3
        write(path, [{"mt": f"Ia pergi pergi ke  sana {n}.", **named} for n in range(count)])
    return tmp_path


@pytest.mark.parametrize(
    "paths",
    [
        ["a.jsonl"],
        ["a.jsonl", "set/b.tsv"],
        ["set"],
        ["set/"],
        ["./set", "a.jsonl"],
        ["set/**/*.jsonl"],
        ["*.jsonl"],
        ["*.jsonl", "other/*.jsonl", "set"],
        ["{here}/a.jsonl", "{here}/set"],
        ["file://{here}/a.jsonl", "set/b.tsv"],
    ],
    ids=" ".join,
)
def test_documents_have_the_names_and_flags_the_fingerprints_of_check(
    folder: Path, paths: list[str]
) -> None:
    named = [path.format(here=folder) for path in paths]
    ours = _tabled(named, folder)
    theirs = list(Loader(OPENED, lambda _: OPTIONS).load(Inputs(tuple(named))))
    assert texts(ours) == texts(theirs)
    prints = [_fingerprints(documents) for documents in (ours, theirs)]
    assert prints[0] == prints[1]
    assert prints[0]


def _tabled(paths: list[str], folder: Path) -> list[Document]:
    tables = [placed(one, folder / "copies") for one in found(paths, None, OPENED)]
    return [one for table in tables for one in gather_all(table, 7, options=OPTIONS).documents]


def _fingerprints(documents: list[Document]) -> list[tuple[str, str, str]]:
    flagger = flagger_of(Request(Inputs(()), config=WRITTEN_RULES))
    few = [one for one in documents if len(one.segments) < 100]
    found_ = [(one.id, flag) for one in few for flag in flagger.flags(one)]
    return [(id_, flag.fingerprint, flag.alias) for id_, flag in found_]
