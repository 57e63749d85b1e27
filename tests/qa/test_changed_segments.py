"""Which documents and segments a change concerns, on whatever side it was made."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from docx import Document as Docx

from corpora.load import Inputs
from corpora.text import Document
from qa.git.changed import changed_documents, changed_segments, changes
from qa.language_choice import Languages
from qa.measure import Measuring, read
from tests.qa.git_made import Made, lines, made, use_no_settings

MT = ("Kabar satu datang.", "Kabar dua datang.", "", "Kabar tiga pergi.", "Kabar empat pergi.")
SOURCE = ("News one came.", "News two came.", "", "News three left.", "News four left.")
ROWS = ("doc\tmt\tsrc", "a\tSatu.\tOne.", "a\tDua.\tTwo.", "b\tTiga.\tThree.", "b\tEmpat.\tFour.")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    use_no_settings(monkeypatch)
    repository = made(tmp_path / "desk")
    monkeypatch.chdir(repository.root)
    return repository


def _read(inputs: Inputs) -> list[Document]:
    return read(Measuring(inputs, Languages("id", "en")), [])


def _segments(inputs: Inputs) -> dict[str, list[int]]:
    """The changed segments of the changed documents."""
    since = changes(inputs)
    documents = changed_documents(_read(inputs), since)
    return {one.id: sorted(changed_segments(one, since)) for one in documents}


def test_segments_by_the_lines_of_each_side(desk: Made) -> None:
    inputs = Inputs(("mt.txt",), "src.txt", ("ref.txt",), format="text")
    desk.commit({name: lines(*MT) for name in ("mt.txt", "ref.txt")} | {"src.txt": lines(*SOURCE)})
    assert _segments(inputs) == {}
    desk.write("mt.txt", lines(*MT).replace("dua", "2"))
    assert _segments(inputs) == {"mt.txt": [1]}
    desk.write("src.txt", lines(*SOURCE).replace("three", "3"))
    desk.write("ref.txt", lines(*MT).replace("empat", "4"))
    assert _segments(inputs) == {"mt.txt": [1, 2, 3]}


def test_rows_of_one_table_are_articles_of_their_own(desk: Made) -> None:
    desk.commit({"t.tsv": lines(*ROWS)})
    desk.write("t.tsv", lines(*ROWS).replace("Four", "IV"))
    assert _segments(Inputs(("t.tsv",))) == {"b": [1]}
    desk.write("t.tsv", lines(*(row for row in ROWS if "Satu" not in row)))
    assert _segments(Inputs(("t.tsv",))) == {"a": [0]}
    desk.write("t.tsv", lines(*(row for row in ROWS if "Dua" not in row)))
    assert _segments(Inputs(("t.tsv",))) == {"a": [0], "b": [0]}


def test_of_a_folder_the_articles_with_a_change_on_any_side(desk: Made) -> None:
    names = ("a", "b", "c", "d")
    files = {f"mt/{one}.txt": lines(*MT) for one in names}
    files |= {f"src/{one}.txt": lines(*SOURCE) for one in names}
    desk.commit(files)
    desk.write("mt/a.txt", lines(*MT[:4], "Baru."))
    desk.write("src/c.txt", lines("New.", *SOURCE[1:]))
    desk.write("mt/e.txt", lines(*MT))
    desk.write("src/e.txt", lines(*SOURCE))
    found = _segments(Inputs(("mt",), "src"))
    assert found["a.txt"] == [4]
    assert found["c.txt"] == [0]
    assert found["e.txt"] == [0, 1, 2, 3, 4]
    assert list(found) == ["a.txt", "c.txt", "e.txt"]


def test_files_that_are_no_text_count_as_a_whole(desk: Made) -> None:
    def write(second: str) -> None:
        article = Docx()
        for text in ("Kabar satu datang.", second):
            article.add_paragraph(text)
        article.save("a.docx")
        packed = gzip.compress(lines("Kabar satu datang.", second).encode(), mtime=0)
        Path("a.txt.gz").write_bytes(packed)
        Path("w.txt").write_bytes(lines("Kabar satu datang.", second).encode("utf-16"))

    write("Kabar dua datang.")
    desk.commit()
    write("Kabar tiga datang.")
    for name in ("a.docx", "a.txt.gz", "w.txt"):
        assert list(_segments(Inputs((name,))).values()) == [[0, 1]]
    write("Kabar dua datang.")
    for name in ("a.txt.gz", "w.txt"):
        assert not changes(Inputs((name,))).has(name)


def test_what_git_keeps_in_another_form_counts_as_a_whole(desk: Made) -> None:
    desk.git("config", "filter.upper.clean", "tr a-z A-Z")
    desk.commit({"mt.txt": lines(*MT), ".gitattributes": "*.txt filter=upper\n"})
    desk.write("mt.txt", lines(*MT).replace("satu", "dua"))
    assert _segments(Inputs(("mt.txt",), format="text")) == {"mt.txt": [0, 1, 2, 3]}


def test_a_binary_file_that_was_only_touched_or_moved_did_not_change(desk: Made) -> None:
    desk.commit({"a.docx": b"PK\0 one", "b.docx": b"PK\0 two"})
    before = desk.state()
    Path("a.docx").touch()
    desk.write("b.docx", b"PK\0 two")
    assert not changes(Inputs((".",))).has(".")
    assert desk.state() == before
    desk.git("mv", "a.docx", "c.docx")
    assert not changes(Inputs((".",))).has(".")
