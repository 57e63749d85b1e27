"""From paths to a corpus: formats, folders, partners."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.errors import AlignmentError, CopydeskError, InputError, UsageError
from corpora.load import Inputs, Loader
from corpora.reader import ReadOptions
from corpora.readers import csv, jsonl, lines, text, tsv
from corpora.text import Document

MODULES = {"csv": csv, "jsonl": jsonl, "lines": lines, "text": text, "tsv": tsv}
READERS = {name: module.reader for name, module in MODULES.items()}


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _load(*paths: Path, **options: object) -> list[Document]:
    loader = Loader(READERS, lambda _side: ReadOptions("id"))
    given = {k: str(v) if isinstance(v, Path) else v for k, v in options.items()}
    return list(loader.load(Inputs(tuple(map(str, paths)), **given)))  # type: ignore[arg-type]


def test_a_folder_is_paired_by_name_then_by_what_stands_before_the_first_dot(
    tmp_path: Path,
) -> None:
    _write(tmp_path, {"mt/a.txt": "Satu.", "mt/x/b.mt.txt": "Dua.", "mt/.hidden.txt": "Tiga."})
    _write(tmp_path, {"src/a.txt": "One.", "src/a.old.txt": "No.", "src/x/b.en.txt": "Two."})
    found = _load(tmp_path / "mt", source=tmp_path / "src")
    assert [d.id for d in found] == ["a.txt", "x/b.mt.txt"]
    sources = [d.segments[0].source for d in found]
    assert [s and s.text for s in sources] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("files", "error", "word"),
    [
        ({"src/b.txt": "One."}, AlignmentError, "has no file to go with a.txt"),
        ({"src/a.1.txt": "One.", "src/a.2.txt": "Two."}, AlignmentError, "has 2 files to go with"),
        ({"src/a.pdf": "One."}, InputError, "holds no file that ends in"),
        ({}, InputError, "a folder is needed"),
    ],
)
def test_a_missing_or_doubtful_partner_is_an_error(
    files: dict[str, str], error: type[CopydeskError], word: str, tmp_path: Path
) -> None:
    _write(tmp_path, {"mt/a.txt": "Satu.", **files})
    with pytest.raises(error, match=word):
        _load(tmp_path / "mt", source=tmp_path / "src")


def test_several_files_are_a_corpus_but_take_no_partner(tmp_path: Path) -> None:
    _write(tmp_path, {"a.txt": "Satu.", "b.txt": "Dua."})
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    assert [d.id for d in _load(*paths)] == [str(path) for path in paths]
    with pytest.raises(UsageError, match="folder"):
        _load(*paths, source=paths[0])


def test_rows_take_no_partner_and_an_unknown_format_is_named(tmp_path: Path) -> None:
    _write(tmp_path, {"a.tsv": "mt\nSatu.\n"})
    with pytest.raises(InputError, match="drop --source"):
        _load(tmp_path / "a.tsv", source=tmp_path / "a.tsv")
    with pytest.raises(UsageError, match="docx"):
        _load(tmp_path / "a.tsv", format="docx")


PAIR = "Ia tiba. Kami pergi.{}Selesai.\n"


@pytest.mark.parametrize(
    ("mt", "source", "segments"),
    [
        (PAIR.format("\n\n"), PAIR.format("\n\n"), ["Ia tiba. Kami pergi.", "", "Selesai."]),
        (PAIR.format("\n"), PAIR.format("\n\n"), ["Ia tiba.", "Kami pergi.", "Selesai."]),
    ],
)
def test_equally_many_lines_are_taken_line_by_line_and_others_are_aligned(
    mt: str, source: str, segments: list[str], tmp_path: Path
) -> None:
    _write(tmp_path, {"mt.txt": mt, "src.txt": source})
    (document,) = _load(tmp_path / "mt.txt", source=tmp_path / "src.txt")
    assert [segment.mt.text for segment in document.segments] == segments
