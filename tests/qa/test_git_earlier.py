"""Files as they were at a commit, read under today's names."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.load import Inputs
from corpora.text import Document, Passage
from tests.qa.git_articles import (
    MT,
    SOURCE,
    articles,
    desk_of,
    entered,
    read_earlier,
    read_now,
    texts,
)
from tests.qa.git_made import Made


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return articles(tmp_path_factory.mktemp("template"))


@pytest.fixture
def desk(template: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    return desk_of(template, tmp_path, monkeypatch)


def _sources(documents: list[Document]) -> dict[str, str]:
    return {
        one.id: " ".join(segment.source.text if segment.source else "-" for segment in one.segments)
        for one in documents
    }


def _paths(documents: list[Document]) -> list[str]:
    def of(passage: Passage | None) -> str:
        return passage.file.path if passage else ""

    return [
        path
        for document in documents
        for one in document.segments
        for path in (of(one.mt), of(one.source), *map(of, one.references))
    ]


@pytest.mark.parametrize(
    "inputs",
    [
        Inputs(("mt/a.id.txt",)),
        Inputs(("./mt/../mt/a.id.txt",), "src/a.en.txt", ("src/b.en.txt", "mt/a.id.txt")),
        Inputs(("mt/a.id.txt", "mt/b.id.txt")),
        Inputs(("mt",), "src", ("src", "mt/")),
        Inputs(("mt", "src")),
        Inputs((".",)),
        Inputs(("{here}/mt",), "{here}/src"),
        Inputs(("{here}/mt/*.txt",)),
        Inputs(("mt/*.txt",)),
        Inputs(("mt//[ab].*",)),
        Inputs(("**/*.txt",)),
        Inputs(("./*/a*", "mt/b.id.txt")),
        Inputs(("mt/a*",), "src/a.en.txt"),
    ],
    ids=str,
)
def test_what_did_not_change_is_read_as_it_is_read_today(desk: Made, inputs: Inputs) -> None:
    here = str(desk.root)
    inputs = Inputs(
        tuple(path.replace("{here}", here) for path in inputs.paths),
        inputs.source and inputs.source.replace("{here}", here),
        inputs.references,
    )
    before, today = desk.state(), read_now(inputs)
    then = read_earlier(inputs)
    assert then == today
    assert _paths(then) == _paths(today)
    assert desk.state() == before


def test_from_a_folder_below(desk: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("mt/a.id.txt", "Baru.\n")
    monkeypatch.chdir("mt")
    assert texts(read_earlier(Inputs(("a.id.txt",)))) == {"a.id.txt": "Kabar a datang."}
    documents = read_earlier(Inputs(("../mt",), "../src"))
    assert texts(documents)["a.id.txt"] == "Kabar a datang."
    assert _paths(documents)[:2] == ["../mt/a.id.txt", "../src/a.en.txt"]
    assert len(read_earlier(Inputs(("..",)))) == 4


def test_a_commit_a_branch_a_tag(desk: Made) -> None:
    first = desk.git("rev-parse", "HEAD").strip()
    desk.git("branch", "old")
    desk.git("tag", "-m", "a tag", "v1")
    desk.commit({"mt/a.id.txt": "Baru.\n"})
    for ref in (first, first[:9], "old", "v1", "HEAD~1", "refs/heads/old"):
        found = entered(Inputs(("mt",)), ref)
        assert (found.ref, found.commit, found.missing) == (ref, first, ())
        assert texts(read_earlier(Inputs(("mt",)), ref))["a.id.txt"] == "Kabar a datang."
    assert texts(read_earlier(Inputs(("mt",))))["a.id.txt"] == "Baru."


def test_what_was_not_there_is_missing(desk: Made) -> None:
    desk.write("mt/c.id.txt", "Baru.\n")
    desk.write("new/d.txt", "Baru.\n")
    inputs = Inputs(("mt/b.id.txt", "mt/c.id.txt", "new", "no*/*"))
    assert entered(inputs).missing == ("mt/c.id.txt", "new", "no*/*")
    assert list(texts(read_earlier(inputs))) == ["mt/b.id.txt"]  # as today, beside others
    assert list(texts(read_earlier(Inputs(("mt",))))) == ["a.id.txt", "b.id.txt"]


def test_patterns_that_fitted_other_files(desk: Made) -> None:
    desk.git("rm", "-q", "mt/a.id.txt")
    assert list(texts(read_now(Inputs(("mt/*.txt",))))) == ["b.id.txt"]
    found = read_earlier(Inputs(("mt/*.txt",)))
    assert list(texts(found)) == ["mt/a.id.txt", "b.id.txt"]
    assert list(_sources(read_earlier(Inputs(("mt/*.txt",), "src/b.en.txt")))) == ["b.id.txt"]
    desk.write("mt/c.txt", "C.\n")
    assert list(texts(read_earlier(Inputs(("mt/[ac].*",))))) == ["mt/a.id.txt"]
    desk.write("mt/d.txt", "D.\n")
    assert list(texts(read_earlier(Inputs(("mt/[bcd].*",))))) == ["mt/b.id.txt"]


def test_deleted_files_were_there(desk: Made) -> None:
    desk.git("rm", "-q", "mt/a.id.txt", "src/a.en.txt")
    assert list(texts(read_earlier(Inputs(("mt",), "src")))) == ["a.id.txt", "b.id.txt"]


def test_moved_files_have_todays_names(desk: Made) -> None:
    desk.git("mv", "mt/a.id.txt", "mt/moved.id.txt")
    assert texts(read_earlier(Inputs(("mt/moved.id.txt",)))) == {"moved.id.txt": "Kabar a datang."}
    assert list(texts(read_earlier(Inputs(("mt",))))) == ["b.id.txt", "moved.id.txt"]
    desk.git("mv", "src/a.en.txt", "src/moved.txt")
    sources = _sources(read_earlier(Inputs(("mt",), "src")))
    assert sources == {"b.id.txt": "News b came.", "moved.id.txt": "News a came."}
    desk.git("mv", "src/b.en.txt", "src/b.txt")
    assert _sources(read_earlier(Inputs(("mt",), "src"))) == sources
    assert (
        _sources(read_earlier(Inputs(("mt/b.id.txt",), "src/b.txt")))["b.id.txt"] == "News b came."
    )


def test_sources_that_git_does_not_have_are_todays(desk: Made, tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text("Outside.\n")
    desk.write("loose.txt", "Loose.\n")
    desk.write("mt/a.id.txt", "Baru.\n")
    url = "https://me:secret@example.org/r.txt?key=1"
    inputs = Inputs(("mt/a.id.txt",), str(tmp_path / "out.txt"), ("loose.txt", "-", url))
    found = entered(inputs)
    assert found.inputs.partners == inputs.partners
    assert found.notes == tuple(
        f"{name}: not in git at HEAD, taken as it is"
        for name in (tmp_path / "out.txt", "loose.txt", "<stdin>", "https://example.org/r.txt?…")
    )
    documents = read_earlier(Inputs(("mt/a.id.txt",), "loose.txt"))
    assert texts(documents) == {"a.id.txt": "Kabar a datang."}
    assert _sources(documents) == {"a.id.txt": "Loose."}
    desk.write("refs/a.txt", "A.\n")
    desk.write("refs/b.txt", "B.\n")
    assert _sources(read_earlier(Inputs(("mt",), "refs")))["b.id.txt"] == "B."


def test_folders_that_lacked_a_source(desk: Made) -> None:
    desk.commit({"mt/c.id.txt": MT.format("c"), "mt/d.id.txt": MT.format("d")})
    desk.git("rm", "-q", "mt/d.id.txt")
    desk.write("src/c.txt", SOURCE.format("c"))
    desk.write("src/e.txt", SOURCE.format("e"))
    inputs = Inputs(("mt",), "src")
    assert list(_sources(read_earlier(inputs))) == ["a.id.txt", "b.id.txt", "c.id.txt"]
    assert entered(inputs).notes == (
        "mt: a file has no source or reference at HEAD",
        "src: a file was not in git at HEAD, taken as now",
    )
