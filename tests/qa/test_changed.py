"""Which lines git says changed, whatever happened to the files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpora.load import Inputs
from qa.git.changed import changes
from tests.qa.git_made import TEN, Made, copied, edit, lines, lines_changed, with_ten_lines


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return with_ten_lines(tmp_path_factory.mktemp("template"))


@pytest.fixture
def desk(template: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A repository with ten lines in `a.txt`; it is the working folder."""
    return copied(template, tmp_path, monkeypatch)


@pytest.mark.usefixtures("desk")
def test_nothing_changed() -> None:
    found = changes(Inputs(("a.txt",)))
    assert not found.has("a.txt")
    assert not found.has(".")
    assert not found.concern(Inputs(("a.txt",)))
    assert (found.since, found.notes) == ("HEAD", ())


def test_a_file_that_was_only_touched_did_not_change(desk: Made) -> None:
    before = desk.state()
    os.utime("a.txt", (1, 1))
    assert not changes(Inputs(("a.txt",))).has("a.txt")
    assert desk.state() == before


def test_changed_lines_staged_or_not(desk: Made) -> None:
    edit(desk, l2="New.")
    desk.git("add", "a.txt")
    edit(desk, l2="New.", l9="New, too.")
    found = changes(Inputs(("a.txt",)))
    assert lines_changed(found, "a.txt") == [2, 9]
    assert found.touches("a.txt", 1, 5)
    assert not found.touches("a.txt", 3, 8)
    assert found.has("a.txt")
    assert found.has(".")
    assert found.concern(Inputs((".",)))


def test_a_deletion_touches_its_neighbours(desk: Made) -> None:
    edit(desk, l4=None, l5=None)
    assert lines_changed(changes(Inputs(("a.txt",))), "a.txt") == [3, 4]
    edit(desk, l1=None)
    assert lines_changed(changes(Inputs(("a.txt",))), "a.txt") == [1]
    edit(desk, l10=None)
    assert lines_changed(changes(Inputs(("a.txt",))), "a.txt") == [9, 10]
    desk.write("a.txt", "")
    assert lines_changed(changes(Inputs(("a.txt",))), "a.txt") == [1]


def test_new_untracked_and_ignored_files_are_all_new(desk: Made) -> None:
    desk.write(".gitignore", "out/\n")
    desk.write("staged.txt", lines("One.", "Two."))
    desk.git("add", "staged.txt", ".gitignore")
    desk.write("new.txt", "One.\n")
    desk.write("out/mt.txt", "One.\n")
    found = changes(Inputs((".",)))
    assert lines_changed(found, "staged.txt") == [1, 2]
    assert found.touches("new.txt", 1000, 1000)
    assert found.touches("out/mt.txt", 1, 1)
    assert found.has("out")
    assert not found.has("a.txt")
    assert changes(Inputs(("out/mt.txt",))).has("out/mt.txt")


def test_what_was_not_asked_about_is_not_looked_at(desk: Made) -> None:
    desk.write("other/new.txt", "One.\n")
    edit(desk, l1="New.")
    found = changes(Inputs(("other",)))
    assert list(found.files) == ["other/new.txt"]


def test_deleted_files_are_nothing(desk: Made) -> None:
    desk.commit({"b.txt": "B.\n"})
    (desk.root / "b.txt").unlink()
    desk.git("rm", "-q", "--cached", "a.txt")
    found = changes(Inputs((".",)))
    assert not found.has("b.txt")
    assert found.has("a.txt")  # still there, and git no longer knows it


def test_of_a_renamed_file_only_the_changed_lines_count(desk: Made) -> None:
    desk.git("mv", "a.txt", "moved.txt")
    assert not changes(Inputs(("moved.txt",))).has("moved.txt")
    edit(desk, "moved.txt", l7="New.")
    assert lines_changed(changes(Inputs(("moved.txt",))), "moved.txt") == [7]


@pytest.mark.parametrize(
    "name",
    ["two words.txt", "naïve – 新聞.txt", 'new\nline "q" \\n\ttab.txt', "-x.txt", ":(top)*.txt"],
)
def test_names_of_all_kinds(desk: Made, name: str) -> None:
    desk.commit({name: lines(*TEN)})
    edit(desk, name, l3="New.")
    edit(desk, l1="Not asked about.")
    found = changes(Inputs((f"./{name}",)))
    assert list(found.files) == [name]
    assert lines_changed(found, name) == [3]


def test_a_name_that_is_no_utf_8(desk: Made) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    desk.commit({name: lines(*TEN)})
    edit(desk, name, l3="New.")
    assert lines_changed(changes(Inputs((name,))), name) == [3]


def test_contents_that_look_like_a_patch(desk: Made) -> None:
    nasty = ("++ b/other.txt", "@@ -1 +1 @@", "-- a/a.txt", "diff --git a/x b/x", "\\ No", "", "+")
    desk.commit({"n.txt": lines(*TEN), "other.txt": "x\n"})
    desk.write("n.txt", lines(*TEN[:2], *nasty, *TEN[2:]))
    found = changes(Inputs((".",)))
    assert lines_changed(found, "n.txt", 20) == [3, 4, 5, 6, 7, 8, 9]
    assert not found.has("other.txt")


def test_binary_and_other_files_without_lines_change_as_a_whole(desk: Made) -> None:
    desk.commit({"b.docx": b"PK\0one", "old.txt": "One.\rTwo.\nThree.\n", "u.txt": "x\n"})
    desk.write("b.docx", b"PK\0two")
    desk.write("old.txt", "One.\rTwo!\nThree.\n")
    found = changes(Inputs((".",)))
    assert found.touches("b.docx", 1000, 1000)
    assert found.touches("old.txt", 1000, 1000)


@pytest.mark.parametrize("autocrlf", ["true", "input", "false"])
def test_windows_line_ends(desk: Made, autocrlf: str) -> None:
    crlf = lines(*TEN).replace("\n", "\r\n")
    desk.git("config", "core.autocrlf", autocrlf)
    desk.commit({"w.txt": crlf.removesuffix("\r\n")})
    desk.write("w.txt", crlf.replace("Line 4.", "New.").removesuffix("\r\n"))
    found = changes(Inputs(("w.txt",)))
    assert lines_changed(found, "w.txt") == [4]


def test_a_missing_final_newline(desk: Made) -> None:
    desk.write("a.txt", lines(*TEN).removesuffix("\n"))
    assert lines_changed(changes(Inputs(("a.txt",))), "a.txt") == [10]
    desk.commit()
    desk.write("a.txt", lines(*TEN, "More.").removesuffix("\n"))
    assert lines_changed(changes(Inputs(("a.txt",))), "a.txt") == [10, 11]
    desk.write("a.txt", lines("First.", *TEN).removesuffix("\n"))
    assert lines_changed(changes(Inputs(("a.txt",))), "a.txt") == [1]
