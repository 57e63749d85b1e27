"""From what a user names to documents: folders, formats, encodings and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.errors import AlignmentError, CopydeskError, InputError, UsageError
from corpora.load import Inputs, Loader
from corpora.reader import ReadOptions
from corpora.readers import csv, jsonl, lines, text, tsv
from corpora.text import Document, Side

MODULES = {"csv": csv, "jsonl": jsonl, "lines": lines, "text": text, "tsv": tsv}


def _options(side: Side) -> ReadOptions:
    return ReadOptions("en" if side is Side.SOURCE else "id")


def _loader() -> Loader:
    return Loader({name: module.reader for name, module in MODULES.items()}, _options)


def _load(inputs: Inputs) -> list[Document]:
    return list(_loader().load(inputs))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which the paths of a test are relative to."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _write(desk: Path, **files: str) -> None:
    """Writes `mt__a_txt="…"` to mt/a.txt."""
    for name, content in files.items():
        path = desk / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def test_a_folder_gives_its_readable_files_in_order_and_no_hidden_ones(desk: Path) -> None:
    _write(desk, mt__b_txt="B.", mt__a_TXT="A.", mt__c__d_csv="mt\nC.\n", mt__e_pdf="E.")
    _write(desk, mt___hidden_txt="No.", mt___git__x_txt="No.")
    (desk / "mt" / "folder.txt").mkdir()
    found = _load(Inputs(("mt",)))
    assert [document.id for document in found] == ["a.TXT", "b.txt", "c/d.csv"]


def test_documents_of_a_table_in_a_folder_are_named_after_both(desk: Path) -> None:
    _write(desk, mt__x__a_csv="doc,mt\n1,A.\n2,B.\n")
    assert [document.id for document in _load(Inputs(("mt",)))] == ["x/a.csv/1", "x/a.csv/2"]


def test_every_reference_folder_gives_a_reference_in_the_order_named(desk: Path) -> None:
    _write(desk, mt__a_id_txt="Satu.", src__a_en_txt="One.", r1__a_txt="Esa.", r2__a_id_txt="Eka.")
    (document,) = _load(Inputs(("mt",), "src", ("r2", "r1")))
    (segment,) = document.segments
    assert segment.source
    assert segment.source.text == "One."
    assert [reference.text for reference in segment.references] == ["Eka.", "Esa."]
    assert (document.language, document.source_language) == ("id", "en")


def test_a_partner_is_looked_for_in_the_same_folder_only(desk: Path) -> None:
    _write(desk, mt__x__a_txt="Satu.", src__a_txt="One.", src__y__a_txt="One.")
    with pytest.raises(AlignmentError, match=r"src has no file to go with x/a\.txt"):
        _load(Inputs(("mt",), "src"))


@pytest.mark.parametrize(
    ("inputs", "error", "what"),
    [
        (Inputs(("a.txt", "b.txt"), "a.txt"), UsageError, "folder of its own"),
        (Inputs(("a.txt", "b.txt"), references=("a.txt",)), UsageError, "folder of its own"),
        (Inputs(("a.txt",), format="docx"), UsageError, "csv, jsonl, lines, text, tsv"),
        (Inputs(("a.csv",), "a.txt"), InputError, "drop --source"),
        (Inputs(("a.txt",), "a.txt", format="tsv"), InputError, "drop --source"),
        (Inputs(("a.txt",), "folder"), InputError, "is a folder"),
        (Inputs(("folder",), "a.txt"), InputError, "a folder is needed"),
        (Inputs(("folder",), "missing"), InputError, "a folder is needed"),
        (Inputs(("empty",)), InputError, "holds no file that ends in .csv"),
        (Inputs(("missing.txt",)), InputError, "no such file"),
        (Inputs(("a" * 5000,)), InputError, "too long"),
        (Inputs(("a.txt",), "a" * 5000), InputError, "too long"),
        (Inputs(("folder",), "a" * 5000), InputError, "a folder is needed"),
        (Inputs(("a\0b",)), InputError, "null"),
        (Inputs(("a.txt",), encoding="utf-99"), InputError, "utf-99"),
        (Inputs(("three.txt",), "a.txt", format="lines"), AlignmentError, "has 3 lines"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(
    inputs: Inputs, error: type[CopydeskError], what: str, desk: Path
) -> None:
    _write(desk, a_txt="Satu.", b_txt="Dua.", a_csv="mt\nSatu.\n", folder__a_txt="Satu.")
    _write(desk, three_txt="1\n2\n3\n")
    (desk / "empty").mkdir()
    with pytest.raises(error, match=what) as caught:
        _load(inputs)
    assert "\n" not in str(caught.value)


TWO, THREE = "Ia tiba. Ia pergi.\nSelesai.\n", "Ia tiba.\nIa pergi.\nSelesai.\n"


@pytest.mark.parametrize(
    ("mt", "source", "chosen", "segments"),
    [
        (TWO, TWO, None, 2),
        (TWO, TWO.rstrip(), None, 2),
        (TWO.replace("\n", "\r\n"), TWO.replace("\n", "\r"), None, 2),
        (TWO, THREE, None, 3),
        (TWO, None, None, 3),
        (TWO, TWO, "text", 3),
        (TWO, None, "lines", 2),
    ],
)
def test_lines_are_chosen_where_all_sides_have_equally_many(
    mt: str, source: str | None, chosen: str | None, segments: int, desk: Path
) -> None:
    for name, content in (("mt", mt), ("src", source)):
        if content:
            (desk / name).write_text(content, encoding="utf-8", newline="")
    inputs = Inputs(("mt",), "src" if source else None, format=chosen)
    (document,) = _load(inputs)
    assert len(document.segments) == segments


def test_an_encoding_is_that_of_every_file(desk: Path) -> None:
    for name in ("mt.txt", "src.txt"):
        (desk / name).write_text("Café.", encoding="latin-1")
    (document,) = _load(Inputs(("mt.txt",), "src.txt", encoding="latin-1"))
    assert [s.text for s in (document.segments[0].mt, document.segments[0].source) if s] == [
        "Café.",
        "Café.",
    ]


def test_a_note_says_how_much_was_realigned(desk: Path) -> None:
    _write(desk, mt_txt="Ia tiba di Jakarta, lalu ia pergi ke Bandung.\nSelesai sudah.")
    _write(desk, src_txt="He came to Jakarta. Then he went to Bandung.\n\nIt is all over.")
    loader = _loader()
    list(loader.load(Inputs(("mt.txt",), "src.txt")))
    assert loader.notes == [
        "mt.txt: 1 of 2 segments do not match sentence by sentence and are marked"
    ]


def test_documents_come_one_by_one_so_that_a_late_error_does_not_hide_the_first(
    desk: Path,
) -> None:
    _write(desk, a_txt="Satu.")
    found = _loader().load(Inputs(("a.txt", "missing.txt")))
    assert next(found).id == "a.txt"
    with pytest.raises(InputError):
        next(found)
