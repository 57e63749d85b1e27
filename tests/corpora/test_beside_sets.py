"""A translation of lines beside a test set, in XML or SGML."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.errors import AlignmentError, InputError
from corpora.reader import ReadOptions
from corpora.readers import lines, sgm, wmt_xml
from corpora.testsets.beside import SetSide, beside
from corpora.text import Document, Side, TextFile
from tests.conftest import ROOT, Run

SAMPLES = Path(__file__).parent / "readers" / "samples"
XML, SGM = (
    TextFile(name, (SAMPLES / name).read_text(encoding="utf-8"))
    for name in ("wmt_xml.xml", "sgm.sgm")
)


def columns(side: Side) -> list[SetSide]:
    return [SetSide(side, found) for found in wmt_xml.sides(XML, side, ReadOptions())]


def read(text: str) -> Document:
    (document,) = lines.reader.read(TextFile("mt.txt", text), ReadOptions("id"))
    return document


def test_lines_become_the_documents_of_the_set() -> None:
    both = columns(Side.SOURCE) + columns(Side.REFERENCE)
    first, second = beside(read("satu\n\ntiga\nempat\n"), both)
    assert (first.id, first.source_language, first.language) == ("port.1", "en", "id")
    assert [one.mt.text for one in first.segments] == ["satu", "", "tiga"]
    assert [one.source.text for one in second.segments if one.source] == ["Calm."]
    assert [[r.text for r in one.references] for one in second.segments] == [["Tenang."]]
    assert second.segments[0].mt.file.line_of(second.segments[0].mt.start) == 4


def test_sets_in_both_forms_may_be_mixed() -> None:
    reference = SetSide(Side.REFERENCE, tuple(sgm.reader.read(SGM, ReadOptions())))
    found = list(beside(read("a\nb\nc\nd\n"), [*columns(Side.SOURCE), reference]))
    assert [r.text for r in found[1].segments[0].references] == ["Tenang."]


def test_too_few_lines_are_told() -> None:
    with pytest.raises(InputError, match=r"mt\.txt: 2 lines for a test set of 4 segments"):
        list(beside(read("a\nb\n"), columns(Side.SOURCE)))


def test_sides_of_different_sets_are_told() -> None:
    other = TextFile("b.xml", XML.text.replace("port.2", "port.3"))
    (found,) = wmt_xml.sides(other, Side.SOURCE, ReadOptions())
    with pytest.raises(AlignmentError, match=r"b\.xml has other documents than wmt_xml\.xml"):
        list(beside(read("a\n"), [*columns(Side.REFERENCE), SetSide(Side.SOURCE, found)]))


def test_a_translation_in_lines_takes_a_test_set_as_source_and_reference(
    tmp_path: Path, copydesk: Run
) -> None:
    sample = ROOT / "tests" / "corpora" / "readers" / "samples" / "wmt_xml.xml"
    (tmp_path / "mt.txt").write_text("Satu.\nDua.\nTiga.\nEmpat.\n", encoding="utf-8")
    sides = ("--source", str(sample), "--reference", str(sample))
    done = copydesk("check", "mt.txt", *sides, "--report", "json=-", "--exit-zero")
    found = done.data["documents"]
    assert [(one["id"], len(one["segments"])) for one in found] == [("port.1", 3), ("port.2", 1)]
    assert found[0]["segments"][0]["source"] == "The pier & the lamp."
    assert found[1]["segments"][0]["references"] == ["Tenang."]
    assert (found[0]["source_language"], found[0]["language"]) == ("en", "id")
    (tmp_path / "mt.txt").write_text("Satu.\n", encoding="utf-8")
    short = copydesk("check", "mt.txt", *sides)
    assert short.code == 2
    assert "1 line for a test set of 4 segments" in short.err
